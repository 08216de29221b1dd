"""What a file brings to order applications by, where that is no score given as one: arrivals, the orders of
executors, votes, the sources of a mixed score.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from dure.engine.problems import Problem, Refused, msg
from dure.engine.profile.fields import Field, Kind
from dure.engine.programme.fields import fields_of
from dure.engine.programme.models.programme import Programme
from dure.engine.rules.sql import quoted
from dure.engine.selection.mixing import Part, mixed, points_of
from dure.engine.selection.plan import StagePlan, score_text
from dure.engine.selection.ways import BY_ARRIVAL, read_instant, read_nominations
from dure.files.table import Table
from dure.files.votes import VOTES, points_in, refuse_other_points, votes_in

RECEIVED = "received_at"
NOMINATIONS = "nominations"

Standing: TypeAlias = Callable[[str, str], int | None]
"""What an application (number) is ordered by at an executor."""
Query: TypeAlias = Callable[[Iterable[str]], Iterable[Sequence[object]]]
"""Rows of some select items after the application's number."""


@dataclass(frozen=True, slots=True)
class Ordering:
    """The columns that a stage's applications are ordered by, beside or instead of scores."""

    plan: StagePlan
    file: str
    fields: tuple[Field, ...]
    columns: tuple[str, ...]
    """As they are published."""
    counted: Mapping[str, Field]
    """By column, the field of the merchant from which its points are counted."""


def open_ordering(table: Table, plan: StagePlan, programme: Programme) -> Ordering:
    """Find what a stage is ordered by; raises Refused for the columns that are missing."""
    own = {"nomination": NOMINATIONS, "vote": VOTES} | dict.fromkeys(BY_ARRIVAL, RECEIVED)
    if plan.way in own:
        column = own[plan.way]
        return Ordering(plan, table.file, (Field(column, Kind.TEXT),), (column,), {})
    fields: dict[str, Field] = {}
    counted: dict[str, Field] = {}
    columns: list[str] = []
    known = fields_of(programme)
    for part in plan.parts:
        if part.votes is not None:
            # Points of votes depend on everybody's: they are counted, and compared where a file has them.
            columns += [VOTES, part.column]
            fields[VOTES] = Field(VOTES, Kind.TEXT)
            if table.column(part.column) is not None:
                fields[part.column] = Field(part.column, Kind.NUMBER, low=0, high=100, decimals=3)
            continue
        for column in dict.fromkeys(part.column_at(e) for e in plan.choosable):
            columns.append(column)
            if part.field and table.column(column) is None:
                counted[column] = fields[part.field] = known[part.field]
            else:
                fields[column] = Field(column, Kind.NUMBER, low=0, high=100, decimals=3)
    return Ordering(plan, table.file, tuple(fields.values()), tuple(columns), counted)


def standing_of(ordering: Ordering, query: Query) -> Standing | None:
    """Return what applications are ordered by; None where scores are given as one.

    Raises Refused naming the applications whose cell is none.
    """
    plan = ordering.plan
    if plan.way == "lot":
        return lambda number, executor: 0
    if plan.way in BY_ARRIVAL:
        return _arrivals(ordering, query)
    if plan.way == "nomination":
        return _nominated(ordering, query)
    if plan.way == "vote":
        votes = votes_in(ordering.file, query)
        return lambda number, executor: votes[number]
    return _mixed(ordering, query) if plan.parts else None


def _arrivals(ordering: Ordering, query: Query) -> Standing:
    at: dict[str, int] = {}
    problems = []
    for number, text in query([RECEIVED]):
        instant = read_instant("" if text is None else str(text).strip())
        if instant is None:
            problems.append(
                Problem(
                    "select.received_at",
                    msg(
                        "{file}: application {number}, received_at: “{value}” is no instant with its offset,"
                        " such as 2025-03-18T09:00:00.123456+09:00"
                    ),
                    {"file": ordering.file, "number": number, "value": str(text or "")[:60]},
                )
            )
        at[str(number)] = instant or 0
    if problems:
        raise Refused(problems)
    return lambda number, executor: at[number]


def _nominated(ordering: Ordering, query: Query) -> Standing:
    places: dict[str, dict[str, int]] = {}
    problems = []
    for number, text in query([NOMINATIONS]):
        read = read_nominations("" if text is None else str(text))
        if read is None or not read.keys() <= {*ordering.plan.executors, *ordering.plan.left}:
            problems.append(
                Problem(
                    "select.nominations",
                    msg(
                        "{file}: application {number}, nominations: “{value}” is not a list such as"
                        " naru=1;dasom=3 of executors of this stage, each named once"
                    ),
                    {"file": ordering.file, "number": number, "value": str(text)[:60]},
                )
            )
        places[str(number)] = read or {}
    if problems:
        raise Refused(problems)
    return lambda number, executor: places[number].get(executor)


