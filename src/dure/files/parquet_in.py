"""parquet files: typed columns, cast where a person's text would be."""

from __future__ import annotations

from pathlib import Path

import duckdb

from dure.engine.problems import msg, refuse
from dure.engine.rules.sql import quoted
from dure.files.headers import column_named
from dure.files.session import Session, glob_path
from dure.files.table import ROW, Column, Table

NUMBERS = (
    "TINYINT",
    "SMALLINT",
    "INTEGER",
    "BIGINT",
    "HUGEINT",
    "FLOAT",
    "DOUBLE",
    "DECIMAL",
    "UBIGINT",
    "UINTEGER",
    "USMALLINT",
    "UTINYINT",
    "UHUGEINT",
)


def open_parquet(session: Session, path: Path) -> Table:
    """Open a parquet file as a table; the types of its columns are kept, their names only in the headers."""
    # The names of folders are no columns (hive_partitioning).
    reader = f"read_parquet({glob_path(path)}, hive_partitioning = false"
    try:
        described = session.rows(f"DESCRIBE SELECT * FROM {reader})")
    except duckdb.Error as error:
        raise refuse(
            "file.parquet", msg("{file}: the parquet file cannot be read"), file=path.name
        ) from error
    columns = []
    for place, (name, type_, *_) in enumerate(described):
        held_as_numbers = str(type_).startswith(NUMBERS) and not str(type_).endswith("]")
        numeric = "TRUE" if held_as_numbers else "FALSE"
        columns.append(Column(str(name), column_named(str(name)), f"c{place}", str(type_), numeric))
    return Table(path.name, _numbered(reader, columns), tuple(columns))


def _numbered(reader: str, columns: list[Column]) -> str:
    """Return the rows with their numbers, columns named by place: no header can be taken for one of ours."""
    names = ", ".join(quoted(column.sql) for column in columns)
    if any(column.header.lower() == "file_row_number" for column in columns):
        return f'(SELECT row_number() OVER () AS "{ROW}", {names} FROM {reader}) AS file({names}))'
    file = f'{reader}, file_row_number = true) AS file({names}, "#place")'
    return f'(SELECT "#place" + 1 AS "{ROW}", {names} FROM {file})'
