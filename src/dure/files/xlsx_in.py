"""xlsx workbooks: the first sheet, read as text; cells held as numbers are remembered as such."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from dure.engine.problems import msg, refuse
from dure.files.formulas import unguard
from dure.files.headers import column_named
from dure.files.session import Session
from dure.files.staged import stage_rows
from dure.files.table import ROW, Column, Table
from dure.files.xlsx_errors import ErrorCells, error_cells

_NUMBERED = frozenset({"ksic", "region"})
"""Columns whose codes lose a leading zero as numbers: there it matters how the workbook holds the cell."""


def open_xlsx(session: Session, path: Path) -> Table:
    """Open the first sheet of a workbook as a table of texts."""
    try:
        rows = iter(CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).iter_rows())
        header = next(rows, None)
        errors = error_cells(path)
    except (CalamineError, OSError, ValueError) as error:
        raise refuse("file.xlsx", msg("{file}: the workbook cannot be read"), file=path.name) from error
    headers = [unguard(_text(cell).strip()) for cell in header or []]
    while headers and not headers[-1]:
        headers.pop()
    if not any(headers):
        raise refuse(
            "file.no_header", msg("{file}: the first row must hold the column names"), file=path.name
        )
    columns = _columns([name or f"column{i}" for i, name in enumerate(headers, 1)])
    watched = [i for i, column in enumerate(columns) if column.means in _NUMBERED]
    types = {ROW: "BIGINT"} | {column.sql: "VARCHAR" for column in columns}
    types |= {f"n{i}": "BOOLEAN" for i in watched}
    relation = stage_rows(session, types, _read(rows, errors, len(columns), watched, path))
    return Table(path.name, relation, tuple(columns))


def _columns(headers: list[str]) -> list[Column]:
    columns = []
    for i, header in enumerate(headers):
        means = column_named(header)
        numeric = f'coalesce("n{i}", FALSE)' if means in _NUMBERED else "FALSE"
        columns.append(Column(header, means, f"c{i}", numeric=numeric))
    return columns


def _read(
    rows: Any, errors: ErrorCells, width: int, watched: list[int], path: Path
) -> Iterator[Sequence[object]]:
    """Yield the rows below the header: row number, texts, and for codes whether held as a number."""
    for number, cells in enumerate(rows, 2):
        # Most cells are texts already: what every cell would be asked is asked of the others only.
        texts = [cell if type(cell) is str else _text(cell) for cell in cells]
        for place, error in errors.get(number, {}).items():
            texts += [""] * (place + 1 - len(texts))
            texts[place] = error
        if not any(texts):
            continue
        if any(text.strip() for text in texts[width:]):
            raise refuse(
                "file.row_width",
                msg(
                    "{file}: row {row} has cells to the right of the last header; the first row must hold"
                    " the column names, and nothing may stand above it"
                ),
                file=path.name,
                row=number,
            )
        texts = (texts + [""] * width)[:width]
        numbers = [isinstance(cells[i], (int, float)) if i < len(cells) else False for i in watched]
        yield number, *[unguard(text) if text[:1] == "'" else text for text in texts], *numbers


def _text(cell: Any) -> str:
    """Return a cell as a person would type it."""
    match cell:
        case bool():
            return "true" if cell else "false"
        case float():
            return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else _decimals(cell)
        case datetime():
            return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
        case date() | time():
            return cell.isoformat()
        case timedelta():
            return str(cell)
        case _:
            return str(cell)


def _decimals(number: float) -> str:
    """Return a number without an exponent: 0.00000012 and not 1.2e-07."""
    text = repr(number)
    return format(Decimal(text), "f") if "e" in text else text
