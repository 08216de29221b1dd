"""Rows with bad cells, written to a file of their own with what is wrong with each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from dure.engine.problems import Problem
from dure.engine.rules.sql import quoted
from dure.files.headers import beside_ours
from dure.files.merchants import ProfileRelation, cell_problem
from dure.files.session import Session
from dure.files.staged import stage_rows
from dure.files.table import ROW, Table
from dure.files.writing import write_query

OUR_COLUMNS = ("row", "columns", "problems")
_TYPES = {"row": "BIGINT", "columns": "VARCHAR", "problems": "VARCHAR"}


def write_bad_rows(
    session: Session, profiles: ProfileRelation, path: Path, problem_line: Callable[[Problem], str]
) -> None:
    """Write the bad rows as they came, with ``row``, ``columns`` and ``problems`` before their cells."""
    write_rows_apart(session, profiles.table, path, _said(session, profiles, problem_line))


def write_rows_apart(session: Session, table: Table, path: Path, said_of: Iterable[Sequence[object]]) -> None:
    """Write some rows of a table as they came, with what is said of them before their cells.

    ``said_of`` gives (number of the row, its bad columns, what is wrong with them) in order of the rows.
    """
    columns = table.columns
    said = stage_rows(session, _TYPES, said_of)
    cells = "".join(f", bad.{quoted(column.sql)}" for column in columns)
    query = (
        f'SELECT said."row", said."columns", said.problems{cells} FROM {table.relation} AS bad'
        f' JOIN {said} AS said ON said."row" = bad."{ROW}" ORDER BY said."row"'
    )
    headers = beside_ours(OUR_COLUMNS, [column.header for column in columns])
    types = [column.type for column in columns]
    write_query(session, query, [*_TYPES.items(), *zip(headers, types, strict=True)], path)


def _said(
    session: Session, profiles: ProfileRelation, problem_line: Callable[[Problem], str]
) -> Iterator[Sequence[object]]:
    """Yield the number of each bad row, its bad columns and what is wrong with them."""
    pairs = [(quoted(f"fault.{f.name}"), f"CAST({quoted(c.sql)} AS VARCHAR)") for f, c in profiles.checked]
    items = "".join(f", {fault}, {cell}" for fault, cell in pairs)
    cursor = session.connection.cursor()
    cursor.execute(
        f'SELECT "{ROW}"{items} FROM {profiles.relation} WHERE NOT ({profiles.good}) ORDER BY "{ROW}"'
    )
    while rows := cursor.fetchmany(5_000):
        for number, *values in rows:
            problems = [
                (c.header, cell_problem(profiles.table.file, number, c, f, str(fault), value))
                for (f, c), fault, value in zip(profiles.checked, values[::2], values[1::2], strict=True)
                if fault is not None
            ]
            yield (
                number,
                ";".join(header for header, _ in problems),
                "\n".join(problem_line(problem) for _, problem in problems),
            )
