"""csv files: UTF-8 with or without BOM, or cp949; every cell is text."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator
from pathlib import Path

import duckdb

from dure.engine.problems import msg, refuse
from dure.files.headers import column_named
from dure.files.session import Session, sql_path
from dure.files.table import ROW, Column, Table

_CHUNK = 1 << 20
_MAX_LINE = 2_000_000


def open_csv(session: Session, path: Path) -> Table:
    """Open a csv file as a table of texts."""
    readable = _as_utf8(session, path)
    headers = _headers(readable, path)
    names = [f"c{i}" for i in range(len(headers))]
    columns = ", ".join(f"'{n}': 'VARCHAR'" for n in names)
    reader = (
        f"read_csv({sql_path(readable)}, auto_detect = false, columns = {{{columns}}}, header = true,"
        f" delim = ',', quote = '\"', escape = '\"', strict_mode = true, null_padding = false,"
        f" max_line_size = {_MAX_LINE})"
    )
    # Rows without any cell filled (a spreadsheet leaves them at the end) are no rows.
    rows = (
        f'SELECT * FROM (SELECT row_number() OVER () + 1 AS "{ROW}", * FROM {reader})'
        f" WHERE coalesce({', '.join(names)}) IS NOT NULL"
    )
    relation = _staged(session, rows, path)
    return Table(
        path.name,
        relation,
        tuple(Column(h, column_named(h), n) for h, n in zip(headers, names, strict=True)),
    )


def _staged(session: Session, rows: str, path: Path) -> str:
    """Read the whole file once into the session's folder, so that a broken row is refused first of all."""
    try:
        return session.stage(rows)
    except duckdb.Error as error:
        line = re.search(r"CSV Error on Line: (\d+)", str(error))
        if line is None:
            raise refuse("file.csv", msg("{file}: the csv file cannot be read"), file=path.name) from error
        raise refuse(
            "file.csv_row",
            msg(
                "{file}: row {row} does not have as many cells as the header, or a quotation mark in it"
                " is not closed"
            ),
            file=path.name,
            row=line.group(1),
        ) from error


def _headers(readable: Path, path: Path) -> list[str]:
    with readable.open(encoding="utf-8-sig", newline="") as lines:
        try:
            first = next(csv.reader(lines, strict=True), None)
        except csv.Error as error:
            raise refuse("file.csv", msg("{file}: the csv file cannot be read"), file=path.name) from error
    if not first or not any(cell.strip() for cell in first):
        raise refuse(
            "file.no_header", msg("{file}: the first row must hold the column names"), file=path.name
        )
    return [cell.strip() or f"column{i}" for i, cell in enumerate(first, 1)]


def _as_utf8(session: Session, path: Path) -> Path:
    """Return the file itself where it is UTF-8, else a copy in UTF-8 in the session's folder."""
    if _decodes(path, "utf-8"):
        return path
    if not _decodes(path, "cp949"):
        raise refuse(
            "file.encoding",
            msg("{file}: the text is neither UTF-8 nor cp949; save the file as “CSV UTF-8”"),
            file=path.name,
        )
    copy = session.folder / "utf8.csv"
    with copy.open("w", encoding="utf-8", newline="") as target:
        target.writelines(_decoded(path, "cp949"))
    return copy


def _decodes(path: Path, encoding: str) -> bool:
    try:
        for _ in _decoded(path, encoding):
            pass
    except UnicodeDecodeError:
        return False
    return True


def _decoded(path: Path, encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as source:
        while chunk := source.read(_CHUNK):
            yield decoder.decode(chunk)
    yield decoder.decode(b"", final=True)
