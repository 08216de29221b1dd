"""What is known of an applicant as rows of a page or a file: facts, answers, documents.

``blind`` are the profile columns that whoever looks must not see: their rows are left out, and with them
whatever would tell them. What applicants write themselves (answers) is shown as they wrote it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from dure.engine.profile.fields import PROFILE_COLUMNS, Field, Kind
from dure.engine.programme.models.programme import Programme
from dure.engine.programme.models.questions import Question
from dure.web.industries import division
from dure.web.origin_words import origin_text
from dure.web.public.profile_words import CODES, DESIGNATIONS, NO, REVISIONS, YES
from dure.web.templatetags.amounts import count, money
from dure.web.templatetags.days import day_text
from dure.web.templatetags.masks import masked_business_number
from dure.web.templatetags.programme import told
from dure.web.words import field_label, number_text, place, with_unit

_TELLS = {
    "name": ("business_no", "mail_order_no", "channels"),
    "business_no": ("mail_order_no", "channels"),
    "region": ("business_no", "mail_order_no", "market_id"),
}
"""What else would tell a blind column: a mail-order number has the district, a channel the name.

The first three digits of a business number, which its mask leaves, are those of the tax office (세무서).
"""


def hidden(blind: Collection[str]) -> frozenset[str]:
    """Return the columns that are left out where some are blind: those, and what would tell them.

    >>> sorted(hidden(["region"]))
    ['business_no', 'mail_order_no', 'market_id', 'region']
    """
    return frozenset({*blind, *(other for column in blind for other in _TELLS.get(column, ()))})


def industry(ksic: str | None) -> str:
    """Return an industry code with the name of its division."""
    return f"{ksic} {division(ksic)}".strip() if ksic else _("Not known")


def fact_rows(
    facts: Mapping[str, Any],
    *,
    blind: Collection[str] = (),
    origins: Mapping[str, Sequence[str]] | None = None,
    mask: Callable[[str], str] = str,
) -> list[dict[str, str]]:
    """Return label and text of each fact that may be seen; the business number is masked.

    With ``origins``, a note says where each came from and when. ``mask`` hides what a text must not tell.
    """
    left_out = hidden(blind)
    return [
        {
            "term": field_label(field.name),
            "text": mask(_fact(field, facts)),
            "note": origin_text(origins or {}, field.name),
        }
        for field in PROFILE_COLUMNS
        if field.name not in left_out
    ]


def _fact(field: Field, facts: Mapping[str, Any]) -> str:
    value = facts.get(field.name)
    if value is None or value == "":
        is_none = field.none_able and facts.get(field.companion) is False
        return _("None") if is_none else _("Not known")
    match field.name:
        case "business_no":
            return masked_business_number(value)
        case "region":
            return place(value)
        case "ksic":
            return industry(value)
        case "ksic_revision":
            return str(REVISIONS.get(value, value))
        case "annual_sales":
            return money(int(value))
        case "online_sales_share":
            return f"{float(value) * 100:.6f}".rstrip("0").rstrip(".") + "%"
        case "designations":
            return ", ".join(str(DESIGNATIONS.get(one, one)) for one in value)
    match field.kind:
        case Kind.BOOLEAN:
            return str(YES if value else NO)
        case Kind.DATE:
            return day_text(date.fromisoformat(value) if isinstance(value, str) else value)
        case Kind.LIST:
            return ", ".join(map(str, value))
        case Kind.NUMBER if field.name == "owner_birth_year":
            return str(int(value))
        case Kind.NUMBER:
            number = count(int(value)) if float(value).is_integer() else f"{value:g}"
            return number_text(field.name, number)
        case _:
            return str(CODES.get(value, value))


def answer_rows(
    programme: Programme,
    answers: Mapping[str, Any],
    *,
    blind: Collection[str] = (),
    mask: Callable[[str], str] = str,
) -> list[dict[str, str]]:
    """Return each question of the call that is not blind with its answer, without what ``mask`` hides."""
    return [
        {"term": told(question.title), "text": mask(_answer(question, answers.get(question.id)))}
        for question in programme.questions
        if question.id not in blind
    ]


def _answer(question: Question, value: Any) -> str:
    if value is None or value == "" or value == []:
        return _("Not answered")
    titles = {choice.id: told(choice.title) for choice in question.choices}
    match question.kind:
        case "yes_no":
            return str(YES if value else NO)
        case "choices":
            return ", ".join(titles.get(one, str(one)) for one in value)
        case "choice":
            return titles.get(value, str(value))
        case "day":
            return day_text(date.fromisoformat(value)) if isinstance(value, str) else str(value)
        case "number" | "whole_number":
            return with_unit(f"{value:,}", told(question.unit))
        case _:
            return str(value)
