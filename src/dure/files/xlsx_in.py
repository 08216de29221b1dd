"""xlsx workbooks: the first sheet, read as text; cells held as numbers are remembered as such."""

from __future__ import annotations

import csv
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from dure.engine.problems import msg, refuse
from dure.files.headers import column_named
from dure.files.session import Session, sql_path
from dure.files.table import ROW, Column, Table

_NUMBERED = frozenset({"ksic", "region"})
"""Columns whose codes lose a leading zero as numbers: there it matters how the workbook holds the cell."""


def open_xlsx(session: Session, path: Path) -> Table:
    """Open the first sheet of a workbook as a table of texts."""
    try:
        rows = iter(CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).iter_rows())
        header = next(rows, None)
    except (CalamineError, OSError, ValueError) as error:
        raise refuse("file.xlsx", msg("{file}: the workbook cannot be read"), file=path.name) from error
    headers = [_text(cell).strip() for cell in header or []]
    while headers and not headers[-1]:
        headers.pop()
    if not any(headers):
        raise refuse(
            "file.no_header", msg("{file}: the first row must hold the column names"), file=path.name
        )
    headers = [name or f"column{i}" for i, name in enumerate(headers, 1)]
    staged = session.folder / "sheet.csv"
    columns = _stage(rows, headers, staged, path)
    types = ", ".join(f"'{n}': '{t}'" for n, t in [(ROW, "BIGINT"), *columns.items()])
    sheet = (
        f"SELECT * FROM read_csv({sql_path(staged)}, auto_detect = false, columns = {{{types}}},"
        f" header = false, delim = ',', quote = '\"', escape = '\"', max_line_size = 2000000)"
    )
    relation = session.stage(sheet)
    return Table(path.name, relation, tuple(_columns(headers)))


def _columns(headers: list[str]) -> list[Column]:
    columns = []
    for i, header in enumerate(headers):
        means = column_named(header)
        numeric = f'coalesce("n{i}", FALSE)' if means in _NUMBERED else "FALSE"
        columns.append(Column(header, means, f"c{i}", numeric=numeric))
    return columns


def _stage(rows: Any, headers: list[str], staged: Path, path: Path) -> dict[str, str]:
    """Write the rows below the header as csv: row number, texts, and for codes whether held as a number."""
    watched = [i for i, header in enumerate(headers) if column_named(header) in _NUMBERED]
    width = len(headers)
    with staged.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target, lineterminator="\n")
        for number, cells in enumerate(rows, 2):
            texts = [_text(cell) for cell in cells]
            if not any(texts):
                continue
            if any(texts[width:]):
                raise refuse(
                    "file.row_width",
                    msg("{file}: row {row} has cells to the right of the last header"),
                    file=path.name,
                    row=number,
                )
            texts = (texts + [""] * width)[:width]
            numbers = [isinstance(cells[i], (int, float)) if i < len(cells) else False for i in watched]
            writer.writerow([number, *texts, *numbers])
    return {f"c{i}": "VARCHAR" for i in range(width)} | {f"n{i}": "BOOLEAN" for i in watched}


def _text(cell: Any) -> str:
    """Return a cell as a person would type it."""
    match cell:
        case bool():
            return "true" if cell else "false"
        case float():
            return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
        case datetime():
            return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
        case date() | time():
            return cell.isoformat()
        case timedelta():
            return str(cell)
        case _:
            return str(cell)
