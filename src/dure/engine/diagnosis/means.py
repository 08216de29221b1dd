"""Weighted means of what may not be known yet: the lowest and the highest that are still possible."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dure.engine.review.combining import half_up


@dataclass(frozen=True, slots=True)
class Weighed:
    """One part of a mean: its weight, the least and the most that it can be, and whether it counts.

    ``counts`` is None where it is not known yet whether it does; what does not count is no part.
    """

    weight_bp: int
    low: int
    high: int
    counts: bool | None = True


def bounds(parts: Iterable[Weighed]) -> tuple[int, int, bool | None]:
    """Return the lowest and the highest mean that is possible, and whether there is a mean at all.

    Rounded half up. The weight of what does not count is shared out over the rest in proportion, for the mean
    is over the weights of what counts. Where nothing can count the mean is (0, 0) and False.

    >>> bounds([Weighed(3000, 80_000, 80_000), Weighed(7000, 0, 100_000)])
    (24000, 94000, True)
    >>> bounds([Weighed(3000, 80_000, 80_000), Weighed(7000, 50_000, 50_000, None)])
    (59000, 80000, True)
    """
    listed = [part for part in parts if part.counts is not False]
    if not listed:
        return 0, 0, False
    lowest = _least([(part.weight_bp, part.low, part.counts is True) for part in listed])
    # The most is the least of what is lacking, turned round.
    top = max(part.high for part in listed)
    sums = _least_sums([(part.weight_bp, top - part.high, part.counts is True) for part in listed])
    highest = half_up(top * sums[1] - sums[0], sums[1])
    return lowest, highest, True if any(part.counts is True for part in listed) else None


def _least(parts: Sequence[tuple[int, int, bool]]) -> int:
    return half_up(*_least_sums(parts))


def _least_sums(parts: Sequence[tuple[int, int, bool]]) -> tuple[int, int]:
    """Return the weighted sum and the weights of the lowest mean; what may count does where it lowers it."""
    total = sum(weight * value for weight, value, counts in parts if counts)
    weights = sum(weight for weight, _, counts in parts if counts)
    for value, weight in sorted((value, weight) for weight, value, counts in parts if not counts):
        if weights and value * weights >= total:
            break
        total, weights = total + weight * value, weights + weight
    return total, weights
