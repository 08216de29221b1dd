"""A file of applications at a stage: numbers, choices, scores, and who qualifies for which set-aside.

Traits come from ``trait.ID`` columns where the file has them, else from the rules of the programme file
over the profile columns that the file brings.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from dure.engine.problems import Problem, Refused, msg
from dure.engine.profile.fields import PROFILE_COLUMNS, Field, Kind
from dure.engine.rules.binding import Occasion
from dure.engine.rules.sql import Projections, SqlWriter, quoted
from dure.engine.screening.rulebook import BoundRule, open_rulebook
from dure.engine.selection.plan import Application, StagePlan
from dure.files.casting import cell_text
from dure.files.merchants import ProfileRelation, read_profiles, refuse_bad_cells
from dure.files.session import Session
from dure.files.table import Table

TRAIT = "trait."
SCORE = "score."
_WORDS = {True: "true", False: "false"}


@dataclass(frozen=True, slots=True)
class ApplicationTable:
    """A table of applications of one stage, its traits ready to be asked for."""

    plan: StagePlan
    table: Table
    traits: tuple[tuple[str, BoundRule | None], ...]
    score_columns: dict[str, str]

    def fields(self, *, scores: bool) -> tuple[Field, ...]:
        """Return the fields to read: what trait rules name, traits that the file brings, numbers."""
        named = {n for _, bound in self.traits if bound for n in bound.rule.fields}
        profile = [f for f in PROFILE_COLUMNS if f.name in named]
        brought = [Field(TRAIT + id_, Kind.BOOLEAN) for id_, bound in self.traits if bound is None]
        own = [Field("application_no", Kind.TEXT, required=scores), Field("choices", Kind.TEXT)]
        own.append(Field("executor", Kind.TEXT, required=scores and self.plan.pooled))
        marks = dict.fromkeys(self.score_columns.values()) if scores else {}
        graded = [Field(name, Kind.NUMBER, low=0, high=100, decimals=3) for name in marks]
        return (*profile, *brought, *own, *graded)


def open_applications(
    table: Table, plan: StagePlan, trait_rules: Iterable[tuple[str, str]], occasion: Occasion
) -> ApplicationTable:
    """Find in a table what a stage's selection reads.

    ``trait_rules`` are (id, rule text) of the set-asides and caps. Raises Refused where a column is
    missing or a score column names an executor that there is not.
    """
    needed = ["application_no", "executor" if plan.pooled else "choices"]
    absent = [name for name in needed if table.column(name) is None]
    marked = [c.means for c in table.columns if c.means.startswith(SCORE)]
    if not marked and table.column("score") is None:
        absent.append("score")
    problems = [
        Problem(
            "file.missing_column",
            msg("{file}: the column {column} is missing"),
            {"file": table.file, "column": name},
        )
        for name in absent
    ]
    problems += [
        Problem(
            "select.unknown_score",
            msg("{file}: the column {column} names an executor that there is not"),
            {"file": table.file, "column": name},
        )
        for name in marked
        if name.removeprefix(SCORE) not in plan.executors
    ]
    if problems:
        raise Refused(problems)
    score_columns = {}
    for executor in plan.executors:
        for name in (SCORE + executor, "score"):
            if table.column(name) is not None:
                score_columns[executor] = name
                break
    ruled = [(id_, text) for id_, text in trait_rules if table.column(TRAIT + id_) is None]
    book = {bound.id: bound for bound in open_rulebook(ruled, occasion).rules}
    shares = [*plan.set_asides, *plan.caps]
    return ApplicationTable(plan, table, tuple((s.id, book.get(s.id)) for s in shares), score_columns)


def absent_columns(applications: ApplicationTable) -> list[Problem]:
    """Warn of columns that a trait's rule reads and the file lacks: nobody's trait is known there."""
    return [
        Problem(
            "select.absent_column",
            msg("{file}: {trait} reads the column {column}, which is missing: not known for everybody"),
            {"file": applications.table.file, "trait": id_, "column": name},
            severity="warning",
        )
        for id_, bound in applications.traits
        if bound is not None
        for name in bound.rule.fields
        if name in {f.name for f in PROFILE_COLUMNS} and applications.table.column(name) is None
    ]


def read_applications(session: Session, applications: ApplicationTable) -> list[Application]:
    """Return the applications, scores in thousandths; raises Refused naming row and column of bad cells."""
    plan = applications.plan
    profiles = read_profiles(applications.table, applications.fields(scores=True), needed=())
    refuse_bad_cells(session, profiles)
    columns = list(dict.fromkeys(applications.score_columns.values()))
    scores = [f"CAST(round({quoted(name)} * 1000) AS INTEGER)" for name in columns]
    at = {executor: columns.index(name) for executor, name in applications.score_columns.items()}
    first_cap = len(plan.set_asides)
    read = []
    for row in session.rows(_query(applications, profiles, [*_OWN, *scores])):
        number, listed, held = row[:3]
        marks: Sequence[Any] = row[3 : 3 + len(columns)]
        traits = row[3 + len(columns) :]
        choices = (str(held),) if plan.pooled else _choices(listed)
        read.append(
            Application(
                str(number),
                choices,
                tuple([marks[at[c]] if c in at else None for c in choices]),
                _mask(traits[:first_cap]),
                _mask(traits[first_cap:]),
            )
        )
    return read


def application_rows(session: Session, applications: ApplicationTable) -> list[dict[str, str]]:
    """Return the applications as texts, only traits judged: number, choices, executor, scores, traits."""
    profiles = read_profiles(applications.table, applications.fields(scores=False), needed=())
    refuse_bad_cells(session, profiles)
    columns = list(dict.fromkeys(applications.score_columns.values()))
    cells = [c for name in columns if (c := applications.table.column(name)) is not None]
    kept = [f"{cell_text(c)} AS {quoted(f'kept{i}')}" for i, c in enumerate(cells)]
    items = [*_OWN, *(quoted(f"kept{i}") for i in range(len(cells)))]
    names = [*_OWN, *columns, *(TRAIT + id_ for id_, _ in applications.traits)]
    return [
        {name: _text(value) for name, value in zip(names, row, strict=True)}
        for row in session.rows(_query(applications, profiles, items, kept))
    ]


_OWN = ("application_no", "choices", "executor")


def _query(
    applications: ApplicationTable, profiles: ProfileRelation, items: Iterable[str], kept: Iterable[str] = ()
) -> str:
    """Return the SELECT of some items and, after them, every trait in the plan's order."""
    projections = Projections(prefix="#")
    writer = SqlWriter(projections)
    traits = [
        quoted(TRAIT + id_) if bound is None else projections.hoist(writer.test(bound.test)).text
        for id_, bound in applications.traits
    ]
    return f"SELECT {', '.join([*items, *traits])} FROM {projections.wrap(profiles.typed(kept))}"


def _choices(listed: object) -> tuple[str, ...]:
    parts = ("" if listed is None else str(listed)).split(";")
    return tuple([part for p in parts if (part := p.strip())])


def _mask(traits: Sequence[object]) -> int:
    return sum(1 << i for i, trait in enumerate(traits) if trait is True)


def _text(value: object) -> str:
    return "" if value is None else _WORDS[value] if isinstance(value, bool) else str(value)
