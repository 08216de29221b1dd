"""Opening a csv, xlsx or parquet file as a table of the session."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from dure.engine.problems import Problem, Refused, msg
from dure.files.csv_in import open_csv
from dure.files.formats import format_of, must_exist
from dure.files.headers import is_loose
from dure.files.parquet_in import open_parquet
from dure.files.session import Session
from dure.files.table import Table
from dure.files.xlsx_in import open_xlsx

_OPEN = {"csv": open_csv, "xlsx": open_xlsx, "parquet": open_parquet}


def open_table(session: Session, path: Path) -> Table:
    """Open a file whose path the session was given.

    Raises Refused where the file is missing, cannot be read, or has two columns of one meaning.
    """
    must_exist(path)
    table = _loose_names_give_way(_OPEN[format_of(path)](session, path))
    doubled: dict[str, list[str]] = {}
    for column in table.columns:
        doubled.setdefault(column.means, []).append(column.header)
    problems = [
        Problem(
            "file.doubled_column",
            msg("{file}: the column {column} stands there more than once ({headers})"),
            {"file": path.name, "column": means, "headers": ", ".join(headers)},
        )
        for means, headers in doubled.items()
        if len(headers) > 1
    ]
    if problems:
        raise Refused(problems)
    table.meaning.update({column.means: column for column in table.columns})
    return table


def _loose_names_give_way(table: Table) -> Table:
    """Leave columns of a looser name unread where another column bears a better one for the same."""
    better = {column.means for column in table.columns if not is_loose(column.header)}
    columns = (
        replace(c, means=c.header) if c.means in better and is_loose(c.header) else c for c in table.columns
    )
    return replace(table, columns=tuple(columns), meaning={})
