"""A simulation as a workbook: one sheet a table, the facts on the first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import xlsxwriter

from dure.engine.problems import msg
from dure.files.formulas import guard
from dure.files.reports.tables import ReportTable
from dure.language import Language, translate

_LONGEST_NAME = 31
_NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


def write_workbook(
    path: Path,
    title: str,
    facts: Sequence[tuple[str, str]],
    tables: Sequence[ReportTable],
    language: Language,
) -> None:
    """Write the tables of a simulation; the same simulation gives the same bytes."""
    workbook = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    # A fixed date of creation: the same rows give the same file.
    workbook.set_properties({"title": title, "created": datetime(2000, 1, 1)})  # noqa: DTZ001
    head = workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True})
    wrapped = workbook.add_format({"text_wrap": True})
    number = workbook.add_format({"num_format": "#,##0"})
    first = workbook.add_worksheet(translate(msg("Overview"), language))
    first.set_column(0, 0, 28)
    first.set_column(1, 1, 80)
    first.write_string(0, 0, guard(title), head)
    for place, (name, value) in enumerate(facts, start=1):
        first.write_string(place, 0, guard(name))
        first.write_string(place, 1, guard(value), wrapped)
    for order, table in enumerate(tables, start=1):
        name = f"{order} {table.title.translate(_NOT_IN_NAMES)}"[:_LONGEST_NAME].strip()
        sheet = workbook.add_worksheet(name)
        sheet.set_column(0, 0, 44)
        sheet.set_column(1, len(table.headers), 20)
        sheet.write_string(0, 0, guard(table.note), wrapped)
        for column, header in enumerate(table.headers):
            sheet.write_string(1, column, guard(header), head)
        sheet.freeze_panes(2, 1)
        for line, row in enumerate(table.rows, start=2):
            for column, cell in enumerate(row):
                if isinstance(cell, int):
                    sheet.write_number(line, column, cell, number)
                elif cell is not None:
                    sheet.write_string(line, column, guard(cell))
    workbook.close()
