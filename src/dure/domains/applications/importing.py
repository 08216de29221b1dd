"""A list of applicants read: rows as facts and what was applied for, and what is wrong by row and column."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from dure.domains.applications.importing_cells import CellReader, Cells
from dure.domains.applications.importing_columns import Columns, answers_first, columns_of
from dure.engine.problems import Problem, msg, refuse
from dure.engine.profile.fields import PROFILE_COLUMNS, Kind
from dure.engine.programme.models.programme import Programme
from dure.engine.rules.sql import quoted, text_literal
from dure.files.bad_rows import write_rows_apart
from dure.files.merchants import ProfileRelation, cell_problem, read_profiles
from dure.files.reading import open_table
from dure.files.session import Session
from dure.files.table import ROW, Table

MOST_ROWS = 100_000
_CHUNK = 2_000
_LONGEST = {"name": 200, "mail_order_no": 60, "market_id": 60, "channels": 120, "designations": 60}
_MOST_PARTS = 100
Progress = Callable[[int, int], None]
"""Takes how many rows are done, and how many there are."""

# A resident registration number (주민등록번호): a birthday, a digit for century and sex, six more.
_RESIDENT = r"(^|[^0-9])[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])[- ]?[1-8][0-9]{6}($|[^0-9])"
_WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)


@dataclass(frozen=True, slots=True)
class Applicant:
    """One good row: what is known of the merchant and what was applied for."""

    row: int
    facts: dict[str, Any]
    """Values and companions of the engine's row, typed; what is not known is None."""
    cells: Cells


@dataclass(slots=True)
class Sheet:
    """A list as read: its good rows, and by row the columns that are wrong and why."""

    table: Table
    columns: Columns
    rows: int = 0
    applicants: list[Applicant] = field(default_factory=list)
    faults: dict[int, list[tuple[str, Problem]]] = field(default_factory=dict)

    def fault(self, row: int, header: str, problem: Problem) -> None:
        """Note what is wrong with a cell."""
        self.faults.setdefault(row, []).append((header, problem))

    def drop_faulty(self) -> None:
        """Leave out of the good rows those in which something was found since."""
        self.applicants = [one for one in self.applicants if one.row not in self.faults]


def read_sheet(
    session: Session, path: Path, programme: Programme, progress: Progress, now: datetime
) -> Sheet:
    """Read a list of applicants as of an instant; nothing of the database is asked.

    Raises Refused where the file cannot be read, lacks the business number, has too many rows, or holds a
    resident registration number, which the service never keeps.
    """
    table = answers_first(open_table(session, path), programme)
    count = int(str(session.rows(f"SELECT count(*) FROM {table.relation}")[0][0]))
    if not count:
        raise refuse("import.no_rows", msg("{file}: there is no row below the header"), file=path.name)
    if count > MOST_ROWS:
        raise refuse(
            "import.rows",
            msg("{file}: {count} rows are more than the {most} that are taken at once: divide the list"),
            file=path.name,
            count=f"{count:,}",
            most=f"{MOST_ROWS:,}",
        )
    _refuse_unreadable(session, table)
    profiles = read_profiles(table)
    columns = columns_of(table, programme)
    sheet = Sheet(table, columns, rows=count)
    for row, header, problem in (*_profile_faults(session, profiles), *_unfit(session, profiles)):
        sheet.fault(row, header, problem)
    reader = CellReader(programme, columns, now)
    first_of: dict[str, int] = {}
    for done, one in enumerate(_rows(session, profiles, reader, sheet), 1):
        number = one.facts["business_no"]
        if number is not None and (first := first_of.setdefault(number, one.row)) != one.row:
            sheet.fault(one.row, _header(table, "business_no"), _doubled(first))
        sheet.applicants.append(one)
        if done % _CHUNK == 0:
            progress(done, count)
    sheet.drop_faulty()
    progress(count, count)
    return sheet


def write_error_sheet(
    session: Session, sheet: Sheet, path: Path, problem_line: Callable[[Problem], str]
) -> None:
    """Write the rows that are wrong as they came, with row, columns and problems before their cells."""
    said = (
        (
            row,
            ";".join(dict.fromkeys(header for header, _ in sheet.faults[row])),
            "\n".join(f"{header}: {problem_line(problem)}" for header, problem in sheet.faults[row]),
        )
        for row in sorted(sheet.faults)
    )
    write_rows_apart(session, sheet.table, path, said)


