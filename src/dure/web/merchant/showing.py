"""Facts, answers and documents in words: what people read where nothing is typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from dure.engine.profile.fields import PROFILE_FIELDS, Kind
from dure.engine.programme.models.programme import Programme
from dure.engine.programme.models.questions import Question
from dure.web.public.profile_controls import HUNDRED, plain
from dure.web.public.profile_words import CODES, DESIGNATIONS, LABELS, NO, NONE_LABELS, REVISIONS, YES
from dure.web.templatetags.amounts import money
from dure.web.templatetags.days import day_text
from dure.web.templatetags.masks import business_number
from dure.web.templatetags.programme import told
from dure.web.words import NOT_KNOWN, industry, number_text, place, with_unit


def known_values(row: Mapping[str, Any], names: Iterable[str]) -> dict[str, str]:
    """Return facts of a row of the engine (days as days or as texts) in words, by their names."""
    return {name: _fact(name, row) for name in names}


def facts_list(row: Mapping[str, Any], names: Iterable[str]) -> list[dict[str, str]]:
    """Return facts as a list of descriptions."""
    names = list(names)
    return [{"term": str(LABELS[n]), "text": text} for n, text in known_values(row, names).items()]


def _fact(name: str, row: Mapping[str, Any]) -> str:
    field = PROFILE_FIELDS[name]
    value = row.get(name)
    if value is None:
        if field.none_able and row.get(field.companion) is False:
            return str(NONE_LABELS[name])
        return str(NOT_KNOWN)
    if name == "business_no":
        return business_number(value)
    if name == "region":
        return place(value)
    if name == "ksic":
        return industry(value)
    if name == "ksic_revision":
        return str(REVISIONS.get(value, value))
    if name == "annual_sales":
        return money(value)
    if name == "online_sales_share":
        return f"{plain(Decimal(str(value)) * HUNDRED)}%"
    match field.kind:
        case Kind.BOOLEAN:
            return str(YES if value else NO)
        case Kind.DATE:
            return day_text(value if isinstance(value, date) else date.fromisoformat(value))
        case Kind.LIST:
            return ", ".join(str(DESIGNATIONS.get(part, part)) for part in value)
        case Kind.NUMBER:
            return number_text(name, plain(Decimal(str(value))))
        case _:
            return str(CODES.get(value, value))


def answer(question: Question, value: Any) -> str:
    """Return an answer in words."""
    if value is None:
        return _("No answer")
    match question.kind:
        case "yes_no":
            return str(YES if value else NO)
        case "day":
            return day_text(date.fromisoformat(value))
        case "choice" | "choices":
            titles = {choice.id: told(choice.title) for choice in question.choices}
            chosen = value if isinstance(value, list) else [value]
            return ", ".join(titles.get(one) or str(one) for one in chosen)
        case "number" | "whole_number":
            number = f"{value:,}"
            return with_unit(number, told(question.unit))
        case _:
            return str(value)


def answers_list(programme: Programme, answers: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return the answers as a list of descriptions, in the order of the call."""
    return [
        {"term": told(question.title), "text": answer(question, answers.get(question.id))}
        for question in programme.questions
    ]


def executor_names(programme: Programme, choices: Iterable[str]) -> list[str]:
    """Return the names of executors in the order given; one that the call has no more by its id."""
    names = {executor.id: told(executor.name) for executor in programme.executors}
    return [names.get(choice, choice) for choice in choices]
