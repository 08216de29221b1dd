"""A paper as a workbook: the facts on one sheet, each table on one of its own, numbers as numbers."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime

import xlsxwriter

from dure.papers.model import Paper, Table

BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
"""Stands as the day of making in every file: the same paper gives the same bytes."""
LONGEST_NAME = 31


def as_xlsx(paper: Paper) -> bytes:
    """Return the file; no text in it is taken for a formula or an address."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"title": paper.title, "created": BEGINNING})
    bold, number = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0"})
    total = book.add_format({"bold": True, "num_format": "#,##0"})
    first = book.add_worksheet(_name(paper.title, 0))
    first.set_column(0, 0, 28)
    first.set_column(1, 1, 60)
    first.write_string(0, 0, paper.title, bold)
    lines = [("", paper.subtitle), *paper.facts, ("", paper.foot)]
    for n, (label, words) in enumerate(lines, start=1):
        first.write_string(n, 0, label, bold)
        first.write_string(n, 1, words)
    tables = [(part.heading, one) for part in paper.parts for one in part.tables]
    for n, (heading, one) in enumerate(tables, start=1):
        sheet = book.add_worksheet(_name(one.caption or heading, n))
        sheet.freeze_panes(1, 0)
        for column, width in enumerate(_widths(one)):
            sheet.set_column(column, column, width)
        for column, text in enumerate(one.headers):
            sheet.write_string(0, column, text, bold)
        for r, row in enumerate([*one.rows, *one.sums], start=1):
            style = total if r > len(one.rows) else number
            for column, value in enumerate(row):
                if isinstance(value, int):
                    sheet.write_number(r, column, value, style)
                else:
                    sheet.write_string(r, column, value, bold if r > len(one.rows) else None)
    book.close()
    return out.getvalue()


def _name(text: str, n: int) -> str:
    """Return the name of a sheet: unlike the others, short, and without the signs that are not allowed."""
    kept = "".join(letter for letter in text if letter not in "[]:*?/\\'")
    return f"{n} {kept}"[:LONGEST_NAME] if n else kept[:LONGEST_NAME] or "1"


def _widths(one: Table) -> Sequence[int]:
    every = [one.headers, *one.rows, *one.sums]
    return [min(50, max(10, *(2 * len(str(row[n])) for row in every))) for n in range(len(one.headers))]
