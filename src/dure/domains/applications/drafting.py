"""Drafts: what was typed, step by step, and what an application would be if it were handed in as typed.

A draft is kept in ``Application.draft``. It is the first application while the state is ``draft``, and the
working copy of a change or of the answer to a supplement afterwards::

    {"purpose": "apply" | "change" | "supplement",
     "counter": 7, "saves": {STEP: [COUNTER, TAB]}, "saved_at": "2025-03-24T10:00:00+09:00",
     "typed": {STEP: {NAME: [VALUE, …]}},
     "files": {DOCUMENT: {"id": UUID, "name": ENCRYPTED, "size": BYTES, "row": ID, "days": {NAME: DAY}}},
     "moved_from": ID of the version of the programme that it was begun under}

``row`` and ``days`` are those of a document handed in before, ``id`` is empty where that was the register.
``counter`` counts the savings; ``saves`` says at which count, and from which window, a step was saved last,
so that a newer step is not written over by an older window. Nothing here touches the database.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from dure.domains.applications.answers import Typed, read_answer
from dure.engine.problems import Problem, msg
from dure.engine.programme.models.documents import Document
from dure.engine.programme.models.programme import Programme
from dure.engine.programme.models.stages import Stage
from dure.engine.programme.registers import register_of

STEPS = ("eligibility", "executors", "questions", "documents", "consents", "check")
Draft = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Handed:
    """A document as drafted: a file, or nothing where it is taken from the register, and its own days."""

    document: str
    file_id: str | None
    row: int | None = None
    """The document handed in before that this still is; None where it is new."""
    issued_on: date | None = None
    valid_from: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class StepProblem:
    """What keeps a draft from being handed in: in which step, at which field."""

    step: str
    name: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class Reading:
    """A draft as read; what is wrong is left out of it and stands in ``problems``."""

    choices: list[str] = field(default_factory=list)
    answers: dict[str, Any] = field(default_factory=dict)
    documents: dict[str, Handed] = field(default_factory=dict)
    consents: dict[str, bool] = field(default_factory=dict)
    problems: tuple[StepProblem, ...] = ()

    def of(self, step: str) -> tuple[StepProblem, ...]:
        return tuple(found for found in self.problems if found.step == step)


def steps(programme: Programme) -> tuple[str, ...]:
    """Return the steps of an application to a programme, in order; empty ones are left out."""
    there = {
        "eligibility": True,
        "executors": bool(executors(programme)),
        "questions": bool(programme.questions),
        "documents": bool(documents(programme)),
        "consents": bool(programme.consents),
        "check": True,
    }
    return tuple(step for step in STEPS if there[step])


def executors(programme: Programme) -> tuple[str, ...]:
    """Return the ids of the executors that can be chosen in the application: those with places in the first
    stage that is chosen at each; none where they are listed only by those who come that far."""
    return listable(programme, programme.listed_on_applying)


def choices_limit(programme: Programme) -> int:
    """Return how many executors one may choose in the application."""
    return listable_limit(programme, programme.listed_on_applying)


def listable(programme: Programme, stage: Stage | None) -> tuple[str, ...]:
    """Return the ids of the executors that can be listed for a stage: those with places in it."""
    return () if stage is None else tuple(programme.capacities(stage))


def listable_limit(programme: Programme, stage: Stage | None) -> int:
    """Return how many executors may be listed for a stage."""
    found = len(listable(programme, stage))
    return 0 if stage is None else min(stage.choices_limit or found, found)


def documents(programme: Programme) -> tuple[Document, ...]:
    """Return the documents that are handed in with the application; others come before their stage."""
    return programme.application_documents


def read(programme: Programme, draft: Draft, today: date) -> Reading:
    """Return what a draft says on a day, with everything that keeps it from being handed in."""
    typed: Mapping[str, Typed] = draft.get("typed", {})
    choices, wrong = read_choices(programme, typed.get("executors", {}))
    answers, wrong_answers = read_answers(programme, typed.get("questions", {}))
    handed, wrong_documents = read_documents(
        programme, typed.get("documents", {}), draft.get("files", {}), today
    )
    consents, wrong_consents = read_consents(programme, typed.get("consents", {}))
    return Reading(
        choices, answers, handed, consents, (*wrong, *wrong_answers, *wrong_documents, *wrong_consents)
    )


def read_choices(programme: Programme, typed: Typed) -> tuple[list[str], list[StepProblem]]:
    """Return the executors listed in the application, in the order of their ranks, and what is wrong."""
    return read_ranks(programme, programme.listed_on_applying, typed)


def read_ranks(
    programme: Programme, stage: Stage | None, typed: Typed
) -> tuple[list[str], list[StepProblem]]:
    """Return the executors listed for a stage by rank (``rank.EXECUTOR``), and what is wrong."""
    limit, places = listable_limit(programme, stage), listable(programme, stage)
    ranked: dict[int, str] = {}
    problems = []
    for executor in places:
        text = first(typed, f"rank.{executor}")
        if not text:
            continue
        rank = int(text) if text.isascii() and text.isdigit() else 0
        if not 1 <= rank <= limit:
            wrong = Problem("choices.rank", msg("choose a rank from 1 to {limit}"), {"limit": limit})
        elif rank in ranked:
            wrong = Problem(
                "choices.doubled", msg("another executor has rank {rank} already"), {"rank": rank}
            )
        else:
            ranked[rank] = executor
            continue
        problems.append(StepProblem("executors", f"rank.{executor}", wrong))
    if places and not ranked and not problems:
        none = Problem("choices.none", msg("choose at least one executor"))
        problems.append(StepProblem("executors", f"rank.{places[0]}", none))
    return [ranked[rank] for rank in sorted(ranked)], problems


def read_answers(programme: Programme, typed: Typed) -> tuple[dict[str, Any], list[StepProblem]]:
    """Return the answers by question, and what is wrong."""
    answers: dict[str, Any] = {}
    problems = []
    for question in programme.questions:
        value, wrong = read_answer(question, typed.get(question.id, ()))
        if wrong:
            problems.append(StepProblem("questions", question.id, wrong))
        elif value is not None:
            answers[question.id] = value
    return answers, problems


def read_documents(
    programme: Programme, typed: Typed, files: Mapping[str, Mapping[str, Any]], today: date
) -> tuple[dict[str, Handed], list[StepProblem]]:
    """Return the documents, and what is wrong; one handed in before and unchanged is not judged anew."""
    return read_these(documents(programme), typed, files, today)


def read_these(
    asked: Iterable[Document], typed: Typed, files: Mapping[str, Mapping[str, Any]], today: date
) -> tuple[dict[str, Handed], list[StepProblem]]:
    """Return some documents as typed and put in, and what is wrong with them."""
    found: dict[str, Handed] = {}
    problems: list[StepProblem] = []
    for document in asked:
        file = files.get(document.id) or {}
        if register_of(document) and first(typed, f"from.{document.id}") == "register":
            found[document.id] = Handed(document.id, None, None if file.get("id") else file.get("row"))
            continue
        if not file.get("id"):
            if document.required:
                missing = Problem("document.missing", msg("this document is missing"))
                problems.append(StepProblem("documents", f"file.{document.id}", missing))
            continue
        days = {name: _day(first(typed, f"{name}.{document.id}")) for name in asked_days(document)}
        kept = {name: _day(text) for name, text in (file.get("days") or {}).items()}
        row = file.get("row") if all(kept.get(name) == day for name, day in days.items()) else None
        wrong = [] if row else list(_faults(document, days, today))
        problems += [StepProblem("documents", f"{name}.{document.id}", fault) for name, fault in wrong]
        if not wrong:
            found[document.id] = Handed(document.id, file["id"], row, **days)
    return found, problems


def asked_days(document: Document) -> tuple[str, ...]:
    """Return which days of its own a document is asked for: those that its validity is judged by."""
    issued = ("issued_on",) if document.validity_days else ()
    return (*issued, "valid_from", "valid_until") if document.valid_from or document.valid_until else issued


def _faults(
    document: Document, days: Mapping[str, date | None], today: date
) -> Iterator[tuple[str, Problem]]:
    """Say which days of a document do not do, on the day on which it is handed in."""
    for name, day in days.items():
        if day is None:
            yield name, Problem("document.day", msg("write the day that stands on the document"))
    issued, begins, ends = (days.get(name) for name in ("issued_on", "valid_from", "valid_until"))
    if issued and document.validity_days:
        earliest = today - timedelta(days=document.validity_days)
        if issued > today:
            yield "issued_on", Problem("document.future", msg("this day has not come yet"))
        elif issued < earliest:
            yield (
                "issued_on",
                Problem(
                    "document.stale",
                    msg("it must have been issued on {day} or later ({days} days): get a new one"),
                    {"day": earliest, "days": document.validity_days},
                ),
            )
    if begins and ends and ends < begins:
        yield "valid_until", Problem("document.order", msg("it ends before it begins"))
    elif ends and document.valid_from and ends < document.valid_from:
        yield (
            "valid_until",
            Problem(
                "document.ended",
                msg("it must be good on {day} or later: get a new one"),
                {"day": document.valid_from},
            ),
        )
    if begins and document.valid_until and begins > document.valid_until:
        yield (
            "valid_from",
            Problem(
                "document.late", msg("it must be good on {day} or before"), {"day": document.valid_until}
            ),
        )


def read_consents(programme: Programme, typed: Typed) -> tuple[dict[str, bool], list[StepProblem]]:
    """Return the answers to the consents, and what is wrong: only a required one that is not given."""
    found: dict[str, bool] = {}
    problems = []
    for consent in programme.consents:
        answer = {"yes": True, "no": False}.get(first(typed, f"consent.{consent.id}"))
        if answer is not None:
            found[consent.id] = answer
        if consent.required and not answer:
            wrong = Problem(
                "consent.required",
                msg("without this consent the application cannot be taken")
                if answer is False
                else msg("answer whether you agree"),
            )
            problems.append(StepProblem("consents", f"consent.{consent.id}", wrong))
    return found, problems


def first(typed: Typed, name: str) -> str:
    """Return the first value of a name as typed, without the spaces around it."""
    values: Sequence[str] = typed.get(name) or ("",)
    return str(values[0]).strip()


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
