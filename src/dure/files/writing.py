"""Writing rows as csv, xlsx or parquet: whole or not at all, the same bytes for the same rows."""

from __future__ import annotations

import os
import re
import secrets
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import chain
from pathlib import Path

from dure.engine.problems import Refused, msg, refuse
from dure.engine.rules.sql import quoted
from dure.files.formats import format_of
from dure.files.formulas import guard, guard_sql
from dure.files.session import Session, sql_path

MOST_XLSX_ROWS = 1_048_575
MOST_XLSX_COLUMNS = 16_384
MOST_XLSX_CHARACTERS = 32_767
_COPIED = 1 << 20
_PLAIN = re.compile(r"[^=+\-@\t\r\n\",'][^\",\r\n]*|").fullmatch
_IN_QUOTES = re.compile(r"[\",\r\n]").search
_CHUNK = 20_000


@contextmanager
def new_file(target: Path, *, keep: Iterable[Path] = ()) -> Iterator[Path]:
    """Give a path beside the target to write to; it becomes the target when all went well.

    Ask for it before the session opens, so that the session may write there. Raises Refused where the
    folder does not exist or cannot be written, and where the target is a file to ``keep``.
    """
    format_of(target)
    for other in keep:
        if _same_file(target, other):
            raise refuse(
                "file.overwrites",
                msg("{file}: this file is read or written by the same command: choose another name"),
                file=target.name,
            )
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
def new_artifact(target: Path) -> Iterator[Path]:
    """Give a path beside a file that is no table to write to, as :func:`new_file` does."""
    with _beside(target) as staged:
        yield staged


def _same_file(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return one.absolute() == other.absolute()


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    try:
        is_folder = target.is_dir()
        has_folder = target.parent.is_dir() and os.access(target.parent, os.W_OK)
    except OSError as error:
        raise _unwritable(target, error) from error
    if is_folder:
        raise refuse("file.is_folder", msg("{file}: this is a folder, not a file"), file=str(target))
    if not has_folder:
        raise refuse(
            "file.folder",
            msg("{folder}: there is no such folder, or it cannot be written to"),
            folder=str(target.parent),
        )
    staged = target.with_name(f".dure-{secrets.token_hex(8)}{target.suffix}")
    try:
        yield staged
        try:
            staged.replace(target)
        except OSError as error:
            raise _unwritable(target, error) from error
    finally:
        staged.unlink(missing_ok=True)


def _unwritable(target: Path, error: OSError) -> Refused:
    return refuse(
        "file.unwritable",
        msg("{file} cannot be written: {reason}"),
        file=target.name,
        reason=error.strerror or type(error).__name__,
    )


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
            items = ", ".join(_as_cell(f"#{i}", type_) for i, (_, type_) in enumerate(columns))
            below = session.folder / "below.csv"
            session.rows(f"COPY (SELECT {items} FROM {rows}) TO {sql_path(below)} (FORMAT csv, HEADER false)")
            _write_csv([name for name, _ in columns], below, path)
        case "xlsx":
            _write_xlsx(session, query, columns, path)


def csv_line(cells: Iterable[str]) -> str:
    """Return a line of csv, formulas guarded.

    >>> print(csv_line(["가", "a,b", "", "=1"]), end="")
    가,"a,b",,'=1
    """
    return ",".join([cell if _PLAIN(cell) else _csv_cell(cell) for cell in cells]) + "\n"


def _csv_cell(text: str) -> str:
    text = guard(text)
    # The csv module of Python 3.11 leaves a carriage return without quotes.
    return '"' + text.replace('"', '""') + '"' if _IN_QUOTES(text) else text


def _write_csv(header: list[str], below: Path, path: Path) -> None:
    """Write the header above the rows: in SQL, names that differ by case only would be one name."""
    with path.open("wb") as target, below.open("rb") as rows:
        target.write(csv_line(header).encode("utf-8-sig"))
        shutil.copyfileobj(rows, target, _COPIED)
    below.unlink()


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
    if len(columns) > MOST_XLSX_COLUMNS:
        raise _too_large(
            msg("a workbook holds at most {most} columns: write .csv or .parquet"), MOST_XLSX_COLUMNS
        )
    # Loaded where a workbook is written: it takes a tenth of what a command needs to start.
    import xlsxwriter

    workbook = xlsxwriter.Workbook(
        str(path), {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    # A fixed date of creation: the same rows give the same file.
    workbook.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001
    sheet = workbook.add_worksheet()
    sheet.freeze_panes(1, 0)
    try:
        for number, row in enumerate(
            chain([[guard(name) for name, _ in columns]], _cells(session, query, columns))
        ):
            if number > MOST_XLSX_ROWS:
                raise _too_large(
                    msg("a workbook holds at most {most} rows: write .csv or .parquet"), MOST_XLSX_ROWS
                )
            for place, cell in enumerate(row):
                # xlsxwriter leaves out what a workbook cannot hold, and says so by a number only.
                if cell is not None and sheet.write_string(number, place, str(cell)) != 0:
                    raise _too_large(
                        msg(
                            "a cell of a workbook holds at most {most} characters, and row {row} has a"
                            " longer one: write .csv or .parquet"
                        ),
                        MOST_XLSX_CHARACTERS,
                        row=number + 1,
                    )
    finally:
        workbook.close()


def _cells(session: Session, query: str, columns: list[tuple[str, str]]) -> Iterator[tuple[object, ...]]:
    cursor = session.connection.cursor()
    items = ", ".join(_as_cell(f"#{i}", type_) for i, (_, type_) in enumerate(columns))
    cursor.execute(f"SELECT {items} FROM {_numbered(query, columns)}")
    while rows := cursor.fetchmany(_CHUNK):
        yield from rows


def _too_large(message: str, most: int, **params: object) -> Refused:
    return refuse("file.xlsx_limit", message, most=f"{most:,}", **params)
