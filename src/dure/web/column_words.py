"""What the columns that rules read are called: facts of the profile, and what others hand in beside it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from dure.domains.programmes.queries import loaded, published_version
from dure.engine.profile.columns import ANSWER, LEVEL, SUPPORTED_IN, own_name, owner_of
from dure.engine.programme.models.programme import Programme
from dure.web.templatetags.amounts import money
from dure.web.words import field_label, page_language


def column_label(name: str, programme: Programme) -> str:
    """Return what a column is called; of an answer, which question of the call is meant."""
    own, owner = own_name(name), owner_of(name)
    language = page_language()
    if not owner:
        return field_label(name)
    if owner == ANSWER:
        titles = {question.id: question.title.to(language) for question in programme.questions}
        return _("Answer to “%(question)s”") % {"question": titles.get(own, own)}
    if owner == LEVEL:
        titles = {form.id: form.title.to(language) for form in programme.diagnosis}
        return _("Level by the diagnosis “%(form)s”") % {"form": titles.get(own, own)}
    if owner == SUPPORTED_IN:
        return _("Support in the programme %(programme)s") % {"programme": own}
    return _("Support received in the last %(months)s months") % {"months": own}


def beside_words(names: Iterable[str]) -> list[str]:
    """Return for each programme that excludes (중복수혜) the sentence that says so."""
    return [_("It is not given beside %(programme)s.") % {"programme": title_of(name)} for name in names]


def title_of(programme: str) -> str:
    """Return the title of a programme that is published here, of another its id."""
    found = published_version(programme)
    return loaded(found).programme.title.to(page_language()) if found is not None else programme


def beside_text(name: str, value: Any, programme: Programme) -> str:
    """Return the value of a column beside the profile in words; None is not known."""
    if value is None or value == []:
        return _("Not known")
    own, owner = own_name(name), owner_of(name)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if owner not in (ANSWER, LEVEL):
        return money(int(value))
    language = page_language()
    titles = {}
    for question in programme.questions if owner == ANSWER else ():
        if question.id == own:
            titles = {choice.id: choice.title.to(language) for choice in question.choices}
    for form in programme.diagnosis if owner == LEVEL else ():
        if form.id == own:
            titles = {level.id: level.title.to(language) for level in form.levels}
    if isinstance(value, date):
        return value.isoformat()
    listed = value if isinstance(value, list) else [value]
    return ", ".join(titles.get(one) or str(one) for one in listed)
