"""Scores freed of how severe a reviewer is and how far apart one sets cases: whole numbers only.

Each reviewer is a straight line: a case at level *t* gets ``base + slope × t`` of them, give or take. Levels
and lines are fitted in turns (alternating least squares) until nothing moves; slopes are drawn towards 1 by
twenty reviews' worth of doubt, bases are not. Every quotient is rounded half up to a billionth of a point,
so that every machine comes to the same thousandths. The steps to the letter, a worked example that is a
test, and what this cannot do stand in ``docs/algorithms/adjusting-scores.md``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

from dure.engine.problems import Problem, Refused, msg, refuse
from dure.engine.review.combining import MOST, half_up

Reviews: TypeAlias = Mapping[str, Sequence[tuple[str, int]]]
"""By case, who gave which score, in thousandths of a point; each reviewer once a case."""

UNIT = 10**6
"""Inside, a thousandth of a point is so many: all is counted in billionths of a point."""
ONE = 10**9
"""A slope of 1."""
DOUBT = 20
"""How many reviews of a reviewer who sets cases apart like all others are added to each one's own."""
FLATTEST, STEEPEST = ONE // 2, 2 * ONE
STILL = 1000
"""A millionth of a point: where no level moves more, the turns end."""
MOST_TURNS = 1000
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Line:
    """How one reviewer scores. ``severity``: billionths of a point below a case at the mean of all."""

    base: int
    slope: int
    """In billionths; 1 is like all."""
    severity: int
    reviews: int


@dataclass(frozen=True, slots=True)
class Adjusted:
    """The scores by case in thousandths of a point, the reviewers' lines, and after how many turns."""

    scores: Mapping[str, int]
    lines: Mapping[str, Line]
    turns: int


def adjust(reviews: Reviews) -> Adjusted:
    """Return every case's score with its reviewers' severity and scale taken out.

    Cases without a review have no score. Raises Refused where the cases fall into groups that no reviewer
    links, for nobody can say then which group's reviewers are the severe ones, and where they hang together
    by so little that the turns do not come to rest.

    >>> adjust({"A": [("r1", 70_000), ("r2", 80_000)], "B": [("r1", 50_000), ("r2", 60_000)]}).scores
    {'A': 75000, 'B': 55000}
    """
    given = {case: list(of) for case, of in sorted(reviews.items()) if of}
    if not given:
        return Adjusted({}, {}, 0)
    _refuse_unlinked(given)
    return _Fit(given).settle()


