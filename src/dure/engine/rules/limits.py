"""Cases that ask the same of the same fields and differ only by their limits, read as limits by case."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from dure.engine.profile.fields import Field
from dure.engine.rules import tree

Limits: TypeAlias = "tuple[tree.Operator, Field, tuple[int | None, ...]]"
"""A comparison, its field, and its limit in each case; None where the case leaves it not known."""


def limits_of(cases: Sequence[tree.Test]) -> tuple[Limits, ...] | None:
    """Return the comparisons that each case is made of, with their limits; None for any other form."""
    parts = [case.tests if isinstance(case, tree.All) else (case,) for case in cases]
    if len({len(tests) for tests in parts}) != 1:
        return None
    found = [_one_comparison(tests) for tests in zip(*parts, strict=True)]
    complete = [limits for limits in found if limits is not None]
    return tuple(complete) if len(complete) == len(found) else None


def _one_comparison(tests: Sequence[tree.Test]) -> Limits | None:
    """Return the comparison that stands at one place of every case."""
    limits: list[int | None] = []
    asked: set[tuple[tree.Operator, Field]] = set()
    for test in tests:
        match test:
            case tree.Constant(None):
                limits.append(None)
            case tree.Compare(operator, tree.FieldValue(field, None), tree.Literal(int() as limit)):
                limits.append(limit)
                asked.add((operator, field))
            case _:
                return None
    if len(asked) != 1:
        return None
    ((operator, field),) = asked
    return None if field.none_able else (operator, field, tuple(limits))
