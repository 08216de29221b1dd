"""How reviewers scored, for officers who form the next panel: severity, spread, agreement, number and time.

It decides nothing. Figures are about scores in thousandths of a point; of fewer than five cases nobody's
spread or agreement is told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import median
from typing import Literal, TypeAlias

from dure.engine.problems import Refused
from dure.engine.review.adjusting import ONE, UNIT, Reviews, adjust
from dure.engine.review.combining import half_up

FEWEST = 5
FAR = 5_000
"""So many thousandths of a point from the others' level are worth a word."""
LIKE_NOBODY_MILLI = 200
"""Below this correlation somebody orders cases hardly as the others do."""
FLAT_MILLI, STEEP_MILLI = 700, 1_400
"""Scales at which cases are set markedly closer together, or further apart, than by the others."""

Word: TypeAlias = Literal["severe", "mild", "like_nobody", "flat", "steep", "few"]


@dataclass(frozen=True, slots=True)
class Quality:
    """One reviewer's figures. ``severity`` in thousandths: below (above zero) or above the others' level."""

    reviewer: str
    cases: int
    mean: int
    severity: int
    spread: int | None
    """Standard deviation of the scores."""
    slope_milli: int | None
    """How far apart cases are set, in thousandths: 1000 is like all others. None where it cannot be told."""
    agreement_milli: int | None
    """Correlation with the mean of the other reviewers of the same cases, in thousandths."""
    minutes: int | None
    """Median time from when a case was open to the reviewer until its review was handed in."""


def quality(reviews: Reviews, minutes: Mapping[str, Sequence[int]] | None = None) -> list[Quality]:
    """Return the figures of every reviewer, in order of their names.

    Severity is that of the adjusted scores; where cases do not hang together, the mean difference from the
    others who scored the same cases.
    """
    try:
        lines = adjust(reviews).lines
    except Refused:
        lines = {}
    own: dict[str, list[int]] = {}
    others: dict[str, list[tuple[int, int]]] = {}
    for of in reviews.values():
        for who, score in of:
            own.setdefault(who, []).append(score)
            rest = [theirs for other, theirs in of if other != who]
            if rest:
                others.setdefault(who, []).append((score, half_up(sum(rest), len(rest))))
    found = []
    for who, scores in sorted(own.items()):
        beside = others.get(who, [])
        gaps = [theirs - mine for mine, theirs in beside]
        line = lines.get(who)
        if line is not None:
            severity = half_up(line.severity, UNIT)
        else:
            severity = half_up(sum(gaps), len(gaps)) if gaps else 0
        many = len(scores) >= FEWEST
        taken = (minutes or {}).get(who, ())
        found.append(
            Quality(
                who,
                len(scores),
                half_up(sum(scores), len(scores)),
                severity,
                round(_deviation(scores)) if many else None,
                half_up(line.slope * 1000, ONE) if line is not None and many else None,
                _correlation(beside) if len(beside) >= FEWEST else None,
                round(median(taken)) if taken else None,
            )
        )
    return found


def words_of(one: Quality) -> tuple[Word, ...]:
    """Return what stands out in a reviewer's figures, for people who do not read figures; nothing is normal.

    Of fewer than five cases that alone is said: what looks odd there may be chance.

    >>> words_of(Quality("r1", 9, 70_000, -6_200, 8_000, 1_000, 150, None))
    ('mild', 'like_nobody')
    >>> words_of(Quality("r2", 3, 70_000, 9_000, None, None, None, None))
    ('few',)
    """
    if one.cases < FEWEST:
        return ("few",)
    found: list[Word] = []
    if abs(one.severity) >= FAR:
        found.append("severe" if one.severity > 0 else "mild")
    if one.agreement_milli is not None and one.agreement_milli < LIKE_NOBODY_MILLI:
        found.append("like_nobody")
    if one.slope_milli is not None and one.slope_milli <= FLAT_MILLI:
        found.append("flat")
    if one.slope_milli is not None and one.slope_milli >= STEEP_MILLI:
        found.append("steep")
    return tuple(found)


def _deviation(scores: Sequence[int]) -> float:
    n, total = len(scores), sum(scores)
    return sqrt(n * sum(score * score for score in scores) - total * total) / n


def _correlation(pairs: Sequence[tuple[int, int]]) -> int | None:
    """Return the correlation of pairs in thousandths; None where one side is always the same."""
    n = len(pairs)
    x, y = sum(a for a, _ in pairs), sum(b for _, b in pairs)
    xx = n * sum(a * a for a, _ in pairs) - x * x
    yy = n * sum(b * b for _, b in pairs) - y * y
    xy = n * sum(a * b for a, b in pairs) - x * y
    return round(1000 * xy / sqrt(xx * yy)) if xx and yy else None
