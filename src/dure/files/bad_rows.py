"""Rows with bad cells, written to a file of their own with what is wrong with each."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from dure.engine.problems import Problem
from dure.engine.rules.sql import quoted
from dure.files.merchants import ProfileRelation, cell_problem
from dure.files.session import Session
from dure.files.table import ROW
from dure.files.writing import write_query


def write_bad_rows(
    session: Session, profiles: ProfileRelation, path: Path, problem_line: Callable[[Problem], str]
) -> None:
    """Write the bad rows as they came, with ``row``, ``columns`` and ``problems`` before their cells."""
    table = profiles.table
    pairs = [(quoted(f"fault.{f.name}"), f"CAST({quoted(c.sql)} AS VARCHAR)") for f, c in profiles.checked]
    items = "".join(f", {fault}, {cell}" for fault, cell in pairs)
    cells = ", ".join(quoted(column.sql) for column in table.columns)
    bad = f"FROM {profiles.relation} WHERE NOT ({profiles.good})"
    session.rows('CREATE TEMP TABLE said (row BIGINT, "columns" VARCHAR, problems VARCHAR)')
    cursor = session.connection.cursor()
    cursor.execute(f'SELECT "{ROW}"{items} {bad} ORDER BY "{ROW}"')
    while rows := cursor.fetchmany(5_000):
        said = []
        for number, *values in rows:
            problems = [
                (c.header, cell_problem(table.file, number, c, f, str(fault), value))
                for (f, c), fault, value in zip(profiles.checked, values[::2], values[1::2], strict=True)
                if fault is not None
            ]
            lines = [problem_line(p) for _, p in problems]
            said.append((number, ";".join(header for header, _ in problems), "\n".join(lines)))
        session.connection.executemany("INSERT INTO said VALUES (?, ?, ?)", said)
    query = (
        f'SELECT said.row, said."columns", said.problems, {cells} FROM {profiles.relation} AS b'
        f' JOIN said ON said.row = b."{ROW}" ORDER BY said.row'
    )
    ours = [("row", "BIGINT"), ("columns", "VARCHAR"), ("problems", "VARCHAR")]
    write_query(session, query, [*ours, *((c.header, c.type) for c in table.columns)], path)
