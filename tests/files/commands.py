"""``dure`` called as its users call it, and small files of every kind to give it."""

from __future__ import annotations

import contextlib
import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import xlsxwriter

from dure.cli.main import main

VERDICTS = ("business_no", "verdict", "failed_rules", "unknown_rules", "missing_fields")

GOOD = {
    "ksic": "47911",
    "employees": "4.9",
    "annual_sales": "5000000000",
    "mail_order_no": "제2024-서울-1호",
    "channels": "",
    "online_sales_share": "",
    "business_status": "active",
    "closed_on": "",
    "tax_arrears": "false",
    "sanctioned_until": "",
}
"""A merchant who is eligible for tops-2025, at both limits of a small merchant in retail trade."""


@dataclass(frozen=True, slots=True)
class Said:
    """What came of a command: its exit code and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.err.splitlines()


def dure(*words: object) -> Said:
    """Run a command in this process."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = main([str(word) for word in words])
        except SystemExit as stop:  # argparse
            code = int(str(stop.code))
    return Said(code, out.getvalue(), err.getvalue())


def done(*words: object) -> Said:
    """Run a command that must exit with 0."""
    said = dure(*words)
    assert said.code == 0, said
    return said


def refused(*words: object) -> list[str]:
    """Run a command that must exit with 2 and return the lines of standard error."""
    said = dure(*words)
    assert said.code == 2, said
    assert said.out == ""
    return said.lines


def business_no(number: int) -> str:
    """Return a business number: nine digits of a number and the check digit as PROFILE has it."""
    nine = f"{number:09d}"
    total = sum(int(d) * w for d, w in zip(nine, (1, 3, 7, 1, 3, 7, 1, 3, 5), strict=True))
    total += 5 * int(nine[8]) // 10
    return f"{nine}{(10 - total % 10) % 10}"


FIRST, SECOND, THIRD = (business_no(number) for number in (220_816_251, 123_456_789, 5))


def write_csv(path: Path, rows: Iterable[Sequence[object]], **how: Any) -> Path:
    """Write rows, the first of them the header, as a spreadsheet would."""
    with path.open("w", encoding=how.pop("encoding", "utf-8"), newline="") as file:
        csv.writer(file, **({"lineterminator": "\n"} | how)).writerows(rows)
    return path


def write_xlsx(path: Path, rows: Iterable[Sequence[object]]) -> Path:
    """Write a workbook: numbers, dates and booleans as such, a pair as a formula and what it came to."""
    with xlsxwriter.Workbook(str(path)) as workbook:
        sheet = workbook.add_worksheet()
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        title = workbook.add_format({"bold": True, "font_size": 20, "bg_color": "#ffff00"})
        share = workbook.add_format({"num_format": "0%"})
        for r, row in enumerate(rows):
            for c, cell in enumerate(row):
                match cell:
                    case None:
                        sheet.write_blank(r, c, None, title)
                    case bool():
                        sheet.write_boolean(r, c, cell)
                    case date():
                        sheet.write_datetime(r, c, cell, day)
                    case (formula, value):
                        sheet.write_formula(r, c, formula, None, value)
                    case int() | float():
                        sheet.write_number(r, c, cell, share if 0 < cell < 1 else None)
                    case _:
                        sheet.write_string(r, c, str(cell), title if r == 0 else None)
    return path


def write_parquet(path: Path, select: str) -> Path:
    """Write what a SELECT of DuckDB gives."""
    target = str(path).replace("'", "''")
    duckdb.connect().execute(f"COPY ({select}) TO '{target}' (FORMAT parquet)").fetchall()
    return path


def text_table(rows: Sequence[Sequence[str]]) -> str:
    """Return the SELECT of rows of texts, the first of them the column names; empty text is NULL."""
    names = ", ".join('"' + name.replace('"', '""') + '"' for name in rows[0])
    values = ", ".join("(" + ", ".join(_literal(cell) for cell in row) + ")" for row in rows[1:])
    return f"SELECT * FROM (VALUES {values}) AS t({names})"


def _literal(cell: str) -> str:
    return "'" + cell.replace("'", "''") + "'" if cell else "CAST(NULL AS VARCHAR)"


def read_csv(path: Path) -> list[list[str]]:
    """Return the rows of a csv file as written, the header first."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, strict=True))


def read_parquet(path: Path) -> list[list[str]]:
    """Return the rows of a parquet file as texts, the column names first."""
    read = duckdb.connect().execute("SELECT * FROM read_parquet(?, hive_partitioning = false)", [str(path)])
    names = [column[0] for column in read.description]
    return [names, *(["" if cell is None else str(cell) for cell in row] for row in read.fetchall())]


def screened(folder: Path, rows: Sequence[Sequence[object]], *options: object) -> list[dict[str, str]]:
    """Screen rows (the first of them the header) by tops-2025 and return the rows that come out."""
    source = write_csv(folder / "merchants.csv", rows)
    done("screen", "tops-2025", source, "-o", folder / "screened.csv", *options)
    header, *cells = read_csv(folder / "screened.csv")
    return [dict(zip(header, row, strict=True)) for row in cells]


def merchants(changes: Iterable[Mapping[str, str]]) -> list[list[str]]:
    """Return rows of merchants, each like GOOD but for some cells, with numbers of their own."""
    rows = [{"business_no": business_no(i), **GOOD, **change} for i, change in enumerate(changes, 1)]
    return [list(rows[0]), *(list(row.values()) for row in rows)]


def programme_of(folder: Path, rules: Mapping[str, str]) -> Path:
    """Write a small programme file with these eligibility rules."""
    listed = "".join(
        f'  - id: {name}\n    rule: "{rule}"\n    reason: {{ko: 이유, en: Reason}}\n'
        for name, rule in rules.items()
    )
    path = folder / "programme.yaml"
    path.write_text(
        "id: small\ntitle: {ko: 작은 사업, en: Small}\nyear: 2025\n"
        "window:\n  opens_at: 2025-03-18T09:00:00+09:00\n  closes_at: 2025-04-18T18:00:00+09:00\n"
        "reference_day: 2025-03-18\n"
        "executors:\n  - {id: one, name: {ko: 하나, en: One}}\n  - {id: two, name: {ko: 둘, en: Two}}\n"
        f"eligibility:\n{listed}"
        "stages:\n  - {id: first, title: {ko: 첫째, en: First}, quota: {total: 20, per_executor: 10}}\n",
        encoding="utf-8",
    )
    return path
