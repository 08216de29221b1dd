"""Periods: none may end before it begins."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from dure.engine.problems import msg
from dure.engine.programme.findings import Finding, error
from dure.engine.programme.models.programme import Programme
from dure.engine.programme.models.stages import Stage
from dure.engine.programme.reading.tree import Path


def window_is_open(programme: Programme) -> Iterator[Finding]:
    """Find a call that closes before it opens."""
    window = programme.window
    if window.closes_at <= window.opens_at:
        yield error(
            "programme.period",
            msg("the call closes before it opens, or at the same time"),
            ("window", "closes_at"),
        )


def stages_are_open(programme: Programme) -> Iterator[Finding]:
    """Find stages that close before they open."""
    for s, stage in enumerate(programme.stages):
        opens, closes = stage.dates.opens_at, stage.dates.closes_at
        if opens is not None and closes is not None and closes <= opens:
            yield error(
                "programme.period",
                msg("stage “{stage}” closes before it opens, or at the same time"),
                ("stages", s, "dates", "closes_at"),
                stage=stage.id,
            )


def documents_are_good(programme: Programme) -> Iterator[Finding]:
    """Find documents whose dates are the wrong way round."""
    for i, document in enumerate(programme.documents):
        yield from days_in_order(document.valid_from, document.valid_until, ("documents", i, "valid_until"))


def stage_documents_are_due(programme: Programme) -> Iterator[Finding]:
    """Find documents of a later stage that nobody would know when to hand in, and days that cannot be met.

    Rules are judged at the document check, before any stage: what is handed in later answers and proves none.
    """
    order = {stage.id: i for i, stage in enumerate(programme.stages)}
    for i, document in enumerate(programme.documents):
        number, path = order.get(document.stage or "", 0), ("documents", i)
        if number == 0:
            if document.due_on is not None:
                message = msg("it is handed in with the application, until the call closes: leave due_on out")
                yield error("programme.document_due", message, (*path, "due_on"))
            continue
        stage, before = programme.stages[number], programme.stages[number - 1]
        if document.due_on is None:
            message = msg("a document of stage “{stage}” is handed in later: write due_on, its last day")
            yield error("programme.document_due", message, (*path, "stage"), stage=stage.id)
        else:
            yield from _met(document.due_on, programme, before, stage, (*path, "due_on"))
        for key in ("answers_rule", "proves"):
            if getattr(document, key):
                message = msg("the rules are judged before stage “{stage}”: this document comes too late")
                yield error("programme.document_late", message, (*path, key), stage=stage.id)


def _met(due_on: date, programme: Programme, before: Stage, stage: Stage, path: Path) -> Iterator[Finding]:
    """Find a last day before anybody is asked, or after the result of the stage."""
    earliest = max(before.dates.announced_on or programme.window.closes_on, programme.window.closes_on)
    if due_on <= earliest:
        yield error(
            "programme.document_due",
            msg("the last day must come after {day}: until then nobody of the stage before is chosen"),
            path,
            day=earliest.isoformat(),
        )
    elif stage.dates.announced_on is not None and due_on >= stage.dates.announced_on:
        yield error(
            "programme.document_due",
            msg("the last day must come before {day}, when stage “{stage}” is announced"),
            path,
            day=stage.dates.announced_on.isoformat(),
            stage=stage.id,
        )


def agreements_run(programme: Programme) -> Iterator[Finding]:
    """Find agreements that end before they begin."""
    for i, agreement in enumerate(programme.agreements):
        yield from days_in_order(agreement.starts_on, agreement.ends_on, ("agreements", i, "ends_on"))


def activities_run(programme: Programme) -> Iterator[Finding]:
    """Find activities that end before they begin."""
    for i, activity in enumerate(programme.activities):
        yield from days_in_order(activity.starts_on, activity.ends_on, ("activities", i, "ends_on"))


def days_in_order(start: date | None, end: date | None, path: Path) -> Iterator[Finding]:
    if start is not None and end is not None and end < start:
        yield error(
            "programme.period",
            msg("the period ends ({end}) before it begins ({start})"),
            path,
            start=start.isoformat(),
            end=end.isoformat(),
        )
