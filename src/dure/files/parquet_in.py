"""parquet files: typed columns, cast where a person's text would be."""

from __future__ import annotations

from pathlib import Path

import duckdb

from dure.engine.problems import msg, refuse
from dure.files.headers import column_named
from dure.files.session import Session, sql_path
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
    """Open a parquet file as a table; the types of its columns are kept."""
    reader = f"read_parquet({sql_path(path)})"
    try:
        described = session.rows(f"DESCRIBE SELECT * FROM {reader}")
    except duckdb.Error as error:
        raise refuse(
            "file.parquet", msg("{file}: the parquet file cannot be read"), file=path.name
        ) from error
    columns = []
    for name, type_, *_ in described:
        numeric = "TRUE" if str(type_).startswith(NUMBERS) else "FALSE"
        columns.append(Column(str(name), column_named(str(name)), str(name), str(type_), numeric))
    numbered = f"read_parquet({sql_path(path)}, file_row_number = true)"
    relation = f'(SELECT file_row_number + 1 AS "{ROW}", * EXCLUDE (file_row_number) FROM {numbered})'
    return Table(path.name, relation, tuple(columns), texts=False)
