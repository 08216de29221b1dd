"""A panel of merchants and periods, read into moments: one pass to look at it, one to gather, in parts by
unit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from dure.engine.outcomes.moments import Cell, Moments, cells_of, gathered
from dure.engine.outcomes.periods import MOST_PERIODS, NEVER, Kind, Periods, kind_of, time_of
from dure.engine.outcomes.query import (
    STATES,
    Names,
    PanelSql,
    differing_query,
    doubled_query,
    wide_query,
)
from dure.engine.problems import Problem, Refused, msg, refuse
from dure.engine.rules.sql import quoted, text_literal
from dure.files.headers import written_as
from dure.files.parquet_in import NUMBERS
from dure.files.reading import open_table
from dure.files.session import Percent, Session, open_session
from dure.files.table import ROW, Column, Table

ROWS_AT_ONCE = 6_000_000
"""Rows that are made wide in one part: what bounds the memory."""
MOST_GROUPS = 20_000
UNIT = ("unit", "merchant", "merchant_id", "business_no", "사업자등록번호", "사업자번호", "가맹점", "업체")
TIME = ("time", "month", "period", "year", "월", "연월", "매출년월", "기준년월", "연도", "기간")
FIRST = ("first_treated", "first.treat", "cohort", "supported_from", "지원시작월", "지원시작", "최초지원월")
OUTCOME = ("outcome", "sales", "amount", "매출", "매출액", "매출금액")
STATE = ("state", "상태")


@dataclass(frozen=True, slots=True)
class Columns:
    """How the columns of a panel are called; None: the first that bears a usual name."""

    unit: str | None = None
    time: str | None = None
    first: str | None = None
    outcome: str | None = None
    strata: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Read:
    """The moments of a panel, and how many rows it has."""

    moments: Moments
    rows: int


STEPS = ("reading", "checking", "gathering")
OnStep = Callable[[str, Percent], None]


def read_panel(
    path: Path, columns: Columns, *, log: bool = False, on_step: OnStep = lambda step, percent: None
) -> Read:
    """Return the moments of a panel file of one row for each unit and period.

    A unit that lacks a period is counted and left out. Raises Refused with row and column where a cell
    cannot be read, a unit has a period twice, or its rows do not agree on its cohort or stratum.
    """
    with open_session([path]) as session:
        on_step("reading", session.percent)
        table = open_table(session, path)
        found = _Found(table, columns)
        on_step("checking", session.percent)
        panel = _panel(session, found)
        rows, names = _looked_at(session, panel, found)
        on_step("gathering", session.percent)
        cells = _gathered(session, panel, names, found, rows, log=log)
        return Read(Moments(found.outcome.header, log, names.periods, columns.strata, cells), rows)


class _Found:
    """The columns of a table that a panel is made of; raises Refused for those that are not there."""

    def __init__(self, table: Table, asked: Columns) -> None:
        self.table = table
        problems: list[Problem] = []

        def column(option: str, name: str | None, usual: Sequence[str]) -> Column:
            found = _named(table, (name,) if name else usual)
            if found is None:
                problems.append(_missing(table, option, name))
                return Column("", "", "")
            return found

        self.unit = column("--unit", asked.unit, UNIT)
        self.time = column("--time", asked.time, TIME)
        self.first = column("--first-treated", asked.first, FIRST)
        self.outcome = column("--outcome", asked.outcome, OUTCOME)
        self.strata = [column("--strata", name, ()) for name in asked.strata]
        self.state = _named(table, STATE)
        if problems:
            raise Refused(problems)


def _named(table: Table, names: Sequence[str]) -> Column | None:
    for name in names:
        exact = [c for c in table.columns if c.header == name]
        alike = [c for c in table.columns if written_as(c.header) == written_as(name)]
        if exact or alike:
            return (exact or alike)[0]
    return None


def _missing(table: Table, option: str, name: str | None) -> Problem:
    headers = ", ".join(column.header for column in table.columns)
    if name is None:
        message = msg("{file}: name the column with {option} (there are: {columns})")
    else:
        message = msg("{file}: there is no column {name} for {option} (there are: {columns})")
    return Problem(
        "panel.column", message, {"file": table.file, "option": option, "name": name, "columns": headers}
    )


def _panel(session: Session, found: _Found) -> PanelSql:
    """Return the columns as SQL; raises Refused where cells cannot be read."""
    outcome = found.outcome
    if outcome.type.startswith(NUMBERS) and not outcome.type.endswith("]"):
        number = f"CAST({outcome.sql} AS DOUBLE)"
        exact = not outcome.type.startswith(("DOUBLE", "FLOAT"))
        value = number if exact else f"CASE WHEN isfinite({number}) THEN {number} END"
        bad = "FALSE"
    else:
        text = f"nullif(trim(replace(CAST({outcome.sql} AS VARCHAR), ',', '')), '')"
        value = f"TRY_CAST({text} AS DOUBLE)"
        bad = f"({text} IS NOT NULL AND ({value} IS NULL OR NOT isfinite({value})))"
    state = None if found.state is None else _text(found.state)
    unit = (
        found.unit.sql
        if found.unit.type.startswith(NUMBERS)
        else f"nullif(trim(CAST({found.unit.sql} AS VARCHAR)), '')"
    )
    panel = PanelSql(
        found.table.relation,
        quoted(ROW),
        unit,
        f"coalesce({_text(found.time)}, '')",
        _text(found.first),
        value,
        tuple(_text(column) for column in found.strata),
        state,
    )
    tests = [(f"{unit} IS NULL", found.unit, _EMPTY), (bad, outcome, _NUMBER)]
    if found.state is not None:
        listed = ", ".join(text_literal(word) for word in STATES)
        tests.append((f"{state} NOT IN ({listed})", found.state, _STATE))
    _refuse_bad(session, found, tests)
    return panel


def _text(column: Column) -> str:
    return f"nullif(trim(CAST({column.sql} AS VARCHAR)), '')"


_EMPTY = msg("the cell is empty")
_NUMBER = msg("“{value}” is not a number")
_STATE = msg("“{value}” is none of {choices}")
_PERIOD = msg("“{value}” is not a period: write whole numbers, or months as 2024-03, in all rows alike")
_FIRST = msg("“{value}” is not a period like those of the column {time}; 0 or an empty cell means never")


def _refuse_bad(session: Session, found: _Found, tests: Sequence[tuple[str, Column, str]]) -> None:
    counts = ", ".join(f"count(*) FILTER (WHERE {test})" for test, _, _ in tests)
    (counted,) = session.rows(f"SELECT {counts} FROM {found.table.relation}")
    problems: list[Problem] = []
    for count, (test, column, message) in zip(counted, tests, strict=True):
        if count:
            problems += _bad_cells(session, found, test, column, message, int(str(count)))
    if problems:
        raise Refused(problems)


def _bad_cells(
    session: Session, found: _Found, test: str, column: Column, message: str, count: int
) -> Iterator[Problem]:
    rows = session.rows(
        f"SELECT {quoted(ROW)}, CAST({column.sql} AS VARCHAR) FROM {found.table.relation} WHERE {test}"
        f" ORDER BY {quoted(ROW)} LIMIT {_TOLD}"
    )
    for row, value in rows:
        params = {
            "file": found.table.file,
            "row": row,
            "column": column.header,
            "value": value,
            "time": found.time.header,
            "choices": ", ".join(STATES),
        }
        yield Problem("panel.cell", message, params)
    if count > _TOLD:
        yield Problem(
            "panel.more",
            msg("{file}: {count} cells of the column {name} cannot be read; the first {told} are named"),
            {"file": found.table.file, "count": f"{count:,}", "name": column.header, "told": _TOLD},
        )


_TOLD = 20


def _looked_at(session: Session, panel: PanelSql, found: _Found) -> tuple[int, Names]:
    """Return how many rows there are, and what periods, cohorts and strata; raises Refused for bad ones."""
    counted = session.rows(f"SELECT {panel.time}, count(*) FROM {panel.relation} GROUP BY 1 LIMIT 10001")
    texts = {str(text): int(str(count)) for text, count in counted}
    if not texts:
        raise refuse("panel.empty", msg("{file}: there is no row"), file=found.table.file)
    kind = kind_of(texts)
    times = {text: time_of(text, kind) for text in texts}
    bad = [text for text, time in times.items() if time is None]
    if bad:
        listed = ", ".join(text_literal(text) for text in sorted(bad)[:_TOLD])
        count = sum(texts[text] for text in bad)
        test = f"{panel.time} IN ({listed})"
        raise Refused(_bad_cells(session, found, test, found.time, _PERIOD, count))
    ordered = sorted({time for time in times.values() if time is not None})
    if not 2 <= len(ordered) <= MOST_PERIODS:
        raise refuse(
            "panel.periods",
            msg("{file}: {count} periods; between 2 and {most} are needed"),
            file=found.table.file,
            count=len(ordered),
            most=MOST_PERIODS,
        )
    places = {time: place for place, time in enumerate(ordered)}
    known = tuple((text, places[time]) for text, time in sorted(times.items()) if time is not None)
    groups = _groups(session, panel, found, kind)
    return sum(texts.values()), Names(Periods(kind, tuple(ordered)), known, groups)


def _groups(
    session: Session, panel: PanelSql, found: _Found, kind: Kind
) -> tuple[tuple[tuple[str, ...], str, int], ...]:
    told = ", ".join(f"coalesce({column}, '')" for column in (*panel.strata, panel.first))
    rows = session.rows(f"SELECT DISTINCT {told} FROM {panel.relation} LIMIT {MOST_GROUPS + 1}")
    if len(rows) > MOST_GROUPS:
        raise refuse(
            "panel.groups",
            msg(
                "{file}: more than {most} strata and cohorts: too few units would be compared with each other"
            ),
            file=found.table.file,
            most=f"{MOST_GROUPS:,}",
        )
    texts = sorted(tuple(str(cell) for cell in row) for row in rows)
    bad = {row[-1] for row in texts if row[-1] not in NEVER and time_of(row[-1], kind) is None}
    if bad:
        listed = ", ".join(text_literal(text) for text in sorted(bad)[:_TOLD])
        test = f"{panel.first} IN ({listed})"
        raise Refused(_bad_cells(session, found, test, found.first, _FIRST, 1))
    return tuple((row[:-1], row[-1], place) for place, row in enumerate(texts))


def _gathered(
    session: Session, panel: PanelSql, names: Names, found: _Found, rows: int, *, log: bool
) -> tuple[Cell, ...]:
    chunks = -(-rows // ROWS_AT_ONCE)
    kind = names.periods.kind
    called = [(strata, None if first in NEVER else time_of(first, kind)) for strata, first, _ in names.groups]
    cells: tuple[Cell, ...] = ()
    for chunk in range(chunks):
        query = wide_query(panel, names, log=log, chunk=chunk, chunks=chunks)
        read = session.connection.execute(query).fetchnumpy()
        if np.asarray(read["faulty"]).any():
            raise _faulty(session, panel, found)
        cells = gathered((*cells, *_cells(read, called, len(names.periods.times))))
    return cells


def _cells(
    read: dict[str, np.ndarray], called: Sequence[tuple[tuple[str, ...], int | None]], periods: int
) -> list[Cell]:
    groups = np.asarray(read["grp"], dtype=np.int64)
    complete, reported = np.asarray(read["complete"], dtype=bool), np.asarray(read["reported"], dtype=bool)
    units = np.bincount(groups, minlength=len(called))
    told = np.bincount(groups[reported], minlength=len(called))
    values = np.empty((int(complete.sum()), periods))
    for place in range(periods):
        values[:, place] = np.asarray(read.pop(f"y{place}"))[complete]
    numbers = range(len(called))
    # Cells keep the place of their group until they are counted: two texts may mean one cohort.
    made = {
        int(cell.stratum[0]): cell
        for cell in cells_of(values, groups[complete], [((str(i),), None) for i in numbers])
    }
    empty = np.zeros(periods), np.zeros((periods, periods))
    found = []
    for place in numbers:
        if not units[place]:
            continue
        cell = made.get(place) or Cell((), None, 0, 0, 0, *empty)
        stratum, first = called[place]
        found.append(
            replace(cell, stratum=stratum, first=first, units=int(units[place]), reported=int(told[place]))
        )
    return found


def _faulty(session: Session, panel: PanelSql, found: _Found) -> Refused:
    """Return which rows of a unit do not go together."""
    file = found.table.file
    problems = [
        Problem(
            "panel.doubled",
            msg("“{unit}” has the period {time} already in row {earlier}"),
            {
                "file": file,
                "row": row,
                "column": found.unit.header,
                "unit": unit,
                "time": time,
                "earlier": earlier,
            },
        )
        for row, unit, time, earlier in session.rows(doubled_query(panel))
    ]
    for column, sql in zip((found.first, *found.strata), (panel.first, *panel.strata), strict=True):
        problems += [
            Problem(
                "panel.differs",
                msg(
                    "“{unit}” has “{value}” here and “{earlier}” in an earlier row: it must be the same in"
                    " all"
                ),
                {
                    "file": file,
                    "row": row,
                    "column": column.header,
                    "unit": unit,
                    "value": told,
                    "earlier": was,
                },
            )
            for row, unit, told, was in session.rows(differing_query(panel, sql))
        ]
    if not problems:  # two texts of one period, as 2024-03 and 2024.3
        problems.append(
            Problem(
                "panel.twice",
                msg("{file}: some units have a period twice, written in two ways"),
                {"file": file},
            )
        )
    return Refused(problems)
