"""csv files: UTF-8 with or without BOM, or cp949; every cell is text.

A plain file is read by DuckDB in one go. A file with anything unusual (blank lines, mixed line ends, a
broken row) is read row by row, so that rows have the numbers that a spreadsheet shows and a fault its place.
"""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from dure.engine.problems import Refused, msg, refuse
from dure.files.formulas import unguard, unguard_sql
from dure.files.headers import column_named
from dure.files.session import Session
from dure.files.staged import MOST_IN_A_LINE, csv_reader, stage_rows
from dure.files.table import ROW, Column, Table

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class _Text:
    """What a look at the bytes tells: the encoding, whether all lines end alike and none is blank, and
    whether there is an apostrophe at all."""

    encoding: str
    plain: bool
    apostrophes: bool


def open_csv(session: Session, path: Path) -> Table:
    """Open a csv file as a table of texts."""
    text = _look_at(path)
    headers = _headers(path, text.encoding)
    names = [f"c{i}" for i in range(len(headers))]
    relation = _read_at_once(session, path, names, text) if text.plain else None
    if relation is None:
        types = {ROW: "BIGINT"} | dict.fromkeys(names, "VARCHAR")
        relation = stage_rows(session, types, _read_row_by_row(path, len(names), text.encoding))
    return Table(
        path.name,
        relation,
        tuple(Column(h, column_named(h), n) for h, n in zip(headers, names, strict=True)),
    )


def _read_at_once(session: Session, path: Path, names: list[str], text: _Text) -> str | None:
    """Keep the rows in the session's folder; None where DuckDB cannot read the file."""
    readable = path
    if text.encoding != "utf-8-sig":
        readable = session.folder / "utf8.csv"
        with readable.open("w", encoding="utf-8", newline="") as target:
            target.writelines(_decoded(path, text.encoding))
    reader = csv_reader(readable, dict.fromkeys(names, "VARCHAR"), "header = true")
    cells = [f"{unguard_sql(n)} AS {n}" if text.apostrophes else n for n in names]
    # Rows without any cell filled (a spreadsheet leaves them at the end) are no rows.
    numbered = f'SELECT row_number() OVER () + 1 AS "{ROW}", * FROM {reader}'
    filled = f"coalesce({', '.join(names)}) IS NOT NULL"
    try:
        return session.stage(f'SELECT "{ROW}", {", ".join(cells)} FROM ({numbered}) WHERE {filled}', readable)
    except duckdb.Error:
        return None


def _read_row_by_row(path: Path, width: int, encoding: str) -> Iterator[Sequence[object]]:
    """Yield the row number and the cells of each row that is not blank; raises Refused for a broken row."""
    with path.open(encoding=encoding, newline="") as lines:
        reader = _reader(lines)
        number = 1
        try:
            next(reader)
            for number, cells in enumerate(reader, 2):
                if not any(cells):
                    continue
                if len(cells) < width or any(cells[width:]):
                    raise _broken(path, number, _WIDTH, cells=len(cells), headers=width)
                yield number, *map(unguard, cells[:width])
        except csv.Error as error:
            raise _broken(path, number + 1, _too_long(error) or _QUOTES) from error


_WIDTH = msg("{file}: row {row} has {cells} cells, but the header has {headers}")
_QUOTES = msg("{file}: row {row}: a quotation mark is out of place, or not closed")
_LONG = msg("{file}: row {row} has a cell that is too long")


def _too_long(error: csv.Error) -> str | None:
    return _LONG if "field limit" in str(error) else None


def _broken(path: Path, row: int, message: str, **params: object) -> Refused:
    return refuse("file.csv_row", message, file=path.name, row=row, **params)


def _headers(path: Path, encoding: str) -> list[str]:
    with path.open(encoding=encoding, newline="") as lines:
        try:
            first = next(_reader(lines), None)
        except csv.Error as error:
            raise _broken(path, 1, _too_long(error) or _QUOTES) from error
    names = [unguard(cell.strip()) for cell in first or []]
    if len(names) == 1 and (";" in names[0] or "\t" in names[0]):
        raise refuse(
            "file.separator",
            msg("{file}: the cells are set apart by tabs; save the file with commas between them")
            if "\t" in names[0]
            else msg("{file}: the cells are set apart by “;”; save the file with commas between them"),
            file=path.name,
        )
    if not any(names):
        raise refuse(
            "file.no_header", msg("{file}: the first row must hold the column names"), file=path.name
        )
    return [name or f"column{i}" for i, name in enumerate(names, 1)]


def _reader(lines: Iterator[str]) -> Iterator[list[str]]:
    csv.field_size_limit(MOST_IN_A_LINE // 2)
    return csv.reader(lines, strict=True)


def _look_at(path: Path) -> _Text:
    """Return how a file is encoded and whether it is plain; raises Refused for other encodings."""
    for encoding in ("utf-8-sig", "cp949"):
        try:
            return _look_at_as(path, encoding)
        except UnicodeDecodeError:
            continue
    raise refuse(
        "file.encoding",
        msg("{file}: the text is neither UTF-8 nor cp949; save the file as “CSV UTF-8”"),
        file=path.name,
    )


def _look_at_as(path: Path, encoding: str) -> _Text:
    decoder = codecs.getincrementaldecoder(encoding)()
    ends: set[str] = set()
    blank = apostrophes = False
    before = b""
    with path.open("rb") as source:
        while chunk := source.read(_CHUNK):
            if chunk.endswith(b"\r"):
                chunk += source.read(1)
            decoder.decode(chunk)
            pairs, feeds, returns = (chunk.count(end) for end in (b"\r\n", b"\n", b"\r"))
            found = {"crlf": pairs, "lf": feeds - pairs, "cr": returns - pairs}
            ends |= {end for end, count in found.items() if count}
            near = before + chunk
            blank = blank or b"\n\n" in near or b"\n\r\n" in near or b"\r\r" in near
            apostrophes = apostrophes or b"'" in chunk
            before = chunk[-2:]
    decoder.decode(b"", final=True)
    return _Text(encoding, len(ends) < 2 and not blank, apostrophes)


def _decoded(path: Path, encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as source:
        while chunk := source.read(_CHUNK):
            yield decoder.decode(chunk)
    yield decoder.decode(b"", final=True)
