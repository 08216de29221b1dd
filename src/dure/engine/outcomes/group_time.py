"""Group-time effects: the change of a cohort since before its treatment, less that of the comparison.

Callaway and Sant'Anna (2021), Difference-in-Differences with multiple time periods, Journal of Econometrics
225; without covariates, as the R package ``did`` calculates them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dure.engine.outcomes.keys import Base, Control, Key, Stratum, stacked
from dure.engine.outcomes.moments import Array, Cell


def group_time(
    cells: Sequence[Cell], times: Sequence[int], *, control: Control, base: Base, anticipation: int
) -> Stratum:
    """Return ATT(g, t) of one stratum for every cohort and period that has a comparison.

    From ``anticipation`` periods before treatment on, the change is since the last period before that.
    Earlier periods are compared with the one before them (``varying``) or with that same base
    (``universal``).
    """
    rows: list[tuple[Key, Array, Array, Array]] = []
    for place, cell in enumerate(cells):
        first = cell.first
        if first is None or _is_last_without_comparison(cells, first):
            continue
        before = max(i for i, time in enumerate(times) if time + anticipation < first)
        for now, time in enumerate(times):
            since = before
            if time < first - anticipation and base == "varying":
                since = now - 1
            if since < 0 or since == now:
                continue
            until = times[max(now, since)] + anticipation
            against = [i for i, other in enumerate(cells) if _compares(other, first, until, control)]
            if against:
                key = Key((place,), first, time, time - first)
                rows.append((key, *_difference(cells, place, against, now, since)))
    return stacked(cells, len(times), rows)


def _is_last_without_comparison(cells: Sequence[Cell], first: int) -> bool:
    """Without anybody never treated the last cohort is compared with, and has no effect of its own."""
    return all(cell.first is not None for cell in cells) and first == max(
        cell.first for cell in cells if cell.first is not None
    )


def _compares(other: Cell, first: int, until: int, control: Control) -> bool:
    if other.first is None:
        return True
    return control == "notyet" and other.first > until and other.first != first


def _difference(
    cells: Sequence[Cell], place: int, against: Sequence[int], now: int, since: int
) -> tuple[Array, Array, Array]:
    """Return maps, offsets and who is compared with, of the change of one cell less that of the others.

    The others are one group: a unit's influence is its deviation from the mean of all of them, not of its
    cell.
    """
    maps = np.zeros((len(cells), len(cells[place].mean)))
    offsets, compared = np.zeros(len(cells)), np.zeros(len(cells), dtype=bool)
    maps[place, now], maps[place, since] = 1.0, -1.0
    total = sum(cells[i].n for i in against)
    change = sum(cells[i].n / total * (cells[i].mean[now] - cells[i].mean[since]) for i in against)
    for i in against:
        share = cells[i].n / total
        maps[i, now], maps[i, since] = -share, share
        offsets[i] = -share * (cells[i].mean[now] - cells[i].mean[since] - change)
        compared[i] = True
    return maps, offsets, compared
