"""Largest remainder (최대잉여법): whole won in proportion to weights, so that the parts make the whole."""

from __future__ import annotations

from collections.abc import Sequence


def apportion(amount_won: int, weights: Sequence[int]) -> tuple[int, ...]:
    """Return an amount in parts that are in proportion to weights and make exactly the amount.

    Each part is rounded down; what is left goes, one won each, to the largest remainders, of equal ones to
    the first. Where all weights are 0 they count as equal. The method of Hamilton, in whole numbers.

    >>> apportion(1_000_001, (10_000, 4_286))
    (699987, 300014)
    >>> apportion(2, (1, 1, 1))
    (1, 1, 0)
    """
    if amount_won < 0 or not weights or any(weight < 0 for weight in weights):
        raise ValueError("an amount and weights from 0, one weight at least")
    counted = list(weights) if any(weights) else [1] * len(weights)
    whole = sum(counted)
    parts = [amount_won * weight // whole for weight in counted]
    by_remainder = sorted(range(len(counted)), key=lambda n: -(amount_won * counted[n] % whole))
    for n in by_remainder[: amount_won - sum(parts)]:
        parts[n] += 1
    return tuple(parts)
