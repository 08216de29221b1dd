"""Applicants of an imported list are told that their application was received, and how to see it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from urllib.parse import quote

from dure.domains.applications.telling import LANGUAGES, recipients
from dure.domains.applications.telling_own import next_step
from dure.domains.events.act import Act
from dure.domains.notices.services.notify import Recipient, notify
from dure.engine.problems import msg
from dure.engine.programme.models.programme import Programme
from dure.language import translate

REGISTER = "/my/merchants/new/"
"""Where somebody who has signed up proves that a business is theirs; its applications are there then."""
MORE = msg("{number} and {count} more")


def tell_imported(this: Act, ids: Collection[int], programme: Programme, *, at: datetime, key: str) -> int:
    """Tell who acts for the applicants, or the address that the list had; return how many letters that made.

    They were received ``at`` that instant. Whoever stands behind several of them gets one letter. Who has no
    address is not told.
    """
    told = {"at": at.isoformat(), "next": next_step(programme)}
    by_person: dict[int | str, list[Recipient]] = {}
    for one in recipients(ids, programme.title, lambda _: told):
        if one.email:
            by_person.setdefault(one.user_id or one.email.casefold(), []).append(one)
    letters = [_letter(some) for some in by_person.values()]
    return notify(this, letters, template="application_imported", key=f"import/{key}")


def _letter(some: Sequence[Recipient]) -> Recipient:
    """Return one letter about all applications of a person: the first that was made, and how many more."""
    first = some[0]
    number = str(first.parameters["application_no"])
    more = {"number": number, "count": len(some) - 1}
    named = number if len(some) == 1 else {lang: translate(MORE, lang, more) for lang in LANGUAGES}
    how = "claim" if first.user_id is None else "own"
    link = first.link if len(some) == 1 else "/my/"
    if first.user_id is None:
        link = f"{REGISTER}?next={quote(link)}"
    return replace(first, parameters={**first.parameters, "application_no": named, "how": how}, link=link)
