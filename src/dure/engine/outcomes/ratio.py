"""The ratio of totals: how much the total of a cohort grew, against how much that of the comparison grew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt

import numpy as np

from dure.engine.outcomes.inference import Z, p_of
from dure.engine.outcomes.moments import Array, Cell, Moments, gathered


@dataclass(frozen=True, slots=True)
class Ratio:
    """The ratio of two growths of totals, with its interval; 1.05 says 5 percent more than the comparison.

    ``growth`` is of the supported, ``growth_compared`` of the comparison. ``log_error`` is the standard error
    of the ratio's logarithm (delta method). Below 300 supported units it covers less than it says where
    amounts are very unequal.
    """

    ratio: float
    low: float
    high: float
    log_error: float
    p_value: float | None
    growth: float
    growth_compared: float
    supported: int
    compared: int


def ratio_of_totals(moments: Moments, first: int | None = None, *, window: int | None = None) -> Ratio | None:
    """Return the ratio of totals for one cohort (``first``), or None where it cannot be said.

    Means of the periods from treatment on, over means of those before; at most ``window`` periods on each
    side. Without ``first`` the cohorts are put together: each against the never treated in its own periods,
    the logarithms weighted by units. All strata together; None too where a total is not positive.
    """
    whole = gathered(_without_stratum(moments))
    never = next((cell for cell in whole if cell.first is None and cell.n), None)
    mine = [c for c in whole if c.first is not None and c.n and first in (None, c.first)]
    found = []
    for cell in mine:
        later, before = _sides(cell, moments.periods.times, window)
        if never is None or not later.any() or not before.any():
            continue
        if all(side @ one.mean > 0 for side in (later, before) for one in (cell, never)):
            found.append((cell, later, before))
    if never is None or not found:
        return None
    total = sum(cell.n for cell, _, _ in found)
    logs = against = variance = 0.0
    slope = np.zeros(len(moments.periods.times))
    for cell, later, before in found:
        share = cell.n / total
        logs += share * _growth(cell, later, before)
        against += share * _growth(never, later, before)
        own = _slope(cell, later, before)
        variance += share**2 * float(own @ cell.covariance @ own) / cell.n
        slope += share * _slope(never, later, before)
    variance += float(slope @ never.covariance @ slope) / never.n
    value, error = logs - against, sqrt(variance)
    return Ratio(
        exp(value),
        exp(value - Z * error),
        exp(value + Z * error),
        error,
        p_of(value, error),
        exp(logs),
        exp(against),
        total,
        never.n,
    )


def _without_stratum(moments: Moments) -> list[Cell]:
    return [Cell((), c.first, c.n, c.units, c.reported, c.mean, c.cross) for c in moments.cells]


def _sides(cell: Cell, times: Sequence[int], window: int | None) -> tuple[Array, Array]:
    assert cell.first is not None
    later = [i for i, time in enumerate(times) if time >= cell.first][:window]
    before = [i for i, time in enumerate(times) if time < cell.first]
    before = before[-window:] if window else before
    sides = np.zeros((2, len(times)))
    for row, places in zip(sides, (later, before), strict=True):
        row[places] = 1 / len(places) if places else 0.0
    return sides[0], sides[1]


def _growth(cell: Cell, later: Array, before: Array) -> float:
    return log(float(later @ cell.mean) / float(before @ cell.mean))


def _slope(cell: Cell, later: Array, before: Array) -> Array:
    return later / float(later @ cell.mean) - before / float(before @ cell.mean)
