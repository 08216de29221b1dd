"""Marks as they were typed, read against a rubric: every problem at once, each with its criterion."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dure.domains.review.rounds import StageReview
from dure.engine.problems import Problem, Refused, msg
from dure.engine.review.combining import weighted_total
from dure.engine.review.marks import read_mark

ONE = "score"
"""The name of the one mark where there is no rubric."""

_FAULTS = {
    "number": msg("“{value}” is not a number"),
    "decimals": msg("“{value}” has more than three decimals"),
    "range": msg("“{value}” is not between 0 and 100"),
    "missing": msg("this criterion has no score yet"),
}


@dataclass(frozen=True, slots=True)
class Marks:
    """Thousandths by criterion (none where there is no rubric), and the total, None while any is missing."""

    items: dict[str, int]
    total: int | None


def criteria(review: StageReview) -> tuple[str, ...]:
    """Return the names of the marks that are given at a stage, in order."""
    return tuple(review.weights()) or (ONE,)


def read_marks(review: StageReview, typed: Mapping[str, str], *, whole: bool) -> Marks:
    """Read what was typed by criterion; an empty text is none yet, and a problem where it must be ``whole``.

    Raises Refused with a problem for each criterion at fault; its parameter ``item`` says which.
    """
    problems = []
    read: dict[str, int] = {}
    for name in criteria(review):
        text = typed.get(name, "").strip()
        mark = read_mark(text) if text else "missing"
        if isinstance(mark, int):
            read[name] = mark
        elif mark != "missing" or whole:
            params = {"item": name, "value": text[:40]}
            problems.append(Problem(f"score.{mark}", _FAULTS[mark], params))
    if problems:
        raise Refused(problems)
    return marks_of(review, read)


def marks_of(review: StageReview, read: Mapping[str, int]) -> Marks:
    """Return marks with their total."""
    weights = review.weights()
    if not weights:
        return Marks({}, read.get(ONE))
    complete = len(read) == len(weights)
    return Marks(dict(read), weighted_total(read, weights) if complete else None)


def typed_marks(review: StageReview, items: Mapping[str, int], total: int | None) -> dict[str, int]:
    """Return the marks that stand in a sheet by the names under which they are typed."""
    if review.weights():
        return {name: mark for name, mark in items.items() if name in review.weights()}
    return {} if total is None else {ONE: total}
