"""Workbooks of scores: one row an applicant, one column a criterion; written for an executor, and read back.

Read as text, as all tables are; what a cell means is the reader's business. Only numbers that a workbook
holds as binary fractions are brought to the digits that were typed.
"""

from __future__ import annotations

import csv
import io
import re
import tempfile
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from python_calamine import CalamineError, CalamineWorkbook

from dure.engine.problems import Problem, Refused, msg, refuse
from dure.files.formulas import guard, unguard
from dure.files.xlsx_errors import error_cells

MOST_ROWS = 50_000
MOST_UNPACKED = 200 * 1024 * 1024
"""A workbook is a zip file: one that says to hold more than this is not opened."""
MOST_COLUMNS = 200
_CELL = re.compile(rb"<(?:\w+:)?c\s[^>]*?\br=[\"']([A-Z]{1,7})(\d{1,10})[\"']")
_WIDTHS = {"number": 18, "name": 28, "score": 14, "comment": 50}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of scores: its name inside, what stands above it, and all names by which it is known."""

    name: str
    title: str
    known_as: tuple[str, ...] = ()

    def is_called(self, header: str) -> bool:
        """Say whether a header means this column."""
        wanted = " ".join(header.split()).casefold()
        return wanted in {" ".join(n.split()).casefold() for n in (self.name, self.title, *self.known_as)}


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a workbook of scores."""

    number: Column
    name: Column
    scores: tuple[Column, ...]
    comment: Column
    sheet: str
    guide_sheet: str
    guide: tuple[tuple[str, str], ...]
    """(title, words) lines of the second sheet: how to fill in the first, and what each criterion means."""
    not_a_mark: str
    """What the workbook says of a cell that is no score."""
    remarks: tuple[Column, ...] = ()
    """A column of words on each criterion; a file may be without them."""


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One row as it was read: its number in the file, and its texts by the columns' names."""

    row: int
    texts: Mapping[str, str]


