"""What a report is made of: tables, and the words that a simulation is told with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from dure.engine.charts import Chart, IntervalChart
from dure.language import Language, translate

Plain: TypeAlias = Mapping[str, Any]
Cell: TypeAlias = str | int | None
"""A text, a count or an amount, or nothing."""


@dataclass(frozen=True, slots=True)
class ReportTable:
    """One table: its first column heads the rows; ``chart`` shows the same numbers, where a picture helps."""

    id: str
    title: str
    note: str
    headers: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    texts: frozenset[int] = frozenset({0})
    """Places of the columns that hold texts; all others hold numbers."""
    chart: Chart | None = None
    intervals: IntervalChart | None = None


class Words:
    """What a simulation is told with: sentences, groups, and the texts of its programme."""

    def __init__(self, language: Language, *judged: Plain | None) -> None:
        self.language = language
        self._texts = [one["texts"] for one in judged if one is not None]

    def __call__(self, message: str, /, **params: object) -> str:
        return translate(message, self.language, params or None)

    def called(self, kind: str, name: str) -> str:
        for texts in self._texts:
            if f"{kind}.{name}" in texts:
                return f"{texts[f'{kind}.{name}'][self.language]} ({name})"
        return name


def cells_of(one: Plain | None, keys: Iterable[str]) -> tuple[Cell, ...]:
    """Return some values of a stage, fund or rule; nothing in each cell where a version does not have it."""
    return tuple(None if one is None else one[key] for key in keys)
