"""Inputs of a selection as bytes: frozen once, then chosen from, proved and compared, always the same bytes.

The bytes are a csv as ``dure select`` reads it and a published bundle carries it: traits in place of the
profile that they were judged from.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dure.engine.problems import Problem
from dure.engine.profile.fields import Field
from dure.engine.programme.books import stage_book
from dure.engine.programme.fields import fields_of
from dure.engine.programme.models.programme import Programme
from dure.engine.selection import Application, Decision, StagePlan, select
from dure.engine.selection.gaps import Gap, cap_gaps, set_aside_gaps
from dure.engine.selection.plan import DECISION_COLUMNS
from dure.engine.selection.stages import plan_of, stage_named
from dure.files.applications import TRAIT, application_columns, application_rows, read_applications
from dure.files.decisions import csv_bytes, decision_cells, write_csv
from dure.files.selecting import faults, open_stage
from dure.files.session import open_session

NAME = "applications.csv"
PART = "part."
"""How the columns begin that hold a source of a mixed score, always with three decimals once frozen."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A stage chosen from frozen inputs: what it was chosen from, and the decisions, also as csv."""

    plan: StagePlan
    applications: tuple[Application, ...]
    decisions: tuple[Decision, ...]
    decided: bytes
    """Byte for byte what ``dure select`` writes."""


@dataclass(frozen=True, slots=True)
class Difference:
    """How inputs differ from others: numbers that came, that went, and those of which a cell is another."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


def trait_fields(programme: Programme, stage_id: str) -> tuple[Field, ...]:
    """Return the columns, also beside the profile, that a stage's set-asides and caps are judged from.

    Behind them come those from which sources of a mixed score are counted.
    """
    stage = stage_named(programme, stage_id)
    known = fields_of(programme)
    counted = [known[score.field] for score in stage.scores if score.field is not None]
    fields = (*stage_book(programme, stage).columns(), *counted)
    return tuple({field.name: field for field in fields}.values())


def freeze(
    programme: Programme, stage_id: str, columns: Sequence[str], rows: Iterable[Sequence[str]]
) -> bytes:
    """Return the inputs of a stage as csv, by application number, with traits judged from the profile.

    ``columns`` are those that ``dure select`` reads. Raises Refused naming row and column of bad cells.
    """
    plan = plan_of(programme, stage_named(programme, stage_id))
    with open_session([]) as session:
        told = session.folder / NAME
        write_csv(told, columns, rows)
        opened = open_stage(session, programme, plan, told)
        kept = sorted(application_rows(session, opened), key=lambda row: row["application_no"])
        frozen = session.folder / "frozen.csv"
        write_csv(frozen, application_columns(opened), (tuple(row.values()) for row in kept))
        return frozen.read_bytes()


def read_frozen(programme: Programme, stage_id: str, frozen: bytes) -> tuple[StagePlan, list[Application]]:
    """Return the plan of a stage and the applications of its frozen inputs."""
    plan = plan_of(programme, stage_named(programme, stage_id))
    with open_session([]) as session:
        path = session.folder / NAME
        path.write_bytes(frozen)
        return plan, read_applications(session, open_stage(session, programme, plan, path))


def choose_frozen(programme: Programme, stage_id: str, frozen: bytes, seed: str | None) -> Chosen:
    """Choose a stage from its frozen inputs; raises Refused as :func:`dure.engine.selection.select` does."""
    plan, applications = read_frozen(programme, stage_id, frozen)
    decisions = select(plan, applications, seed)
    return Chosen(plan, tuple(applications), tuple(decisions), decided_bytes(decisions))


def prove_frozen(programme: Programme, chosen: Chosen, frozen: bytes, seed: str | None) -> list[Problem]:
    """Return what the independent checker finds against decisions from frozen inputs; empty: proved."""
    with open_session([]) as session:
        path = session.folder / NAME
        path.write_bytes(frozen)
        rows = application_rows(session, open_stage(session, programme, chosen.plan, path))
    decided = [dict(zip(DECISION_COLUMNS, decision_cells(d), strict=True)) for d in chosen.decisions]
    return faults(chosen.plan, rows, decided, seed)


def difference(before: bytes, after: bytes) -> Difference:
    """Return how frozen inputs differ from earlier ones."""
    old, new = _by_number(before), _by_number(after)
    return Difference(
        added=tuple(sorted(new.keys() - old.keys())),
        removed=tuple(sorted(old.keys() - new.keys())),
        changed=tuple(sorted(n for n in old.keys() & new.keys() if old[n] != new[n])),
    )


def _by_number(frozen: bytes) -> dict[str, dict[str, str]]:
    return {row["application_no"]: row for row in _rows(frozen)}


def _rows(frozen: bytes) -> csv.DictReader[str]:
    return csv.DictReader(io.StringIO(frozen.decode("utf-8-sig"), newline=""))


def frozen_parts(frozen: bytes) -> dict[str, dict[str, int | None]]:
    """Return the points of each source of a mixed score by application and column, in thousandths."""
    return {
        number: {
            column: int(text.replace(".", "")) if text else None
            for column, text in row.items()
            if column.startswith(PART)
        }
        for number, row in _by_number(frozen).items()
    }


def decided_bytes(decisions: Iterable[Decision]) -> bytes:
    """Return decisions as csv, byte for byte what ``dure select`` writes."""
    return csv_bytes(DECISION_COLUMNS, map(decision_cells, decisions))


def unknown_traits(plan: StagePlan, frozen: bytes) -> dict[str, int]:
    """Return by set-aside and cap of how many applications it is not known whether they are of the group."""
    columns = {share.id: f"{TRAIT}{share.id}" for share in (*plan.set_asides, *plan.caps)}
    if not columns:
        return {}
    found = Counter(
        name for row in _rows(frozen) for name, column in columns.items() if row.get(column) == ""
    )
    return dict(found)


def gaps_of(chosen: Chosen, frozen: bytes) -> tuple[Gap, ...]:
    """Return which set-asides and caps do nothing, or less than they say, in what was chosen from frozen
    inputs."""
    unknown = unknown_traits(chosen.plan, frozen)
    told = (chosen.plan, chosen.applications, chosen.decisions, unknown)
    return (*set_aside_gaps(*told), *cap_gaps(*told))
