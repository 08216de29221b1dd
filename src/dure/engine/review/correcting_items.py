"""Marks of a rubric put right one by one: which criterion, from what to what, and why.

``docs/algorithms/corrected-scores.md`` has the rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dure.engine.problems import Problem, Refused, msg, refuse
from dure.engine.programme.models.values import Text
from dure.engine.review.combining import MOST, weighted_total


@dataclass(frozen=True, slots=True)
class RightMark:
    """A criterion's mark as it should have been, in thousandths, and why the one that was given is wrong."""

    item: str
    mark: int
    reason: str


@dataclass(frozen=True, slots=True)
class CorrectedItem:
    """A criterion put right, in thousandths; ``before`` is None where there was no mark."""

    item: str
    before: int | None
    after: int
    reason: str


def corrected_items(
    criteria: Mapping[str, Text], now: Mapping[str, int], rights: Iterable[RightMark]
) -> tuple[CorrectedItem, ...]:
    """Return what is put right, in order of the rubric; ``criteria`` are its titles, ``now`` the marks.

    Raises Refused with every problem: a criterion that the rubric does not have or that is named twice, a
    mark out of bounds, one that stays as it is, one without a reason.
    """
    problems: list[Problem] = []
    found: dict[str, CorrectedItem] = {}
    for right in rights:
        told: dict[str, object] = {"item": criteria.get(right.item, right.item)}
        if right.item not in criteria or right.item in found:
            text = msg("there is no criterion “{item}” in this score sheet, or it is named twice")
            problems.append(Problem("correction.other_item", text, told))
            continue
        if not 0 <= right.mark <= MOST:
            text = msg("the mark of “{item}” is not between 0 and 100")
            problems.append(Problem("correction.item_range", text, told))
        elif right.mark == now.get(right.item):
            text = msg("the mark of “{item}” stays as it is: leave it empty")
            problems.append(Problem("correction.same_item", text, told))
        if not right.reason.strip():
            text = msg("say why the mark of “{item}” was wrong")
            problems.append(Problem("correction.item_reason", text, told))
        before = now.get(right.item)
        found[right.item] = CorrectedItem(right.item, before, right.mark, right.reason.strip())
    if problems:
        raise Refused(problems)
    return tuple(found[name] for name in criteria if name in found)


def total_put_right(
    weights_bp: Mapping[str, int], now: Mapping[str, int], items: Iterable[CorrectedItem]
) -> int:
    """Return the score that the marks make with some of them put right; raises Refused where one is missing.

    >>> total_put_right({"product": 6000, "will": 4000}, {"product": 70_000, "will": 80_000},
    ...                 [CorrectedItem("product", 70_000, 75_000, "added up wrongly")])
    77000
    """
    marks = {**now, **{one.item: one.after for one in items}}
    missing = [name for name in weights_bp if name not in marks]
    if missing:
        raise refuse(
            "correction.items_missing",
            msg("there are no marks by criterion yet: name all of them, or write the score alone"),
        )
    return weighted_total(marks, weights_bp)
