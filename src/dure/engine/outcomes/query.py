"""A long panel as SQL: one row for each unit, with a column for each period. Nothing is read here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dure.engine.outcomes.periods import Periods
from dure.engine.rules.sql import text_literal

STATES = ("sale", "zero", "closed", "not_open_yet", "not_reported")
"""What a cell of a panel can be: ``not_reported`` only is missing; without an amount the others are zero."""
_BITS = 62


@dataclass(frozen=True, slots=True)
class PanelSql:
    """The columns of a panel as SQL over ``relation``: texts but for ``unit`` (any type) and ``value``
    (DOUBLE, NULL where there is none). ``row`` is the number of the row as people count it."""

    relation: str
    row: str
    unit: str
    time: str
    first: str
    value: str
    strata: tuple[str, ...]
    state: str | None = None

    def amount(self, *, log: bool) -> str:
        """Return the outcome of a row: zero where a state says so, NULL where it is missing or has no
        logarithm."""
        value = self.value
        if self.state is not None:
            value = (
                f"CASE WHEN {self.state} = 'not_reported' THEN NULL WHEN {self.state} IN ('zero', 'closed',"
                f" 'not_open_yet') THEN coalesce({value}, 0) ELSE {value} END"
            )
        return f"CASE WHEN {value} > 0 THEN ln({value}) END" if log else value

    def reported(self) -> str:
        """Return whether a row tells anything."""
        return f"(({self.amount(log=False)}) IS NOT NULL)"


@dataclass(frozen=True, slots=True)
class Names:
    """How the texts of a file are read: ordinals of its periods; the place of each stratum and cohort."""

    periods: Periods
    times: tuple[tuple[str, int], ...]
    groups: tuple[tuple[tuple[str, ...], str, int], ...]
    """Texts of strata, text of the first treated period, and place."""


def wide_query(panel: PanelSql, names: Names, *, log: bool, chunk: int, chunks: int) -> str:
    """Return one row for each unit whose hash falls into a chunk, ordered by unit.

    ``grp`` (its place among the groups), ``complete`` (an outcome in every period), ``reported`` (told
    something in every period), ``faults`` (rows of one period twice, or what should hold for a unit differs
    between rows), then ``y0`` … one column for each period, 0 where it is missing.
    """
    count = len(names.periods.times)
    cut = f" WHERE hash({panel.unit}) % {chunks} = {chunk}" if chunks > 1 else ""
    strata = "".join(f", {column} AS s{i}" for i, column in enumerate(panel.strata))
    rows = (
        f"SELECT {panel.unit} AS unit, p.place AS place, {panel.first} AS first{strata},"
        f" {panel.amount(log=log)} AS y, {panel.reported()} AS told FROM {panel.relation}"
        f" JOIN (VALUES {_values(names.times)}) AS p(raw, place)"
        f" ON {panel.time} = p.raw{cut}"
    )
    masks = [
        f"bit_count(bit_or(CASE WHEN place BETWEEN {low} AND {low + _BITS - 1}"
        f" THEN 1::BIGINT << (place - {low})::INTEGER ELSE 0 END))"
        for low in range(0, count, _BITS)
    ]
    held = ["first", *(f"s{i}" for i in range(len(panel.strata)))]
    differing = [f"min({c}) IS DISTINCT FROM max({c}) OR count({c}) NOT IN (0, count(*))" for c in held]
    columns = [
        "min(first) AS first",
        *(f"min(s{i}) AS s{i}" for i in range(len(panel.strata))),
        f"(count(*) <> {' + '.join(masks)} OR {' OR '.join(differing)}) AS faulty",
        f"count(y) = {count} AS complete",
        f"count(*) FILTER (WHERE told) = {count} AS reported",
        *(f"max(y) FILTER (WHERE place = {i}) AS y{i}" for i in range(count)),
    ]
    units = f"SELECT unit, {', '.join(columns)} FROM ({rows}) GROUP BY unit"
    groups = ", ".join(
        f"({', '.join(text_literal(text) for text in (*strata_, first))}, {place})"
        for strata_, first, place in names.groups
    )
    keys = [*(f"s{i}" for i in range(len(panel.strata))), "first"]
    joined = " AND ".join(f"coalesce(u.{key}, '') = g.{key}" for key in keys)
    shown = ", ".join(f"coalesce(y{i}, 0) AS y{i}" for i in range(count))
    return (
        f"SELECT g.place AS grp, complete, reported, faulty, {shown} FROM ({units}) AS u"
        f" JOIN (VALUES {groups}) AS g({', '.join(keys)}, place) ON {joined} ORDER BY unit"
    )


def _values(pairs: Sequence[tuple[str, int]]) -> str:
    return ", ".join(f"({text_literal(text)}, {place})" for text, place in pairs)


def doubled_query(panel: PanelSql) -> str:
    """Return rows whose unit and period stand in an earlier row too: row, unit, period, earlier row."""
    return (
        f"SELECT again, unit, time, row FROM (SELECT {panel.unit} AS unit, {panel.time} AS time,"
        f" min({panel.row}) AS row, list_sort(list({panel.row}))[2] AS again, count(*) AS many"
        f" FROM {panel.relation} GROUP BY 1, 2) WHERE many > 1 ORDER BY again LIMIT 20"
    )


def differing_query(panel: PanelSql, column: str) -> str:
    """Return rows of units whose rows differ in a column that should hold for the unit: row, unit, what it
    says."""
    told = f"coalesce({column}, '')"
    return (
        f"SELECT row, unit, told, was FROM (SELECT {panel.row} AS row, {panel.unit} AS unit, {told} AS told,"
        f" first({told}) OVER (PARTITION BY {panel.unit} ORDER BY {panel.row}) AS was FROM {panel.relation})"
        " WHERE told <> was ORDER BY row LIMIT 20"
    )
