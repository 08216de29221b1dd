"""Whether groups were selected at different rates: rates with intervals, ratios and differences with tests.

Figures for people who look into a selection; they decide nothing. ``docs/algorithms/fairness.md`` says how to
read them. Sources: Wilson 1927 (interval of a rate), Newcombe 1998, method 10 (interval of a difference),
Fisher 1935 (exact test), Holm 1979 (many tests at once), 29 CFR 1607.4(D) (four fifths).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import erfc, exp, lgamma, sqrt

Z = 1.959963984540054
"""Two-sided 95 % of the normal distribution."""
FOUR_FIFTHS = (4, 5)
SMALL_SHARE = 50
"""A group of less than a fiftieth (2 %) of all is not measured against: its rate is mostly chance."""
EXPECTED = 5
"""Where fewer are expected in any cell, the test is Fisher's exact one."""


@dataclass(frozen=True, slots=True)
class GroupCount:
    """One group: how many took part, and how many of them were selected."""

    group: str
    entered: int
    selected: int


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure with its 95 % interval; shares of one, differences from -1 to 1."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class GroupRate:
    """What is told of one group."""

    group: str
    entered: int
    selected: int
    rate: Interval
    ratio: float | None
    """Its rate over that of the group measured against; None without one, or where that selected nobody."""
    below_four_fifths: bool
    difference: Interval | None
    """Its rate less that of everybody else; None where there is nobody else."""
    p_value: float | None
    """Of that difference being chance, made stricter for the number of groups (Holm) from three on: of two,
    both rows are one test.
    """


@dataclass(frozen=True, slots=True)
class Fairness:
    """One dimension: its groups, and which is measured against: the highest rate of those not small."""

    rows: tuple[GroupRate, ...]
    against: str | None

    @property
    def noticed(self) -> tuple[str, ...]:
        """Return the groups below four fifths whose difference is hardly chance (p below 0.05)."""
        return tuple(
            row.group
            for row in self.rows
            if row.below_four_fifths and row.p_value is not None and row.p_value < 0.05
        )


def fairness(counts: Sequence[GroupCount]) -> Fairness:
    """Return rates, ratios and differences of some groups, in the order given; empty groups are left out.

    >>> found = fairness([GroupCount("a", 200, 100), GroupCount("b", 200, 60)])
    >>> found.against, [round(row.ratio, 2) for row in found.rows], found.noticed
    ('a', [1.0, 0.6], ('b',))
    """
    rows = [one for one in counts if one.entered]
    entered, selected = sum(one.entered for one in rows), sum(one.selected for one in rows)
    against = _against(rows, entered)
    tests = [
        chance(one.selected, one.entered, selected - one.selected, entered - one.entered) for one in rows
    ]
    # Of two groups each is all that the other is not: both rows are one test, and one is not made stricter.
    strict = tests if len(rows) == 2 else holm(tests)
    return Fairness(
        tuple(
            _row(one, against, selected, entered, p_value) for one, p_value in zip(rows, strict, strict=True)
        ),
        against.group if against else None,
    )


def _row(
    one: GroupCount, against: GroupCount | None, selected: int, entered: int, p_value: float | None
) -> GroupRate:
    others = entered - one.entered
    difference = newcombe(one.selected, one.entered, selected - one.selected, others) if others else None
    ratio, below = None, False
    if against is not None and against.selected:
        # Whole numbers decide: a rate of exactly four fifths is not below it.
        ratio = (one.selected * against.entered) / (one.entered * against.selected)
        part, whole = FOUR_FIFTHS
        below = one.selected * against.entered * whole < one.entered * against.selected * part
    return GroupRate(
        one.group,
        one.entered,
        one.selected,
        wilson(one.selected, one.entered),
        ratio,
        below,
        difference,
        p_value,
    )


