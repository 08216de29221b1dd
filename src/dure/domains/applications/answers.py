"""Answers to the questions of a call: what is typed becomes a JSON value, or a problem that can be mended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from dure.engine.problems import Problem, msg
from dure.engine.programme.models.questions import Question

Typed = Mapping[str, Sequence[str]]
"""What a form sent: the values of each name, as typed."""

LONGEST = 4000
"""Characters of a text whose question says nothing."""


def read_answer(question: Question, typed: Sequence[str]) -> tuple[Any, Problem | None]:
    """Return the value of an answer (None where there is none) and what is wrong with it.

    Texts, ids of choices and days are texts, numbers are numbers, several choices a list in the order of the
    file.
    """
    given = [text.strip() for text in typed if text.strip()]
    if not given:
        wrong = _problem(question, msg("this question needs an answer")) if question.required else None
        return None, wrong
    value, fault = _READERS[question.kind](question, given)
    if fault:
        return None, _problem(question, fault, longest=longest(question))
    return value, None


def typed_answer(value: Any) -> list[str]:
    """Return how a value is typed: what :func:`read_answer` reads as that value."""
    if value is None:
        return []
    if isinstance(value, bool):
        return ["yes" if value else "no"]
    if isinstance(value, list):
        return [str(item) for item in value]
    if isinstance(value, float) and value.is_integer():
        return [str(int(value))]
    return [str(value)]


def longest(question: Question) -> int:
    """Return the most characters of a text."""
    return question.longest or LONGEST


def _problem(question: Question, message: str, **params: object) -> Problem:
    return Problem(f"answer.{question.id}", message, params)


def _text(question: Question, given: Sequence[str]) -> tuple[Any, str]:
    text = given[0].replace("\r\n", "\n")
    if len(text) > longest(question):
        return None, msg("this is longer than {longest} characters")
    return text, ""


def _number(_question: Question, given: Sequence[str]) -> tuple[Any, str]:
    try:
        number = Decimal(given[0].replace(",", ""))
    except InvalidOperation:
        number = Decimal("NaN")
    # Rules calculate with answers: no more digits than a cell of a file has.
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int) or exponent < -9 or abs(number) > 10**15:
        return None, msg("write a number in digits, such as 12.5")
    return int(number) if number == number.to_integral_value() else float(number), ""


def _whole_number(question: Question, given: Sequence[str]) -> tuple[Any, str]:
    number, _ = _number(question, given)
    if not isinstance(number, int):
        return None, msg("write a whole number in digits, such as 12")
    return number, ""


def _yes_no(_question: Question, given: Sequence[str]) -> tuple[Any, str]:
    known = {"yes": True, "no": False}.get(given[0])
    return known, "" if known is not None else msg("answer yes or no")


def _day(_question: Question, given: Sequence[str]) -> tuple[Any, str]:
    try:
        return date.fromisoformat(given[0]).isoformat(), ""
    except ValueError:
        return None, msg("write a day, such as 2019-05-01")


def _choice(question: Question, given: Sequence[str]) -> tuple[Any, str]:
    known = {choice.id for choice in question.choices}
    return (given[0], "") if given[0] in known else (None, msg("choose one of the answers"))


def _choices(question: Question, given: Sequence[str]) -> tuple[Any, str]:
    known = [choice.id for choice in question.choices]
    if not set(given) <= set(known):
        return None, msg("choose among the answers")
    return [choice for choice in known if choice in given], ""


_READERS = {
    "text": _text,
    "number": _number,
    "whole_number": _whole_number,
    "yes_no": _yes_no,
    "day": _day,
    "choice": _choice,
    "choices": _choices,
}
