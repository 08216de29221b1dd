"""Writing rows as csv, xlsx or parquet: whole or not at all, the same bytes for the same rows."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import xlsxwriter

from dure.engine.problems import msg, refuse
from dure.engine.rules.sql import quoted
from dure.files.formats import format_of
from dure.files.formulas import guard, guard_sql
from dure.files.session import Session, sql_path

MOST_XLSX_ROWS = 1_048_575
_BOM = "\ufeff"
_CHUNK = 20_000


@contextmanager
def new_file(target: Path) -> Iterator[Path]:
    """Give a path beside the target to write to; it becomes the target when all went well.

    Ask for it before the session opens, so that the session may write there. Raises Refused where the
    folder does not exist or cannot be written.
    """
    format_of(target)
    with _beside(target) as staged:
        yield staged


@contextmanager
def new_bundle(target: Path) -> Iterator[Path]:
    """Give a path beside a bundle to write to, as :func:`new_file` does."""
    if target.suffix.lower() != ".zip":
        raise refuse("file.bundle", msg("{file}: the name of a bundle ends in .zip"), file=target.name)
    with _beside(target) as staged:
        yield staged


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    if not target.parent.is_dir() or not os.access(target.parent, os.W_OK):
        raise refuse(
            "file.folder",
            msg("{folder}: there is no such folder, or it cannot be written to"),
            folder=str(target.parent),
        )
    staged = target.with_name(f".{target.stem}.{secrets.token_hex(4)}{target.suffix}")
    try:
        yield staged
        staged.replace(target)
    finally:
        staged.unlink(missing_ok=True)


def write_query(session: Session, query: str, columns: list[tuple[str, str]], path: Path) -> None:
    """Write the rows of a query, in their order.

    ``columns`` are (name in the file, SQL type) in the query's order; names may be any text.
    """
    rows, target = _numbered(query, columns), sql_path(path)
    match format_of(path):
        case "parquet":
            items = ", ".join(f"{quoted(f'#{i}')} AS {quoted(name)}" for i, (name, _) in enumerate(columns))
            session.rows(f"COPY (SELECT {items} FROM {rows}) TO {target} (FORMAT parquet)")
        case "csv":
            items = ", ".join(
                f"{_as_cell(f'#{i}', type_)} AS {quoted((_BOM if i == 0 else '') + guard(name))}"
                for i, (name, type_) in enumerate(columns)
            )
            session.rows(f"COPY (SELECT {items} FROM {rows}) TO {target} (FORMAT csv, HEADER true)")
        case "xlsx":
            _write_xlsx(session, query, columns, path)


def _numbered(query: str, columns: list[tuple[str, str]]) -> str:
    """Return the query with its columns named by their place: names in files need not be unique in SQL."""
    return f"({query}) AS rows({', '.join(quoted(f'#{i}') for i in range(len(columns)))})"


def _as_cell(column: str, type_: str) -> str:
    """Return the SQL of a cell as text: empty is NULL, formulas guarded."""
    name = quoted(column)
    if type_.endswith("[]"):
        name = f"array_to_string({name}, ';')"
    elif type_ != "VARCHAR":
        return f"CAST({name} AS VARCHAR)"
    return f"NULLIF({guard_sql(name)}, '')"


def _write_xlsx(session: Session, query: str, columns: list[tuple[str, str]], path: Path) -> None:
    workbook = xlsxwriter.Workbook(
        str(path), {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    # A fixed date of creation: the same rows give the same file.
    workbook.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001
    sheet = workbook.add_worksheet()
    sheet.freeze_panes(1, 0)
    for place, (name, _) in enumerate(columns):
        sheet.write_string(0, place, guard(name))
    cursor = session.connection.cursor()
    items = ", ".join(_as_cell(f"#{i}", type_) for i, (_, type_) in enumerate(columns))
    cursor.execute(f"SELECT {items} FROM {_numbered(query, columns)}")
    number = 0
    while rows := cursor.fetchmany(_CHUNK):
        for row in rows:
            number += 1
            if number > MOST_XLSX_ROWS:
                workbook.close()
                raise refuse(
                    "file.xlsx_rows",
                    msg("a workbook holds at most {most} rows: write .csv or .parquet"),
                    most=MOST_XLSX_ROWS,
                )
            for place, cell in enumerate(row):
                if cell is not None:
                    sheet.write_string(number, place, str(cell))
    workbook.close()
