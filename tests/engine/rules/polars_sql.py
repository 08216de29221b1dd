"""Polars as one more judge of tables, to compare with: its own SQL, and its own arithmetic in columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars
from tests.engine.rules.rows import COLUMNS, COMPANIONS

from dure.engine.rules.dialects import Dialect

_BETWEEN = "\x1f"
_TYPES: dict[str, Any] = {
    "VARCHAR": polars.String,
    "DATE": polars.Date,
    "DOUBLE": polars.Float64,
    "BOOLEAN": polars.Boolean,
    "VARCHAR[]": polars.List(polars.String),
}


class PolarsSql(Dialect):
    """What Polars spells or calculates otherwise than DuckDB."""

    name = "polars"

    def is_(self, sql: str, truth: str) -> str:
        # Here IS NOT FALSE of what is not known is not known itself.
        negated, _, wanted = truth.rpartition(" ")
        return f"({negated} COALESCE({sql}, {'FALSE' if wanted == 'TRUE' else 'TRUE'}) = {wanted})"

    def part_of_date(self, part: str, sql: str) -> str:
        # A month is a number of eight bits here: 100 times it is another number, without a word.
        return f"CAST(EXTRACT({part} FROM {sql}) AS BIGINT)"

    def first_two_digits(self, code: str) -> str:
        return f"CAST(left({code}, 2) AS INTEGER)"

    def picked(self, numbers: Sequence[int | None], place: str, type_: str) -> str:
        cases = " ".join(
            f"WHEN {place} = {n} THEN {'NULL' if number is None else number}"
            for n, number in enumerate(numbers)
        )
        return f"CAST(CASE {cases} END AS {'BIGINT' if type_ == self.small else type_})"

    def has_entry(self, column: str, entry: str) -> str:
        whole = f"'{_BETWEEN}' || array_to_string({column}, '{_BETWEEN}') || '{_BETWEEN}'"
        ends = (_BETWEEN, ":")
        found = " OR ".join(f"strpos({whole}, {self.text(_BETWEEN + entry + end)}) > 0" for end in ends)
        return f"CASE WHEN {column} IS NOT NULL THEN {found} END"


POLARS = PolarsSql()


def polars_rows(query: str, rows: Sequence[Mapping[str, Any]]) -> list[tuple[Any, ...]]:
    """Return the rows of a query over the table ``merchants``."""
    return polars.SQLContext(merchants=_frame(rows)).execute(query, eager=True).rows()


_held: list[Any] = []


def _frame(rows: Sequence[Mapping[str, Any]]) -> polars.DataFrame:
    if not _held or _held[0] is not rows:
        types = {name: _TYPES[type_] for name, type_ in COLUMNS.items()}
        types |= dict.fromkeys(COMPANIONS, polars.Boolean)
        columns: dict[str, Any] = {name: [_plain(row[name]) for row in rows] for name in types}
        frame = polars.DataFrame({"#row": range(len(rows)), **columns}, {"#row": polars.Int64, **types})
        _held[:] = [rows, frame]
    found: polars.DataFrame = _held[1]
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value
