"""A sheet read: its answers, what is wrong with what was typed, and how it stands by the engine."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dure.domains.applications.models import Application, Revision
from dure.domains.diagnosis.forms import forms_of
from dure.domains.diagnosis.items import read_item
from dure.domains.diagnosis.models import EXPERT, DiagnosisSheet
from dure.domains.merchants.queries import row_of
from dure.domains.programmes.queries import ProgrammeVersion, loaded
from dure.engine.diagnosis import FormScore, OpenForm, score
from dure.engine.problems import Problem, Refused
from dure.engine.profile.columns import ANSWER, own_name, owner_of
from dure.engine.profile.fields import Kind
from dure.engine.programme.fields import fields_of
from dure.engine.programme.models.programme import Programme

OWN_NOTE, OWN_DAY = "own.note", "own.visited_on"
"""What an expert tells beside the items; no item can be called so."""
LONGEST_NOTE = 2000


@dataclass(frozen=True, slots=True)
class Reading:
    """A sheet with its form, the answers, what is wrong by item, and the score as far as it is known."""

    opened: OpenForm
    answers: Mapping[str, Any]
    problems: tuple[Problem, ...]
    score: FormScore
    row: Mapping[str, Any]


Then = tuple[Mapping[str, Any] | None, Mapping[str, Any]]
"""Facts and answers of an application as they were at a revision."""


def read_sheet(sheet: DiagnosisSheet, then: Mapping[tuple[int, int], Then] | None = None) -> Reading:
    """Return a sheet as it stands: as typed while it is a draft, else as it was handed in.

    ``then`` are earlier revisions that were read for many sheets at once (``rows_then``).
    """
    opened = forms_of(sheet.version)[sheet.form]
    row = _row(sheet, then)
    if sheet.state == "handed_in":
        return Reading(opened, sheet.answers, (), score(opened, sheet.answers, row), row)
    answers, problems = _typed_answers(sheet, opened)
    found = score(opened, answers, row)
    skipped = {f"item.{item.id}" for item in found.items if item.asked is False}
    return Reading(opened, answers, tuple(p for p in problems if p.code not in skipped), found, row)


def _typed_answers(sheet: DiagnosisSheet, opened: OpenForm) -> tuple[dict[str, Any], list[Problem]]:
    typed = sheet.typed.get("items", {})
    files = files_of(sheet)
    answers: dict[str, Any] = {}
    problems = []
    for item in opened.items:
        value, wrong = read_item(
            item, typed.get(item.id, ()), has_file=item.id in files, expert=sheet.filled_by == EXPERT
        )
        if wrong is not None:
            problems.append(wrong)
        elif value is not None:
            answers[item.id] = value
    return answers, problems


def files_of(sheet: DiagnosisSheet) -> dict[str, Any]:
    """Return the evidence of a sheet that was not taken out, by item, with its file."""
    found = sheet.evidence.filter(taken_out_at__isnull=True).select_related("file")
    return {row.item: row for row in found.order_by("pk")}


def rows_then(sheets: Collection[DiagnosisSheet]) -> dict[tuple[int, int], Then]:
    """Return the past revisions (application, number) that sheets were handed in on; one query."""
    wanted = {(one.application_id, one.revision) for one in sheets if _is_past(one)}
    if not wanted:
        return {}
    found = Revision.objects.filter(
        application_id__in={pk for pk, _ in wanted}, number__in={number for _, number in wanted}
    )
    rows = found.values_list("application_id", "number", "facts", "answers")
    return {(pk, number): (facts, answers) for pk, number, facts, answers in rows if (pk, number) in wanted}


def _is_past(sheet: DiagnosisSheet) -> bool:
    return sheet.state == "handed_in" and sheet.revision != sheet.application.revision


def _row(sheet: DiagnosisSheet, then: Mapping[tuple[int, int], Then] | None = None) -> dict[str, Any]:
    """Return what conditions read of the application: as it stands, or as it stood when it was handed in."""
    application: Application = sheet.application
    facts, answers = application.facts, application.answers
    if _is_past(sheet):
        known = rows_then([sheet]) if then is None else then
        facts, answers = known[application.pk, sheet.revision]
    return application_row(loaded(sheet.version).programme, facts or {}, answers)


def application_row(
    programme: Programme, facts: Mapping[str, Any], answers: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the profile and the answers of an application as a row of the engine."""
    row = row_of(facts)
    for field in fields_of(programme).values():
        if owner_of(field.name) == ANSWER:
            value = answers.get(own_name(field.name))
            row[field.name] = date.fromisoformat(value) if field.kind is Kind.DATE and value else value
    return row


def refuse_faulty(reading: Reading, lacking: str, others: Iterable[Problem] = ()) -> None:
    """Raise Refused with every item that is wrong, or asked and not answered (``lacking``), then others."""
    wrong = {problem.code for problem in reading.problems}
    open_ = [
        Problem(f"item.{item}", lacking) for item in reading.score.open_items if f"item.{item}" not in wrong
    ]
    order = [f"item.{item.id}" for item in reading.opened.items]
    problems = sorted([*reading.problems, *open_], key=lambda problem: order.index(problem.code))
    problems += others
    if problems:
        raise Refused(problems)


def version_of(application: Application) -> ProgrammeVersion:
    """Return the version under which an application stands."""
    version: ProgrammeVersion = application.version
    return version
