"""Decisions and objections as a file holds them: row by row as they are read, however many there are."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet

from dure.domains.selection.models import Decision, Objection

_CHUNK = 2_000
_DECISION = (
    *("application_no", "decision", "executor", "rank", "score", "seat", "cutoff", "reserve_rank", "reason"),
    *("application__name", "application__region", "application__ksic"),
)
_OBJECTION = (
    *("state", "filed_at", "due_on", "extended_at", "answered_at", "effect", "refused_rules"),
    *("application__application_no", "application__version"),
    *("decision__decision", "decision__reason", "decision__executor"),
    *("decision__selection__stage", "decision__selection__version"),
    *("assigned_to__name", "assigned_to__email"),
)
WRITTEN = ("refused_reason", "grounds", "answer")
"""What people wrote of an objection in their own words: it may tell of persons."""


def decisions_in_order(found: QuerySet[Decision]) -> Iterator[Decision]:
    """Yield decisions in order of their numbers, with name, region and industry."""
    rows = found.select_related("application").order_by("application_no", "pk").defer(None).only(*_DECISION)
    return rows.iterator(chunk_size=_CHUNK)


def objections_in_order(found: QuerySet[Objection], *, written: bool) -> Iterator[Objection]:
    """Yield objections, those due first first; what was written is read only where it is asked for."""
    fields = (*_OBJECTION, *(WRITTEN if written else ()))
    rows = (
        found.select_related(None)
        .select_related("application", "decision__selection", "assigned_to")
        # The programme files are read once for all rows, not once in each.
        .prefetch_related("application__version", "decision__selection__version")
        .order_by("due_on", "pk")
        .defer(None)
        .only(*fields)
    )
    return rows.iterator(chunk_size=_CHUNK)
