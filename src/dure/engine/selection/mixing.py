"""One score of several sources by their weights, exact to the last digit.

Every source is a number of points from 0 to 100 in thousandths. What is a figure of the merchant's own is
put on that scale first. Quotients are rounded half up, once each; nothing is floating point.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from dure.engine.programme.models.stages import Scale, Score, Stage
from dure.engine.programme.models.votes import VotePoints

TOP = 100_000
"""100 points in thousandths."""
WHOLE_BP = 10_000
PANEL = "part.panel"
"""The column of the points that a panel's reviews make; a mix has at most one."""


@dataclass(frozen=True, slots=True)
class Part:
    """One source of a mixed score: its column in files, its weight, and whether executors each give one."""

    source: str
    column: str
    weight_bp: int
    each: bool = False
    field: str = ""
    """The field of the merchant from which it is counted; empty where points are handed in."""
    scale: Scale | None = None
    votes: VotePoints | None = None
    """How the votes of the public become its points; None where it is no vote."""

    def column_at(self, executor: str) -> str:
        """Return the column that holds the points for an executor."""
        return f"{self.column}.{executor}" if self.each else self.column


def part_name(score: Score) -> str:
    """Return what a source is called in columns: its kind, and of what where there may be several."""
    of = score.field or score.form or score.stage
    return f"{score.source}.{of}" if of else score.source


def parts_of(stage: Stage) -> tuple[Part, ...]:
    """Return the sources of a mixed stage, in the order of the file; none for other stages."""
    return tuple(
        Part(
            source=score.source,
            column=f"part.{part_name(score)}",
            weight_bp=score.weight_bp,
            each=score.source == "executor" and stage.is_by_executor,
            field=score.field or "",
            scale=score.scale,
            votes=score.points,
        )
        for score in stage.scores
    )


def mixed(points: Sequence[int | None], weights_bp: Sequence[int]) -> int | None:
    """Return the score that points make by their weights, in thousandths; None where one is not known.

    >>> mixed([80_000, 90_005], [7000, 3000]), mixed([80_000, None], [7000, 3000])
    (83002, None)
    """
    total = 0
    for point, weight in zip(points, weights_bp, strict=True):
        if point is None:
            return None
        total += point * weight
    return (2 * total + WHOLE_BP) // (2 * WHOLE_BP)


def points_of(value: Fraction, scale: Scale) -> int:
    """Return the points that a figure makes on a scale, in thousandths: in proportion, and never outside.

    >>> points_of(Fraction(15), Scale(none_at=10, full_at=20))
    50000
    >>> points_of(Fraction(3), Scale(none_at=9, full_at=0))
    66667
    """
    share = (value - scale.none_at) * TOP / (scale.full_at - scale.none_at)
    return min(max((2 * share.numerator + share.denominator) // (2 * share.denominator), 0), TOP)