class _Fit:
    """Levels of cases and lines of reviewers, under way."""

    def __init__(self, given: Mapping[str, Sequence[tuple[str, int]]]) -> None:
        self.names = list(given)
        self.by_case = [[(who, score * UNIT) for who, score in given[name]] for name in self.names]
        self.by_reviewer: dict[str, list[tuple[int, int]]] = {}
        for i, of in enumerate(self.by_case):
            for who, score in of:
                self.by_reviewer.setdefault(who, []).append((i, score))
        self.by_reviewer = dict(sorted(self.by_reviewer.items()))
        self.number = sum(map(len, self.by_case))
        self.mean = half_up(sum(score for of in self.by_case for _, score in of), self.number)
        self.levels = self._centred([half_up(sum(s for _, s in of), len(of)) for of in self.by_case])
        self.slopes: dict[str, int] = {}
        self.bases: dict[str, int] = {}

    def settle(self) -> Adjusted:
        for turn in range(1, MOST_TURNS + 1):
            self._fit_lines()
            levels = self._centred(self._fit_levels())
            moved = max(abs(new - old) for new, old in zip(levels, self.levels, strict=True))
            self.levels = levels
            if moved <= STILL:
                return self._result(turn)
        raise refuse(
            "review.thin",
            msg(
                "too few cases are scored by reviewers of different parts of the panel: the scores cannot be"
                " adjusted to each other; assign more reviewers across, or announce the mean"
            ),
        )

    def _centred(self, levels: list[int]) -> list[int]:
        """Return levels moved so that over all reviews their mean is that of the raw scores."""
        of_reviews = sum(level * len(of) for level, of in zip(levels, self.by_case, strict=True))
        shift = self.mean - half_up(of_reviews, self.number)
        return [level + shift for level in levels]

    def _fit_lines(self) -> None:
        """Fit each reviewer's line to the levels; slopes towards 1, and 1 on the average of all reviews."""
        sums = {}
        for who, own in self.by_reviewer.items():
            n = len(own)
            x = sum(self.levels[i] for i, _ in own)
            y = sum(score for _, score in own)
            # n times the sums of squares and products about the means: whole numbers.
            xx = n * sum(self.levels[i] ** 2 for i, _ in own) - x * x
            xy = n * sum(self.levels[i] * score for i, score in own) - x * y
            sums[who] = (n, x, y, xx, xy)
        spread = half_up(sum(half_up(xx, n) for n, _, _, xx, _ in sums.values()), self.number)
        raw = {}
        for who, (n, _, _, xx, xy) in sums.items():
            doubt = DOUBT * spread * n
            raw[who] = half_up(ONE * (xy + doubt), xx + doubt) if xx + doubt else ONE
            raw[who] = min(max(raw[who], FLATTEST), STEEPEST)
        whole = sum(raw[who] * sums[who][0] for who in raw)
        for who, (n, x, y, _, _) in sums.items():
            self.slopes[who] = half_up(raw[who] * ONE * self.number, whole)
            self.bases[who] = half_up(y * ONE - self.slopes[who] * x, n * ONE)

    def _fit_levels(self) -> list[int]:
        """Return for each case the level that its reviewers' lines fit best."""
        levels = []
        for of in self.by_case:
            over = sum(self.slopes[who] * (score - self.bases[who]) for who, score in of)
            levels.append(half_up(over * ONE, sum(self.slopes[who] ** 2 for who, _ in of)))
        return levels

    def _result(self, turns: int) -> Adjusted:
        scores = {
            name: min(max(half_up(level, UNIT), 0), MOST)
            for name, level in zip(self.names, self.levels, strict=True)
        }
        lines = {
            who: Line(
                self.bases[who],
                self.slopes[who],
                self.mean - self.bases[who] - half_up(self.slopes[who] * self.mean, ONE),
                len(own),
            )
            for who, own in self.by_reviewer.items()
        }
        return Adjusted(scores, lines, turns)


def linked_groups(reviews: Reviews) -> list[tuple[list[str], int]]:
    """Return the groups of reviewers that cases link, each with how many cases: more than one, and they
    cannot be compared. The group with most cases first.

    >>> linked_groups({"A": [("r1", 1), ("r2", 1)], "B": [("r3", 1)], "C": [("r2", 1)]})
    [(['r1', 'r2'], 2), (['r3'], 1)]
    """
    above: dict[str, str] = {}

    def top(one: str) -> str:
        while above.setdefault(one, one) != one:
            above[one] = above[above[one]]
            one = above[one]
        return one

    for of in reviews.values():
        for (one, _), (other, _) in pairwise(of):
            above[top(one)] = top(other)
        for one, _ in of[:1]:
            top(one)
    members: dict[str, list[str]] = {}
    for one in sorted(above):
        members.setdefault(top(one), []).append(one)
    cases = dict.fromkeys(members, 0)
    for of in reviews.values():
        if of:
            cases[top(of[0][0])] += 1
    return sorted(((who, cases[head]) for head, who in members.items()), key=lambda g: (-g[1], g[0]))


def _refuse_unlinked(given: Reviews) -> None:
    groups = linked_groups(given)
    if len(groups) == 1:
        return
    problems = [
        Problem(
            "review.unlinked",
            msg(
                "the scores cannot be adjusted: no case links the reviewers {reviewers} ({cases} cases) to"
                " the others; let somebody score cases of both groups, or announce the mean"
            ),
            {"reviewers": _listed(who), "cases": cases},
        )
        for who, cases in groups
    ]
    raise Refused(problems)


def _listed(who: Sequence[str]) -> str:
    more = f" +{len(who) - _NAMED}" if len(who) > _NAMED else ""
    return ", ".join(who[:_NAMED]) + more
