"""Moments of a panel: for each stratum and cohort how many units, their means, and how periods vary together.

They are all that the estimators need, and they add: moments of several files are those of one file that has
all units. A cell keeps deviations from its own mean, so that amounts of any size lose no digits.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from dure.engine.outcomes.periods import Periods
from dure.engine.problems import msg, refuse

Array: TypeAlias = NDArray[np.float64]

LEAST_IN_CELL = 30
"""Units below which a cell is not handed out, and an effect is not published."""


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """The units of one stratum whose support began in the same period.

    ``first`` is the ordinal of that period, None for those never supported. ``n`` units with a value in
    every period are counted in ``mean`` (T) and ``cross`` (T × T, sums of products of deviations from the
    mean). ``units`` are all there are, ``reported`` those that reported every period.
    """

    stratum: tuple[str, ...]
    first: int | None
    n: int
    units: int
    reported: int
    mean: Array
    cross: Array

    @property
    def covariance(self) -> Array:
        """The covariance of the periods, divided by n as influence functions have it."""
        return self.cross / max(self.n, 1)

    @property
    def key(self) -> tuple[tuple[str, ...], int]:
        """The order of cells: by stratum, those never supported first."""
        return self.stratum, -1 if self.first is None else self.first


@dataclass(frozen=True, slots=True)
class Moments:
    """All cells of a panel, in order, with what they are moments of."""

    outcome: str
    log: bool
    periods: Periods
    strata: tuple[str, ...]
    cells: tuple[Cell, ...]


def cells_of(
    values: Array, groups: NDArray[np.int64], names: Sequence[tuple[tuple[str, ...], int | None]]
) -> list[Cell]:
    """Return the cells of complete units: ``values`` (units × T), the place of each unit's name in ``names``.

    ``units`` and ``reported`` are as many as ``n``: whoever counts those left out puts them right.
    """
    order = np.argsort(groups, kind="stable")
    ends = np.flatnonzero(np.diff(groups[order])) + 1
    cells = []
    for rows in np.split(order, ends):
        if not len(rows):
            continue
        part = values[rows]
        mean = part.mean(axis=0)
        part -= mean
        stratum, first = names[int(groups[rows[0]])]
        cells.append(Cell(stratum, first, len(rows), len(rows), len(rows), mean, part.T @ part))
    return cells


def together(one: Cell, other: Cell) -> Cell:
    """Return the cell of the units of both (Chan, Golub and LeVeque 1983)."""
    n = one.n + other.n
    units, reported = one.units + other.units, one.reported + other.reported
    if not one.n or not other.n:
        kept = one if one.n else other
        return replace(one, n=n, units=units, reported=reported, mean=kept.mean, cross=kept.cross)
    apart = other.mean - one.mean
    mean = one.mean + apart * (other.n / n)
    cross = one.cross + other.cross + np.outer(apart, apart) * (one.n * other.n / n)
    return replace(one, n=n, units=units, reported=reported, mean=mean, cross=cross)


def gathered(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    """Return one cell for each stratum and cohort, in order."""
    found: dict[tuple[tuple[str, ...], int], list[Cell]] = {}
    for cell in cells:
        found.setdefault(cell.key, []).append(cell)
    return tuple(reduce(together, found[key]) for key in sorted(found))


def added(parts: Sequence[Moments]) -> Moments:
    """Return the moments of all parts as if their units stood in one file.

    Raises Refused where they are not moments of the same: outcome, logarithm, periods or strata differ.
    """
    first = parts[0]
    for other in parts[1:]:
        for what, here, there in (
            ("outcome", first.outcome, other.outcome),
            ("log", first.log, other.log),
            ("strata", ", ".join(first.strata), ", ".join(other.strata)),
            ("periods", ", ".join(first.periods.labels), ", ".join(other.periods.labels)),
        ):
            if here != there:
                raise refuse(
                    "moments.differ",
                    msg(
                        "the files are not moments of the same: {what} is {here} in one and {there} in"
                        " another"
                    ),
                    what=what,
                    here=here,
                    there=there,
                )
    return replace(first, cells=gathered(cell for part in parts for cell in part.cells))


def pooled(moments: Moments, strata: Sequence[str]) -> Moments:
    """Return the moments by some of the strata only; raises Refused for one that they were not made by."""
    for name in strata:
        if name not in moments.strata:
            raise refuse(
                "moments.stratum",
                msg("the moments are not by {name}: make them with --strata {name}"),
                name=name,
            )
    places = [moments.strata.index(name) for name in strata]
    cells = (replace(cell, stratum=tuple(cell.stratum[i] for i in places)) for cell in moments.cells)
    return replace(moments, strata=tuple(strata), cells=gathered(cells))


@dataclass(frozen=True, slots=True)
class HandedOut:
    """Moments that may leave the house, and what was held back: cells and the units in them."""

    moments: Moments
    cells: int
    units: int


def handed_out(moments: Moments, least: int = LEAST_IN_CELL) -> HandedOut:
    """Return the moments without the cells of fewer than ``least`` units: these are held back, not merged.

    Merged into another cohort or stratum they would be compared with those who are not like them.
    """
    kept = tuple(cell for cell in moments.cells if cell.n >= least)
    back = [cell for cell in moments.cells if cell.n < least]
    return HandedOut(replace(moments, cells=kept), len(back), sum(cell.units for cell in back))
