"""Moments of a panel as a file: one row for each mean and each pair of periods of a cell, for anybody to
read."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import duckdb
import numpy as np

from dure.engine.outcomes.moments import Cell, HandedOut, Moments, added, gathered, handed_out
from dure.engine.outcomes.periods import Periods, kind_of, time_of
from dure.engine.problems import msg, refuse
from dure.engine.rules.sql import quoted
from dure.files.formats import format_of, must_exist
from dure.files.panels import Columns, OnStep, read_panel
from dure.files.reading import open_table
from dure.files.session import Session, open_session
from dure.files.staged import stage_rows
from dure.files.table import Table
from dure.files.writing import new_file, write_query

_LONGEST_HEADER = 4096
VERSION = 1
"""Of the form of the file. A reader refuses what it does not know."""
COLUMNS: tuple[tuple[str, str], ...] = (
    ("moments_version", "BIGINT"),
    ("outcome", "VARCHAR"),
    ("log", "BOOLEAN"),
    ("strata", "VARCHAR"),
    ("stratum", "VARCHAR"),
    ("first_treated", "VARCHAR"),
    ("n", "BIGINT"),
    ("units", "BIGINT"),
    ("reported", "BIGINT"),
    ("period", "VARCHAR"),
    ("other_period", "VARCHAR"),
    ("value", "DOUBLE"),
)
"""``other_period`` empty: the mean of ``period``; else the sum of products of deviations of both. ``strata``
and ``stratum`` are lists of JSON."""


def write_moments(
    panel: Path,
    out: Path,
    columns: Columns,
    *,
    log: bool = False,
    on_step: OnStep = lambda step, percent: None,
) -> HandedOut:
    """Write the moments of a panel and return them with what was held back; whole or not at all."""
    with new_file(out, keep=[panel]) as target:
        found = handed_out(read_panel(panel, columns, log=log, on_step=on_step).moments)
        if not found.moments.cells:
            raise refuse(
                "moments.nothing",
                msg("{file}: no cohort has enough units to hand out its moments: nothing was written"),
                file=panel.name,
            )
        with open_session([target]) as session:
            rows = stage_rows(session, dict(COLUMNS), _rows(found.moments))
            write_query(session, f"SELECT * FROM {rows}", list(COLUMNS), target)
    return found


def _rows(moments: Moments) -> Iterator[Sequence[object]]:
    labels = moments.periods.labels
    for cell in moments.cells:
        first = "" if cell.first is None else moments.periods.label(cell.first)
        strata = (json.dumps(texts, ensure_ascii=False) for texts in (moments.strata, cell.stratum))
        head = (
            VERSION,
            moments.outcome,
            str(moments.log).lower(),
            *strata,
            first,
            cell.n,
            cell.units,
            cell.reported,
        )
        for i, label in enumerate(labels):
            yield *head, label, "", repr(float(cell.mean[i]))
        for i, label in enumerate(labels):
            for j in range(i, len(labels)):
                yield *head, label, labels[j], repr(float(cell.cross[i, j]))


def read_moments(paths: Sequence[Path]) -> Moments:
    """Return the sum of files of moments; raises Refused for a file that is none, or of something else."""
    return added([_read(path) for path in paths])


def holds_moments(path: Path) -> bool:
    """Say whether a file is one of moments, by its columns; of a csv file only the header is looked at."""
    must_exist(path)
    if format_of(path) == "csv":
        with path.open("rb") as lines:
            return COLUMNS[0][0].encode() in lines.readline(_LONGEST_HEADER)
    with open_session([path]) as session:
        headers = {column.header for column in open_table(session, path).columns}
    return {name for name, _ in COLUMNS} <= headers


def _read(path: Path) -> Moments:
    with open_session([path]) as session:
        table = open_table(session, path)
        if not {name for name, _ in COLUMNS} <= {column.header for column in table.columns}:
            raise refuse(
                "moments.columns",
                msg(
                    "{file}: this is no file of moments (dure moments writes them); give one panel, or"
                    " moments only"
                ),
                file=path.name,
            )
        try:
            return _moments(session, table)
        except (duckdb.Error, ValueError, KeyError) as error:
            raise _unreadable(table) from error


def _moments(session: Session, table: Table) -> Moments:
    by_header = {column.header: column.sql for column in table.columns}
    items = ", ".join(f"CAST({by_header[name]} AS {type_}) AS {quoted(name)}" for name, type_ in COLUMNS)
    rows = session.rows(f'SELECT {items} FROM {table.relation} ORDER BY "#row"')
    heads = {row[:4] for row in rows}
    if len(heads) != 1 or next(iter(heads))[0] != VERSION:
        raise _unreadable(table)
    _, outcome, log, strata = next(iter(heads))
    labels = list(dict.fromkeys(str(row[9]) for row in rows))
    kind = kind_of(labels)
    times = [time_of(label, kind) for label in labels]
    if any(time is None for time in times):
        raise _unreadable(table)
    periods = Periods(kind, tuple(sorted(time for time in times if time is not None)))
    places = {
        label: periods.times.index(time)
        for label, time in zip(labels, times, strict=True)
        if time is not None
    }
    names = _texts(strata)
    told: dict[tuple[object, ...], list[tuple[object, ...]]] = {}
    for row in rows:
        told.setdefault(row[4:9], []).append(row[9:])
    size = len(labels)
    cells = []
    for (stratum, first, n, units, reported), values in told.items():
        pairs = {(period, other or None) for period, other, _ in values}
        if not len(values) == len(pairs) == size + size * (size + 1) // 2:
            raise _unreadable(table)
        mean, cross = np.zeros(size), np.zeros((size, size))
        for period, other, value in values:
            i = places[str(period)]
            if not other:
                mean[i] = float(str(value))
            else:
                cross[i, places[str(other)]] = cross[places[str(other)], i] = float(str(value))
        begun = time_of(str(first), kind) if first else None
        cells.append(
            Cell(_texts(stratum), begun, int(str(n)), int(str(units)), int(str(reported)), mean, cross)
        )
    return Moments(str(outcome), bool(log), periods, names, gathered(cells))


def _texts(cell: object) -> tuple[str, ...]:
    return tuple(str(text) for text in json.loads(str(cell)))


def _unreadable(table: Table) -> Exception:
    return refuse(
        "moments.unreadable",
        msg("{file}: the moments are not whole, or of another version: make the file anew with dure moments"),
        file=table.file,
    )