def _against(rows: Sequence[GroupCount], entered: int) -> GroupCount | None:
    """Return the group of the highest rate that is not small; the larger of equal ones, then the first."""
    best: GroupCount | None = None
    for one in rows:
        if one.entered * SMALL_SHARE < entered:
            continue
        if best is None:
            best = one
            continue
        mine, its = one.selected * best.entered, best.selected * one.entered
        if mine > its or (mine == its and one.entered > best.entered):
            best = one
    return best


def wilson(selected: int, entered: int) -> Interval:
    """Return a rate with Wilson's score interval, which stays within 0 and 1 and is never empty.

    >>> [round(part, 3) for part in (wilson(0, 10).low, wilson(0, 10).high)]
    [0.0, 0.278]
    """
    rate, square = selected / entered, Z * Z
    middle = (rate + square / (2 * entered)) / (1 + square / entered)
    half = Z * sqrt(rate * (1 - rate) / entered + square / (4 * entered * entered)) / (1 + square / entered)
    low = 0.0 if selected == 0 else max(0.0, middle - half)
    high = 1.0 if selected == entered else min(1.0, middle + half)
    return Interval(rate, low, high)


def newcombe(selected: int, entered: int, other_selected: int, others: int) -> Interval:
    """Return the difference of two rates with Newcombe's hybrid score interval.

    >>> found = newcombe(56, 70, 48, 80)  # table II of the article, example (a)
    >>> [round(part, 4) for part in (found.value, found.low, found.high)]
    [0.2, 0.0524, 0.3339]
    """
    one, other = wilson(selected, entered), wilson(other_selected, others)
    value = one.value - other.value
    low = value - sqrt((one.value - one.low) ** 2 + (other.high - other.value) ** 2)
    high = value + sqrt((one.high - one.value) ** 2 + (other.value - other.low) ** 2)
    return Interval(value, low, high)


def chance(selected: int, entered: int, other_selected: int, others: int) -> float | None:
    """Return how probable a difference as large would be if both had one rate; None where nobody is beside.

    Pearson's test of two rates; Fisher's exact one where fewer than five are expected in a cell.
    """
    everybody, taken = entered + others, selected + other_selected
    if not entered or not others:
        return None
    if taken in (0, everybody):
        return 1.0
    expected = min(entered, others) * min(taken, everybody - taken) / everybody
    if expected < EXPECTED:
        return fisher(selected, entered, other_selected, others)
    rate = taken / everybody
    error = sqrt(rate * (1 - rate) * (1 / entered + 1 / others))
    return erfc(abs(selected / entered - other_selected / others) / error / sqrt(2))


def fisher(selected: int, entered: int, other_selected: int, others: int) -> float:
    """Return the two-sided p-value of Fisher's exact test: of all tables no more probable than this one.

    >>> round(fisher(3, 4, 1, 4), 4)  # the lady who tastes tea
    0.4857
    """
    taken, everybody = selected + other_selected, entered + others

    def weight(k: int) -> float:
        return _log_choose(entered, k) + _log_choose(others, taken - k)

    whole = _log_choose(everybody, taken)
    own = weight(selected) - whole
    # Tables as probable as this one count too, also where rounding parts them.
    likely = (
        exp(w)
        for k in range(max(0, taken - others), min(taken, entered) + 1)
        if (w := weight(k) - whole) <= own + 1e-7
    )
    return min(1.0, sum(likely))


def _log_choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


def holm(p_values: Sequence[float | None]) -> list[float | None]:
    """Return p-values made stricter for their number (Holm's step-down), in the same order.

    >>> holm([0.01, 0.04, None, 0.03])
    [0.03, 0.06, None, 0.06]
    """
    order = sorted((p, place) for place, p in enumerate(p_values) if p is not None)
    found: list[float | None] = [None] * len(p_values)
    highest = 0.0
    for step, (p, place) in enumerate(order):
        highest = max(highest, min(1.0, p * (len(order) - step)))
        found[place] = highest
    return found