def _rows(
    session: Session, profiles: ProfileRelation, reader: CellReader, sheet: Sheet
) -> Iterator[Applicant]:
    """Yield every row, typed; a bad cell of the profile is None here and stands in the faults."""
    names = [f.name for f in PROFILE_COLUMNS]
    names += [f.companion for f in PROFILE_COLUMNS if f.none_able]
    whole = {f.name for f in PROFILE_COLUMNS if f.whole}
    others = reader.columns()
    values_of = {name: quoted(f"value.{name}") for name in names}
    values_of |= {name: f"CAST({values_of[name]} AS BIGINT)" for name in whole}
    items = [f'"{ROW}"', *values_of.values()]
    items += [f"CAST({quoted(column.sql)} AS VARCHAR)" for column in others]
    cursor = session.connection.cursor()
    cursor.execute(f'SELECT {", ".join(items)} FROM {profiles.relation} ORDER BY "{ROW}"')
    while found := cursor.fetchmany(_CHUNK):
        for row, *values in found:
            facts = dict(zip(names, values, strict=False))
            cells, faults = reader.read(values[len(names) :])
            for header, problem in faults:
                sheet.fault(row, header, problem)
            yield Applicant(row, facts, cells)


def _profile_faults(session: Session, profiles: ProfileRelation) -> Iterator[tuple[int, str, Problem]]:
    """Yield the bad cells of the profile: row, header, problem."""
    if not profiles.checked:
        return
    pairs = [(quoted(f"fault.{f.name}"), f"CAST({quoted(c.sql)} AS VARCHAR)") for f, c in profiles.checked]
    items = ", ".join(f"{fault}, {cell}" for fault, cell in pairs)
    cursor = session.connection.cursor()
    cursor.execute(
        f'SELECT "{ROW}", {items} FROM {profiles.relation} WHERE NOT ({profiles.good}) ORDER BY "{ROW}"'
    )
    while found := cursor.fetchmany(_CHUNK):
        for row, *values in found:
            pairs_found = zip(profiles.checked, values[::2], values[1::2], strict=True)
            for (checked, column), fault, value in pairs_found:
                if fault is not None:
                    problem = cell_problem(profiles.table.file, row, column, checked, str(fault), value)
                    yield row, column.header, problem


def _unfit(session: Session, profiles: ProfileRelation) -> Iterator[tuple[int, str, Problem]]:
    """Yield what a good cell holds and a row of the database cannot: row, header, problem."""
    for name, most in _LONGEST.items():
        column = profiles.table.column(name)
        if column is None:
            continue
        value = quoted(f"value.{name}")
        listed = next(f for f in PROFILE_COLUMNS if f.name == name).kind is Kind.LIST
        longest = f"list_max(list_transform({value}, lambda e: length(e)))" if listed else f"length({value})"
        many = f" OR len({value}) > {_MOST_PARTS}" if listed else ""
        query = f'SELECT "{ROW}" FROM {profiles.relation} WHERE {longest} > {most}{many} ORDER BY "{ROW}"'
        for (row,) in session.rows(query):
            message = msg("longer than {most} characters")
            yield int(str(row)), column.header, Problem("cell.long", message, {"most": most})


def _doubled(first: int) -> Problem:
    return Problem(
        "cell.doubled",
        msg("this business stands in row {first} already: one row a business"),
        {"first": first},
    )


def _header(table: Table, means: str) -> str:
    column = table.column(means)
    return column.header if column else means


def _refuse_unreadable(session: Session, table: Table) -> None:
    """Raise Refused where a cell is no text, or holds a resident number; names rows, never the number."""
    cells = ", ".join(f"CAST({quoted(column.sql)} AS VARCHAR)" for column in table.columns)
    line = f"concat_ws(chr(31), {cells})"
    broken = session.rows(f'SELECT min("{ROW}") FROM {table.relation} WHERE contains({line}, chr(0))')[0][0]
    if broken is not None:
        raise refuse(
            "import.no_text",
            msg("row {row} holds a character that is no text: save the list anew"),
            row=broken,
        )
    query = (
        f'SELECT "{ROW}", {line} FROM {table.relation}'
        f' WHERE regexp_matches({line}, {text_literal(_RESIDENT)}) ORDER BY "{ROW}"'
    )
    rows = [row for row, text in session.rows(query) if _holds_resident_number(str(text))]
    if rows:
        raise refuse(
            "import.resident_number",
            msg(
                "{count} rows hold what looks like a resident registration number (first in row {row}): it"
                " is never kept here, and the file was thrown away; take the numbers out"
            ),
            count=len(rows),
            row=rows[0],
        )


def _holds_resident_number(text: str) -> bool:
    """Say whether a text holds thirteen digits whose check digit is that of a resident number.

    Corporations' registration numbers look alike and are checked another way.
    """
    for found in re.finditer(r"(?<![0-9])([0-9]{6})[- ]?([1-8][0-9]{6})(?![0-9])", text):
        digits = [int(d) for d in found[1] + found[2]]
        total = sum(w * d for w, d in zip(_WEIGHTS, digits, strict=False))
        if (11 - total % 11) % 10 == digits[12]:
            return True
    return False