def _mixed(ordering: Ordering, query: Query) -> Standing:
    points = points_by_column(ordering, query)
    parts = ordering.plan.parts
    weights = [part.weight_bp for part in parts]

    def of(number: str, executor: str) -> int | None:
        return mixed([points[part.column_at(executor)].get(number) for part in parts], weights)

    return of


def points_by_column(ordering: Ordering, query: Query) -> dict[str, dict[str, int | None]]:
    """Return the points of every source by application, in thousandths; counted where they are a figure."""
    scales = {part.column: part.scale for part in ordering.plan.parts}
    voted = {part.column: part for part in ordering.plan.parts if part.votes is not None}
    of_votes = {column for column in (*voted, VOTES) if voted}
    columns = [column for column in ordering.columns if column not in of_votes]
    found: dict[str, dict[str, int | None]] = {column: {} for column in columns}
    items = [
        quoted(ordering.counted[column].name)
        if column in ordering.counted
        else f"CAST(round({quoted(column)} * 1000) AS INTEGER)"
        for column in columns
    ]
    for number, *cells in query(items):
        for column, cell in zip(columns, cells, strict=True):
            scale = scales.get(column) if column in ordering.counted else None
            value: int | None = None if cell is None else int(str(cell)) if scale is None else 0
            if scale is not None and cell is not None:
                # The shortest decimal of a double is the one that was written.
                value = points_of(Fraction(str(cell)), scale)
            found[column][str(number)] = value
    for column, part in voted.items():
        found[column] = _points_of_votes(ordering, part, query)
    return found


def _points_of_votes(ordering: Ordering, part: Part, query: Query) -> dict[str, int | None]:
    made = points_in(part, votes_in(ordering.file, query))
    if part.column in {field.name for field in ordering.fields}:
        told = query([f"CAST(round({quoted(part.column)} * 1000) AS INTEGER)"])
        brought = {str(number): None if cell is None else int(str(cell)) for number, cell in told}
        refuse_other_points(ordering.file, brought, made)
    return made


def published_cells(ordering: Ordering, query: Query) -> dict[str, dict[str, str]]:
    """Return the cells of the columns as they are published, by column and application."""
    if not ordering.plan.parts:
        return {
            column: {
                str(number): "" if text is None else str(text).strip() for number, text in query([column])
            }
            for column in ordering.columns
        }
    points = points_by_column(ordering, query)
    cells = {
        column: {number: score_text(value) for number, value in of.items()} for column, of in points.items()
    }
    if VOTES in ordering.columns:
        votes = votes_in(ordering.file, query)
        cells[VOTES] = {number: "" if n is None else str(n) for number, n in votes.items()}
    return cells


def refuse_other_scores(ordering: Ordering, query: Query, brought: Mapping[str, str], made: Standing) -> None:
    """Raise Refused where a file brings mixed scores that its sources do not make.

    ``brought`` has the score columns of the file, each with its executor.
    """
    if not brought:
        return
    listed = "executor" if ordering.plan.pooled else "choices"
    marks = [f"CAST(round({quoted(name)} * 1000) AS INTEGER)" for name in brought]
    problems = []
    for number, where, *scores in query([listed, *marks]):
        asked = choices_in(where) or (("",) if ordering.plan.pooled else ())
        for (column, named), score in zip(brought.items(), scores, strict=True):
            executor = next(iter(asked), "") if column == "score" else named
            right = made(str(number), executor) if executor in asked else None
            if executor in asked and score != right:
                problems.append(
                    Problem(
                        "select.parts_differ",
                        msg("{file}: application {number} has the score {score}, but its parts make {made}"),
                        {
                            "file": ordering.file,
                            "number": number,
                            "score": "—" if score is None else score_text(int(str(score))),
                            "made": score_text(right) or "—",
                        },
                    )
                )
    if problems:
        raise Refused(problems)


def choices_in(listed: object) -> tuple[str, ...]:
    """Return the executors of a cell of choices, best first."""
    text = "" if listed is None else str(listed)
    parts = text.split(";")
    if " " in text or "" in parts:
        parts = [part for p in parts if (part := p.strip())]
    return tuple(parts)
