"""A file of merchants as a profile relation: typed columns, companions, and the bad cells named."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dure.engine.problems import Problem, Refused, msg
from dure.engine.profile.fields import PROFILE_COLUMNS, Field, Kind
from dure.engine.profile.industry import SECTION_OF_DIVISION, revision_on
from dure.engine.rules.sql import quoted
from dure.files.casting import WHAT_FITS, Cast, cast_field, companion_cast, settled_cast
from dure.files.headers import missing_column
from dure.files.session import Session
from dure.files.table import ROW, Column, Table
from dure.files.units import exponent_of, unit_problem

MOST_PROBLEMS = 100
_TYPES = {
    Kind.TEXT: "VARCHAR",
    Kind.NUMBER: "DOUBLE",
    Kind.DATE: "DATE",
    Kind.BOOLEAN: "BOOLEAN",
    Kind.LIST: "VARCHAR[]",
}


@dataclass(frozen=True, slots=True)
class ProfileRelation:
    """A table read as profiles.

    ``relation`` is an SQL table expression with ``#row``, the file's own columns, one typed column per
    field and companion (``value.FIELD``), and ``fault.COLUMN`` for each column that can be bad.
    """

    table: Table
    relation: str
    fields: tuple[Field, ...]
    checked: tuple[tuple[Field, Column], ...]

    @property
    def good(self) -> str:
        """SQL of "no cell of this row is bad"."""
        faults = [f"{quoted(f'fault.{field.name}')} IS NULL" for field, _ in self.checked]
        return " AND ".join(faults) or "TRUE"

    def typed(self, kept: Iterable[str], *, all_good: bool = False) -> str:
        """Return the good rows under the fields' own names, with some select items beside them.

        ``all_good`` says that no cell is bad (it was asked), so that nothing is checked again.
        """
        names = [f.name for f in self.fields]
        names += [f.companion for f in self.fields if f.none_able]
        items = [f"{quoted(f'value.{name}')} AS {quoted(name)}" for name in names]
        where = "" if all_good else f" WHERE {self.good}"
        return f"(SELECT {', '.join([*items, *kept])} FROM {self.relation}{where})"


def read_profiles(
    table: Table,
    fields: Sequence[Field] = PROFILE_COLUMNS,
    *,
    needed: Iterable[str] = ("business_no",),
    settled: Container[str] = (),
) -> ProfileRelation:
    """Read a table as typed rows of ``fields``, without running anything yet.

    ``needed`` columns must be there, and brackets behind a number's header hold a unit (Refused). A field
    whose column is absent is NULL throughout, and so is its companion: not known for everybody. ``settled``
    are the fields whose column was found to be as it should be (:mod:`dure.files.settled`): it is read as it
    is, and not checked again.
    """
    problems = [missing_column(table.file, name) for name in needed if table.column(name) is None]
    problems += [unit_problem(table.file, field, header) for field, header in _strange_units(table, fields)]
    if problems:
        raise Refused(problems)
    texts: list[str] = []
    values: list[str] = []
    faults: list[str] = []
    seen: list[tuple[Field, Column]] = []

    def add(name: str, cast: Cast, type_: str, field: Field | None, column: Column | None) -> None:
        texts.append(f"{cast.text} AS {quoted(f'text.{name}')}")
        values.append(f"CAST({cast.value} AS {type_}) AS {quoted(f'value.{name}')}")
        if field is not None and column is not None and cast.fault != "NULL":
            faults.append(f"{cast.fault} AS {quoted(f'fault.{name}')}")
            seen.append((field, column))

    for field in fields:
        column = table.column(field.name)
        cast = Cast("NULL", "NULL", "NULL")
        if column is not None:
            cast = settled_cast(field, column) if field.name in settled else cast_field(field, column)
        add(field.name, cast, _TYPES[field.kind], field, column)
        if field.none_able:
            said = table.column(field.companion)
            companion = Field(field.companion, Kind.BOOLEAN)
            add(field.companion, companion_cast(field, said, column is not None), "BOOLEAN", companion, said)
    relation = f"(SELECT *, {', '.join(texts)} FROM {table.relation})"
    relation = f"(SELECT *, {', '.join(values)} FROM {relation})"
    if faults:
        relation = f"(SELECT *, {', '.join(faults)} FROM {relation})"
    return ProfileRelation(table, relation, tuple(fields), tuple(seen))


def _strange_units(table: Table, fields: Iterable[Field]) -> Iterator[tuple[Field, str]]:
    for field in fields:
        column = table.column(field.name)
        if column is None or field.kind is not Kind.NUMBER:
            continue
        if exponent_of(field, column.header) is None:
            yield field, column.header


def bad_cells(
    session: Session, profiles: ProfileRelation, most: int = MOST_PROBLEMS
) -> tuple[list[Problem], int]:
    """Return the problems of the first bad cells in row order, and how many rows are bad."""
    if not profiles.checked:
        return [], 0
    bad = f"FROM {profiles.relation} WHERE NOT ({profiles.good})"
    count = int(str(session.rows(f"SELECT count(*) {bad}")[0][0]))
    if not count:
        return [], 0
    pairs = [(quoted(f"fault.{f.name}"), f"CAST({quoted(c.sql)} AS VARCHAR)") for f, c in profiles.checked]
    items = ", ".join(f"{fault}, {cell}" for fault, cell in pairs)
    problems: list[Problem] = []
    for number, *cells in session.rows(f'SELECT "{ROW}", {items} {bad} ORDER BY "{ROW}" LIMIT {most}'):
        for (field, column), fault, value in zip(profiles.checked, cells[::2], cells[1::2], strict=True):
            if fault is not None:
                problems.append(cell_problem(profiles.table.file, number, column, field, str(fault), value))
    return problems, count


def cell_problem(file: str, row: Any, column: Column, field: Field, fault: str, value: Any) -> Problem:
    """Return the problem of one bad cell, named by row and column."""
    return Problem(
        f"cell.{fault}",
        WHAT_FITS[fault],
        {
            "file": file,
            "row": row,
            "column": column.header,
            "value": "" if value is None else str(value)[:80],
            "choices": ", ".join(field.choices),
            "low": _plain(field.low),
            "high": _plain(field.high),
            "decimals": field.decimals,
            "field": field.name.removeprefix("has."),
        },
    )


def _plain(number: float | None) -> str:
    return "" if number is None else f"{number:.0f}"


def refuse_bad_cells(session: Session, profiles: ProfileRelation) -> None:
    """Raise Refused where a cell is bad, naming rows and columns."""
    problems, count = bad_cells(session, profiles)
    if problems:
        raise Refused([*problems, *too_many(profiles.table.file, count)])


def too_many(file: str, count: int) -> list[Problem]:
    """Return the line that says how many bad rows there are when not all were listed."""
    if count <= MOST_PROBLEMS:
        return []
    return [
        Problem(
            "file.more_bad_rows",
            msg("{file}: {count} rows have bad cells in all; the first {shown} are listed"),
            {"file": file, "count": count, "shown": MOST_PROBLEMS},
        )
    ]


def unusual_codes(session: Session, profiles: ProfileRelation, day: date) -> list[Problem]:
    """Warn of industry codes whose first two digits are no division, and of those of another revision.

    ``day`` says which revision the rules' own codes are of.
    """
    if profiles.table.column("ksic") is None:
        return []
    return [*_no_divisions(session, profiles), *_other_revisions(session, profiles, day)]


def _other_revisions(session: Session, profiles: ProfileRelation, day: date) -> list[Problem]:
    if profiles.table.column("ksic_revision") is None:
        return []
    ours = revision_on(day)
    query = (
        f'SELECT count(*), min("{ROW}") FROM {profiles.relation}'
        f""" WHERE "value.ksic_revision" <> '{ours}' AND length("value.ksic") > 2"""
    )
    count, first = session.rows(query)[0]
    if not count:
        return []
    return [
        Problem(
            "cell.other_revision",
            msg(
                "{file}: {count} industry codes are of another revision of KSIC than {revision}, which is in"
                " force on {day}: only their divisions are known (first in row {row})"
            ),
            {
                "file": profiles.table.file,
                "count": count,
                "row": first,
                "revision": ours,
                "day": day.isoformat(),
            },
            severity="warning",
        )
    ]


def _no_divisions(session: Session, profiles: ProfileRelation) -> list[Problem]:
    known = ", ".join(f"'{d}'" for d in SECTION_OF_DIVISION)
    unusual = f"FROM {profiles.relation} WHERE left({quoted('value.ksic')}, 2) NOT IN ({known})"
    codes = f"SELECT DISTINCT {quoted('value.ksic')} AS code FROM {profiles.relation}"
    divisions = f"SELECT DISTINCT left(code, 2) AS division FROM ({codes})"
    # Of the few divisions there are; only if one is unusual are its rows looked for.
    if not session.rows(f"SELECT 1 FROM ({divisions}) WHERE division NOT IN ({known}) LIMIT 1"):
        return []
    rows = session.rows(f'SELECT count(*), min("{ROW}") {unusual}')
    count, first = rows[0]
    if not count:
        return []
    return [
        Problem(
            "cell.no_division",
            msg("{file}: {count} industry codes begin with no division of KSIC (first in row {row})"),
            {"file": profiles.table.file, "count": count, "row": first},
            severity="warning",
        )
    ]
