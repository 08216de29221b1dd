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


def loosest(limits: Sequence[Limits]) -> tuple[tuple[int | None, ...], ...] | None:
    """Return, case by case, the limits of those cases that allow what no other case does; None where the
    comparisons have no such order.

    Whoever is outside all of these is outside every case. A limit that is None rules nobody out.

    >>> from dure.engine.profile.fields import PROFILE_FIELDS
    >>> head, sales = PROFILE_FIELDS["employees"], PROFILE_FIELDS["annual_sales"]
    >>> loosest([("<", head, (5, 5, 10)), ("<=", sales, (None, 80, 120))])
    ((5, None), (10, 120))
    """
    if any(operator not in ("<", "<=", ">", ">=") for operator, _, _ in limits):
        return None
    cases = tuple(dict.fromkeys(zip(*(found for _, _, found in limits), strict=True)))
    operators = [operator for operator, _, _ in limits]

    def within(case: tuple[int | None, ...], other: tuple[int | None, ...]) -> bool:
        return all(
            b is None or (a is not None and (a <= b if operator in ("<", "<=") else a >= b))
            for operator, a, b in zip(operators, case, other, strict=True)
        )

    return tuple(c for c in cases if not any(c != other and within(c, other) for other in cases))
