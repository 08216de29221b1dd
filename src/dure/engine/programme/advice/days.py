"""Days that do not fit each other."""

from __future__ import annotations

from collections.abc import Iterator

from dure.engine.problems import msg
from dure.engine.programme.findings import Finding, warning
from dure.engine.programme.models.programme import Programme


def reference_day_in_window(programme: Programme) -> Iterator[Finding]:
    """Find a reference day before the call opens or after it closes."""
    window, day = programme.window, programme.reference_day
    if window.opens_at < window.closes_at and not window.opens_on <= day <= window.closes_on:
        yield warning(
            "programme.reference_day",
            msg("the reference day {day} lies outside the window, {opens} to {closes}"),
            ("reference_day",),
            day=day.isoformat(),
            opens=window.opens_on.isoformat(),
            closes=window.closes_on.isoformat(),
        )


def year_of_window(programme: Programme) -> Iterator[Finding]:
    """Find a year that is not the year in which the call opens or closes."""
    window = programme.window
    if not window.opens_on.year <= programme.year <= max(window.closes_on.year, window.opens_on.year + 1):
        yield warning(
            "programme.year",
            msg("the year is {year}, but the call opens on {opens}"),
            ("year",),
            year=str(programme.year),
            opens=window.opens_on.isoformat(),
        )


def documents_last(programme: Programme) -> Iterator[Finding]:
    """Find documents that run out before the call closes."""
    for i, document in enumerate(programme.documents):
        if document.valid_until is not None and document.valid_until < programme.window.closes_on:
            yield warning(
                "programme.document_runs_out",
                msg("document “{document}” runs out on {day}, before the call closes on {closes}"),
                ("documents", i, "valid_until"),
                document=document.id,
                day=document.valid_until.isoformat(),
                closes=programme.window.closes_on.isoformat(),
            )
