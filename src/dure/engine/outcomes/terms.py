"""Effects put together: the terms that are reported, with their covariance.

``simple``, ``att:G:T``, ``group:G``, ``group:overall``, ``calendar:T``, ``calendar:overall``, ``dynamic:E``
and ``dynamic:overall``. Where weights are shares of cohorts that the data tell, their own uncertainty counts
too, as in Callaway and Sant'Anna; in imputation the weights are those of the treated observations, given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from dure.engine.outcomes.keys import Key, Stratum
from dure.engine.outcomes.moments import Array
from dure.engine.outcomes.periods import Periods

Place = TypeVar("Place", int, tuple[int, int])


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """A term as weights of all effects (K), what its weights add to a unit's influence by cell (H), its
    cells."""

    term: str
    weights: Array
    shifts: Array
    members: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Term:
    """One term: its estimate, standard error, and how many units it is of and compared with."""

    name: str
    estimate: float
    error: float
    treated: int
    compared: int


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """All terms of one estimator, in order, and their covariance."""

    terms: tuple[Term, ...]
    covariance: Array

    def places(self, wanted: Callable[[str], bool]) -> list[int]:
        return [i for i, term in enumerate(self.terms) if wanted(term.name)]


class Aggregation:
    """The effects of all strata in one row each, and how they are mixed."""

    def __init__(self, strata: Sequence[Stratum], *, weights_are_drawn: bool) -> None:
        self._strata, self._drawn = strata, weights_are_drawn
        self.keys: list[Key] = [key for one in strata for key in one.keys]
        counts = np.array([cell.n for one in strata for cell in one.cells], dtype=float)
        self._counts, self._all = counts, counts.sum()
        self._values = np.concatenate([one.values for one in strata]) if strata else np.zeros(0)
        starts = np.cumsum([0, *(len(one.cells) for one in strata)])
        self._single: list[Row] = []
        for one, start in zip(strata, starts, strict=False):
            for key in one.keys:
                members = np.zeros(len(counts), dtype=bool)
                members[[start + place for place in key.members]] = True
                weights = np.zeros(len(self.keys))
                weights[len(self._single)] = 1.0
                self._single.append(Row("", weights, np.zeros(len(counts)), members))

    def by(self, what: Callable[[Key], Place | None]) -> list[tuple[Place, list[Row]]]:
        """Return the effects that have something, put together by what it is, in its order."""
        found: dict[Place, list[Row]] = {}
        for key, row in zip(self.keys, self._single, strict=True):
            place = what(key)
            if place is not None:
                found.setdefault(place, []).append(row)
        return sorted(found.items(), key=lambda item: item[0])

    def mixed(self, name: str, rows: Sequence[Row]) -> Row:
        """Return the mean of rows weighted by the units they are of."""
        shares = np.array([self._counts[row.members].sum() for row in rows]) / self._all
        total = shares.sum()
        shifts = sum(
            (s / total * row.shifts for s, row in zip(shares, rows, strict=True)), np.zeros(len(self._counts))
        )
        if self._drawn:
            values = np.array([row.weights @ self._values for row in rows])
            apart = np.array([row.members for row in rows], dtype=float) - shares[:, None]
            shifts = shifts + values @ apart / total - (values @ shares) * apart.sum(axis=0) / total**2
        return self._row(name, rows, shares / total, shifts)

    def averaged(self, name: str, rows: Sequence[Row]) -> Row:
        """Return the plain mean of rows."""
        weights = np.full(len(rows), 1 / len(rows))
        shifts = sum((row.shifts / len(rows) for row in rows), np.zeros(len(self._counts)))
        return self._row(name, rows, weights, shifts)

    def _row(self, name: str, rows: Sequence[Row], weights: Array, shifts: Array) -> Row:
        mixed = sum((w * row.weights for w, row in zip(weights, rows, strict=True)), np.zeros(len(self.keys)))
        return Row(name, mixed, shifts, np.any([row.members for row in rows], axis=0))

    def told(self, rows: Sequence[Row]) -> Terms:
        """Return the terms of rows with their covariance, clustered by unit.

        A unit of cell h moves a term by n/n_h (its deviation from the cell's mean times the map, and the
        offset) plus the row's shift; the covariance is the mean product of that, divided by n.
        """
        if not rows:
            return Terms((), np.zeros((0, 0)))
        weights = np.array([row.weights for row in rows])
        covariance = np.zeros((len(rows), len(rows)))
        compared = np.zeros((len(rows), len(self._counts)), dtype=bool)
        begin, cell_begin = 0, 0
        for one in self._strata:
            mine = weights[:, begin : begin + len(one.keys)]
            maps, offsets = np.tensordot(mine, one.maps, axes=1), mine @ one.offsets
            for place, cell in enumerate(one.cells):
                where = cell_begin + place
                here = maps[:, place]
                shifts = offsets[:, place] * (self._all / cell.n) + [row.shifts[where] for row in rows]
                covariance += here @ cell.covariance @ here.T / cell.n
                covariance += np.outer(shifts, shifts) * (cell.n / self._all**2)
                compared[:, where] = (mine != 0) @ one.compared[:, place]
            begin, cell_begin = begin + len(one.keys), cell_begin + len(one.cells)
        values = weights @ self._values
        errors = np.sqrt(np.clip(np.diag(covariance), 0, None))
        terms = (
            Term(
                row.term,
                float(values[i]),
                float(errors[i]),
                int(self._counts[row.members].sum()),
                int(self._counts[compared[i] & ~row.members].sum()),
            )
            for i, row in enumerate(rows)
        )
        return Terms(tuple(terms), covariance)


def rows_of(aggregation: Aggregation, periods: Periods) -> Iterator[Row]:
    """Yield the rows of all terms, in the order in which they are reported."""
    for _, rows in aggregation.by(lambda key: 0 if key.after else None):
        yield aggregation.mixed("simple", rows)
    for (first, time), rows in aggregation.by(_cohort_and_time):
        yield aggregation.mixed(f"att:{periods.label(first)}:{periods.label(time)}", rows)
    groups = [
        aggregation.mixed(f"group:{periods.label(first)}", rows)
        for first, rows in aggregation.by(lambda key: key.first if key.after else None)
    ]
    calendar = [
        aggregation.mixed(f"calendar:{periods.label(time)}", rows)
        for time, rows in aggregation.by(lambda key: key.time if key.after else None)
    ]
    yield from _and_overall("group:overall", groups, aggregation.mixed)
    yield from _and_overall("calendar:overall", calendar, aggregation.averaged)
    yield from dynamic_rows(aggregation)
    later = [
        aggregation.mixed(f"dynamic:{event}", rows)
        for event, rows in aggregation.by(lambda key: key.event if key.after else None)
    ]
    if later:
        yield aggregation.averaged("dynamic:overall", later)


def dynamic_rows(aggregation: Aggregation) -> Iterator[Row]:
    """Yield the rows by time since treatment, before it too."""
    for event, rows in aggregation.by(lambda key: key.event):
        yield aggregation.mixed(f"dynamic:{event}", rows)


def _cohort_and_time(key: Key) -> tuple[int, int] | None:
    return None if key.first is None or key.time is None else (key.first, key.time)


def _and_overall(
    name: str, rows: Sequence[Row], overall: Callable[[str, Sequence[Row]], Row]
) -> Iterator[Row]:
    yield from rows
    if rows:
        yield overall(name, rows)
