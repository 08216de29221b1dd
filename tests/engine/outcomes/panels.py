"""Small panels for the tests: arrays of units and periods, and their moments, without any file."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from dure.engine.outcomes.moments import Array, Moments, cells_of, gathered
from dure.engine.outcomes.periods import Periods

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """Values (units × periods), each unit's first treated period (0: never), and the periods."""

    values: Array
    firsts: Sequence[int]
    times: tuple[int, ...]
    strata: Sequence[str] = ()

    def moments(self) -> Moments:
        strata = self.strata or [""] * len(self.firsts)
        names = sorted(set(zip(strata, self.firsts, strict=True)))
        groups = np.array([names.index(pair) for pair in zip(strata, self.firsts, strict=True)])
        called = [((stratum,) if self.strata else (), first or None) for stratum, first in names]
        cells = gathered(cells_of(self.values.copy(), groups, called))
        return Moments("y", False, Periods("number", self.times), ("s",) if self.strata else (), cells)


def mpdta() -> Panel:
    """The panel of Callaway and Sant'Anna's example."""
    with (DATA / "mpdta.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    units = sorted({row["countyreal"] for row in rows})
    times = tuple(sorted({int(row["year"]) for row in rows}))
    values = np.zeros((len(units), len(times)))
    firsts = [0] * len(units)
    place = {unit: i for i, unit in enumerate(units)}
    for row in rows:
        values[place[row["countyreal"]], times.index(int(row["year"]))] = float(row["lemp"])
        firsts[place[row["countyreal"]]] = int(row["first.treat"])
    return Panel(values, firsts, times)


def rows_of(name: str) -> list[dict[str, str]]:
    """The rows of a file of reference figures."""
    with (DATA / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))
