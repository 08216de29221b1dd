"""Periods: none may end before it begins."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from dure.engine.problems import msg
from dure.engine.programme.findings import Finding, error
from dure.engine.programme.models.programme import Programme
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