def write_score_workbook(layout: Layout, rows: Iterable[Mapping[str, str]]) -> bytes:
    """Return a workbook with the rows' texts by the columns' names; the same rows give the same bytes."""
    kept = io.BytesIO()
    workbook = xlsxwriter.Workbook(
        kept, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    workbook.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001  a fixed date of creation
    sheet = workbook.add_worksheet(layout.sheet)
    guide = workbook.add_worksheet(layout.guide_sheet)
    head = workbook.add_format({"bold": True, "bg_color": "#E7F0FE", "border": 1, "text_wrap": True})
    text = workbook.add_format({"num_format": "@"})
    mark = workbook.add_format({"num_format": "0.###"})
    columns = [layout.number, layout.name, *layout.scores, *layout.remarks, layout.comment]
    widths = [
        _WIDTHS["number"],
        _WIDTHS["name"],
        *[_WIDTHS["score"]] * len(layout.scores),
        *[_WIDTHS["name"]] * len(layout.remarks),
        _WIDTHS["comment"],
    ]
    for place, (column, width) in enumerate(zip(columns, widths, strict=True)):
        sheet.set_column(place, place, width, mark if column in layout.scores else text)
        sheet.write_string(0, place, guard(column.title), head)
    last = 0
    for number, row in enumerate(rows, 1):
        last = number
        for place, column in enumerate(columns):
            value = row.get(column.name, "")
            if value and column in layout.scores:
                sheet.write_number(number, place, float(value), mark)
            elif value:
                sheet.write_string(number, place, guard(value), text)
    sheet.freeze_panes(1, 2)
    if last:
        sheet.data_validation(
            1,
            2,
            last,
            1 + len(layout.scores),
            {
                "validate": "decimal",
                "criteria": "between",
                "minimum": 0,
                "maximum": 100,
                "error_title": layout.sheet,
                "error_message": layout.not_a_mark[:255],
            },
        )
    guide.set_column(0, 0, _WIDTHS["name"])
    guide.set_column(1, 1, 2 * _WIDTHS["comment"])
    wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
    for place, (title, words) in enumerate(layout.guide):
        guide.write_string(place, 0, guard(title), head)
        guide.write_string(place, 1, guard(words), wrapped)
    workbook.close()
    return kept.getvalue()


def read_score_sheet(content: bytes, name: str, layout: Layout) -> list[ScoreRow]:
    """Read the first sheet of a workbook, or a csv file; rows that are wholly empty are passed over.

    Raises Refused where it cannot be read, lacks a column or has one twice, or has too many rows. The name,
    which nobody reads back, the remarks and the comment may be missing.
    """
    texts = sheet_texts(content, name)
    if len(texts) > MOST_ROWS + 1:
        raise refuse("scores.rows", msg("{file}: more than {most} rows"), file=name, most=f"{MOST_ROWS:,}")
    if not texts or not any(texts[0][1]):
        raise refuse("file.no_header", msg("{file}: the first row must hold the column names"), file=name)
    places = _places(texts[0][1], name, layout)
    read = []
    for number, cells in texts[1:]:
        row = {column: cells[place].strip() if place < len(cells) else "" for column, place in places.items()}
        if any(row.values()):
            read.append(ScoreRow(number, row))
    return read


def sheet_texts(content: bytes, name: str) -> list[tuple[int, list[str]]]:
    """Return the rows of the first sheet of a workbook, or of a csv, as texts with their numbers.

    Raises Refused where it cannot be read, or is too wide.
    """
    return _xlsx_rows(content, name) if content.startswith(b"PK") else _csv_rows(content, name)


def _places(header: Sequence[str], name: str, layout: Layout) -> dict[str, int]:
    """Return where each column stands."""
    places: dict[str, int] = {}
    problems = []
    for column in (layout.number, *layout.scores, *layout.remarks, layout.comment):
        found = [place for place, text in enumerate(header) if text and column.is_called(text)]
        if len(found) > 1:
            problems.append(
                Problem(
                    "scores.doubled_column",
                    msg("{file}: the column {column} stands there more than once"),
                    {"file": name, "column": column.title},
                )
            )
        elif found:
            places[column.name] = found[0]
        elif column is not layout.comment and column not in layout.remarks:
            problems.append(
                Problem(
                    "scores.missing_column",
                    msg(
                        "{file}: the column {column} is missing: use the workbook that you can download here"
                    ),
                    {"file": name, "column": column.title},
                )
            )
    if problems:
        raise Refused(problems)
    return places


def _csv_rows(content: bytes, name: str) -> list[tuple[int, list[str]]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("cp949")
        except UnicodeDecodeError as error:
            raise refuse(
                "file.encoding", msg("{file}: the text is neither UTF-8 nor cp949"), file=name
            ) from error
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise refuse("file.csv", msg("{file}: the text is no table of commas"), file=name) from error
    return [(number, [unguard(cell) for cell in cells]) for number, cells in enumerate(rows, 1)]


def _xlsx_rows(content: bytes, name: str) -> list[tuple[int, list[str]]]:
    unreadable = refuse("file.xlsx", msg("{file}: the workbook cannot be read"), file=name)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(member.file_size for member in archive.infolist()) > MOST_UNPACKED:
                raise unreadable
            if _is_too_wide(archive):
                raise refuse(
                    "scores.rows", msg("{file}: more than {most} rows"), file=name, most=f"{MOST_ROWS:,}"
                )
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
        first = (sheet.start or (0, 0))[0]
        rows = sheet.to_python(skip_empty_area=True)
        left = (sheet.start or (0, 0))[1]
        with tempfile.NamedTemporaryFile(suffix=".xlsx") as kept:
            kept.write(content)
            kept.flush()
            errors = error_cells(Path(kept.name))
    except (CalamineError, zipfile.BadZipFile, OSError, ValueError, IndexError) as error:
        raise unreadable from error
    read = []
    for number, cells in enumerate(rows, first + 1):
        texts = [""] * left + [_text(cell) for cell in cells]
        for place, said in errors.get(number, {}).items():
            texts += [""] * (place + 1 - len(texts))
            texts[place] = said
        read.append((number, texts))
    return read


def _is_too_wide(archive: zipfile.ZipFile) -> bool:
    """Say whether a cell stands beyond what is read: a table up to a far corner would fill the memory."""
    for member in archive.namelist():
        if not member.startswith("xl/worksheets/") or not member.endswith(".xml"):
            continue
        for letters, row in _CELL.findall(archive.read(member)):
            column = 0
            for letter in letters:
                column = column * 26 + letter - 64
            if column > MOST_COLUMNS or int(row) > MOST_ROWS + 1:
                return True
    return False


def _text(cell: Any) -> str:
    """Return a cell as a person would type it: 87.3 that a workbook holds as 87.29999999999999 is 87.3."""
    match cell:
        case bool():
            return "true" if cell else "false"
        case float():
            near = round(cell, 3)
            value = near if abs(cell - near) < 1e-9 else cell
            return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value!r}"
        case _:
            return unguard(str(cell))
