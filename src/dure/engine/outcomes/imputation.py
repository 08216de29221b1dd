"""Imputation: what the treated would have had, from unit and period effects of the untreated observations.

Borusyak, Jaravel and Spiess (2024), Revisiting Event-Study Designs, Review of Economic Studies 91. In a
balanced panel the period effects depend on the means of cohorts only, and so do the effects; the standard
errors are clustered by unit, with treated observations measured from the mean effect of their cohort and
period.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dure.engine.outcomes.keys import Key, Stratum, stacked
from dure.engine.outcomes.moments import Array, Cell

_NEAR = 1e-8


def imputed(cells: Sequence[Cell], times: Sequence[int], *, anticipation: int) -> Stratum:
    """Return the effect of every cohort and period from its treatment on that can be imputed."""
    untreated = _untreated(cells, times, anticipation)
    fit = _Fit(cells, len(times), untreated, [])
    rows: list[tuple[Key, Array, Array, Array]] = []
    for place, cell in enumerate(cells):
        if cell.first is None:
            continue
        for now, time in enumerate(times):
            if time < cell.first - anticipation:
                continue
            maps = fit.expected(place, now)
            if maps is None:
                continue
            maps = -maps
            maps[place, now] += 1.0
            compared = np.arange(len(cells)) != place
            key = Key((place,), cell.first, time, time - cell.first)
            rows.append((key, maps, (maps * fit.rest).sum(axis=1), compared))
    return stacked(cells, len(times), rows)


def leads(cells: Sequence[Cell], times: Sequence[int], *, anticipation: int) -> Stratum:
    """Return how far untreated observations lie off their course in the periods before treatment.

    A regression of the untreated observations on unit and period effects and one mark for each number of
    periods before treatment; of the cohort that is seen longest before, the first period has none. This is
    the test that the authors propose: it uses no treated observation.
    """
    untreated = _untreated(cells, times, anticipation)
    before = {-_before(cells[c], times[t]) for c, t in untreated if cells[c].first is not None}
    marks = sorted(before)[1:]
    treated = [(c, t) for c, t in untreated if cells[c].first is not None]
    marked = [[(c, t) for c, t in treated if -_before(cells[c], times[t]) == mark] for mark in marks]
    fit = _Fit(cells, len(times), untreated, marked)
    rows: list[tuple[Key, Array, Array, Array]] = []
    for number, mark in enumerate(marks):
        maps = fit.mark(number)
        if maps is None:
            continue
        members = tuple(sorted({c for c, _ in fit.marked[number]}))
        compared = np.array([cell.first is None or i not in members for i, cell in enumerate(cells)])
        rows.append((Key(members, None, None, mark), maps, (maps * fit.rest).sum(axis=1), compared))
    return stacked(cells, len(times), rows)


def _before(cell: Cell, time: int) -> int:
    assert cell.first is not None
    return cell.first - time


def _untreated(cells: Sequence[Cell], times: Sequence[int], anticipation: int) -> list[tuple[int, int]]:
    return [
        (c, t)
        for c, cell in enumerate(cells)
        for t, time in enumerate(times)
        if cell.first is None or time < cell.first - anticipation
    ]


class _Fit:
    """Least squares of cell means on cell effects, period effects and marks, weighted by units."""

    def __init__(
        self,
        cells: Sequence[Cell],
        periods: int,
        seen: Sequence[tuple[int, int]],
        marked: Sequence[Sequence[tuple[int, int]]],
    ) -> None:
        self.marked = marked
        self._seen, self._cells, self._periods = seen, len(cells), periods
        design = np.zeros((len(seen), len(cells) + periods + len(marked)))
        for row, (c, t) in enumerate(seen):
            design[row, c] = design[row, len(cells) + t] = 1.0
            for number, pairs in enumerate(marked):
                design[row, len(cells) + periods + number] = float((c, t) in pairs)
        root = np.sqrt(np.array([cells[c].n for c, _ in seen], dtype=float))
        root /= root.max() if len(root) else 1.0
        inverse = np.linalg.pinv(design * root[:, None], rcond=1e-11)
        self._solution = inverse * root
        self._known = inverse @ (design * root[:, None])
        means = np.array([cells[c].mean[t] for c, t in seen])
        left = means - design @ (self._solution @ means) if len(seen) else means
        self.rest = np.zeros((len(cells), periods))
        for (c, t), value in zip(seen, left, strict=True):
            self.rest[c, t] = value

    def expected(self, cell: int, time: int) -> Array | None:
        """Return the untreated mean of a cell in a period as weights of all means; None where it is not
        known."""
        asked = np.zeros(self._known.shape[0])
        asked[cell] = asked[self._cells + time] = 1.0
        return self._weights(asked)

    def mark(self, number: int) -> Array | None:
        """Return the coefficient of a mark as weights of all means; None where it is not known."""
        asked = np.zeros(self._known.shape[0])
        asked[self._cells + self._periods + number] = 1.0
        return self._weights(asked)

    def _weights(self, asked: Array) -> Array | None:
        if not np.allclose(asked @ self._known, asked, atol=_NEAR):
            return None
        weights = asked @ self._solution
        maps = np.zeros((self._cells, self._periods))
        for (c, t), weight in zip(self._seen, weights, strict=True):
            maps[c, t] = weight
        return maps
