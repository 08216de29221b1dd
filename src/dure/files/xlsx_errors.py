"""Error cells of a workbook (#N/A, #DIV/0!): the reader of workbooks gives them as empty, and empty has a
meaning here."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, TypeAlias

from dure.files.formulas import ERRORS

ErrorCells: TypeAlias = Mapping[int, Mapping[int, str]]
"""By row (from 1) and column (from 0), what the cell says."""

_CHUNK = 1 << 20
_FIRST_SHEET = re.compile(rb"<(?:\w+:)?sheet\s[^>]*?\bid=[\"']([^\"']+)[\"']")
_LINK = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
_ERROR = re.compile(
    rb"<(?:\w+:)?c\s(?=[^>]*?\bt=[\"']e[\"'])[^>]*?\br=[\"']([A-Z]{1,3})(\d{1,7})[\"'][^>]*>"
    rb"(.{0,9000}?)</(?:\w+:)?c>",
    re.DOTALL,
)
_SAID = re.compile(rb"<(?:\w+:)?v>([^<]*)</")


def error_cells(path: Path) -> ErrorCells:
    """Return the error cells of the first sheet; raises OSError or ValueError for no workbook."""
    found: dict[int, dict[int, str]] = {}
    try:
        with zipfile.ZipFile(path) as archive:
            for column, row, said in _errors_in(archive):
                found.setdefault(row, {})[column] = said
    except (zipfile.BadZipFile, zlib.error, KeyError, RuntimeError, NotImplementedError) as error:
        raise ValueError(str(error)) from error
    return found


def _errors_in(archive: zipfile.ZipFile) -> Iterator[tuple[int, int, str]]:
    with archive.open(_first_sheet(archive)) as sheet:
        for part in _pieces(sheet):
            for match in _ERROR.finditer(part) if b'"e"' in part or b"'e'" in part else ():
                letters, row, inside = match.groups()
                said = _SAID.search(inside)
                error = said.group(1).decode() if said else ""
                yield _place(letters), int(row), error if error in ERRORS else "#N/A"


def _pieces(sheet: IO[bytes]) -> Iterator[bytes]:
    """Yield the sheet in pieces that end with a row, so that no cell is cut."""
    held = b""
    while chunk := sheet.read(_CHUNK):
        whole, end, held = (held + chunk).rpartition(b"</row>")
        yield whole + end
    yield held


def _first_sheet(archive: zipfile.ZipFile) -> str:
    sheet = _FIRST_SHEET.search(archive.read("xl/workbook.xml"))
    if sheet is None:
        raise ValueError("no sheet")
    for link in _LINK.findall(archive.read("xl/_rels/workbook.xml.rels")):
        if _attribute(link, b"Id") == sheet.group(1):
            target = _attribute(link, b"Target").decode()
            return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    raise ValueError("no sheet")


def _attribute(tag: bytes, name: bytes) -> bytes:
    found = re.search(rb"\s" + name + rb"=[\"']([^\"']*)[\"']", tag)
    return found.group(1) if found else b""


def _place(letters: bytes) -> int:
    """Return the column of letters, from 0.

    >>> _place(b"A"), _place(b"AB")
    (0, 27)
    """
    place = 0
    for letter in letters:
        place = place * 26 + letter - 64
    return place - 1
