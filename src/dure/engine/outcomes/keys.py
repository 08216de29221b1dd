"""What estimators have in common: an effect as a combination of the means of cells, one row for each
effect."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from dure.engine.outcomes.moments import Array, Cell, Moments, gathered

Control: TypeAlias = Literal["never", "notyet"]
Base: TypeAlias = Literal["varying", "universal"]


@dataclass(frozen=True, slots=True)
class Key:
    """One effect: of which cells of its stratum (places), of which cohort, in which period, how far from it.

    ``first`` and ``time`` are ordinals; both are None for a lead of several cohorts.
    """

    members: tuple[int, ...]
    first: int | None
    time: int | None
    event: int

    @property
    def after(self) -> bool:
        return self.event >= 0


@dataclass(frozen=True, slots=True, eq=False)
class Stratum:
    """The cells of one stratum and the effects found in it, K of them over C cells and T periods.

    ``maps`` (K × C × T): an effect is the sum of ``maps`` times the means of the cells. ``offsets`` (K × C):
    what the influence of a unit has beside its own deviation from its cell's mean. ``compared`` (K × C):
    which cells are compared with.
    """

    cells: tuple[Cell, ...]
    keys: tuple[Key, ...]
    maps: Array
    offsets: Array
    compared: NDArray[np.bool_]

    @property
    def values(self) -> Array:
        means = np.array([cell.mean for cell in self.cells])
        values: Array = np.einsum("kct,ct->k", self.maps, means)
        return values


def by_stratum(moments: Moments, anticipation: int) -> list[tuple[Cell, ...]]:
    """Return the cells of each stratum that can be used, in order.

    A cohort that is first treated after the last period is as good as never treated, unless it may
    anticipate. One without a period before its treatment (less the anticipation) says nothing and is left
    out; so is a cell without units.
    """
    start, end = moments.periods.times[0], moments.periods.times[-1]
    kept = [
        replace(cell, first=None) if cell.first is not None and cell.first - anticipation > end else cell
        for cell in moments.cells
        if cell.n and (cell.first is None or cell.first - anticipation > start)
    ]
    whole = gathered(kept)
    return [tuple(cells) for _, cells in groupby(whole, key=lambda cell: cell.stratum)]


def stacked(cells: Sequence[Cell], periods: int, rows: Sequence[tuple[Key, Array, Array, Array]]) -> Stratum:
    """Return the stratum of effects told one by one: key, maps (C × T), offsets (C), compared (C)."""
    count = len(cells)
    maps = np.array([row[1] for row in rows]).reshape(len(rows), count, periods)
    offsets = np.array([row[2] for row in rows]).reshape(len(rows), count)
    compared = np.array([row[3] for row in rows], dtype=bool).reshape(len(rows), count)
    return Stratum(tuple(cells), tuple(row[0] for row in rows), maps, offsets, compared)
