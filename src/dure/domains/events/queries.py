"""What others read of events and of the queue."""

from __future__ import annotations

from typing import Protocol

from django.db import connection
from django.db.models import QuerySet

from dure.domains.events.history import Change, changes_of, tracked_models
from dure.domains.events.models import Event, Seal

__all__ = ["Change", "Event", "Seal", "changes", "events", "events_of", "last_seal", "seals", "worker_lives"]

WORKER_SECONDS = 60
"""A worker says every ten seconds that it lives."""


class Reader(Protocol):
    """Who reads, as ``visible_to`` asks."""

    def may_in(self, programme: str, *roles: str) -> bool: ...


def events(actor: Reader) -> QuerySet[Event]:
    """Return what happened, as far as an actor may see it."""
    return Event.objects.visible_to(actor)


def events_of(actor: Reader, subject: str, subject_id: str) -> QuerySet[Event]:
    """Return what happened to one subject."""
    return events(actor).filter(subject=subject, subject_id=subject_id)


def changes(actor: Reader, subject: str, subject_id: str) -> list[Change]:
    """Return how the columns of one subject's row changed; empty where no history of it is kept."""
    model = tracked_models().get(subject)
    if model is None or not subject_id.isdecimal() or not actor.may_in("", "officer", "ministry"):
        return []
    return changes_of(model, int(subject_id))


def seals(actor: Reader) -> QuerySet[Seal]:
    """Return the seals of the event log."""
    return Seal.objects.visible_to(actor)


def last_seal(actor: Reader) -> Seal | None:
    """Return the newest seal, or None."""
    return seals(actor).order_by("-to_id").first()


def worker_lives() -> bool:
    """Say whether any worker has been seen within the last minute, by the database's own clock."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM procrastinate_workers"
            " WHERE last_heartbeat > now() - %s * interval '1 second')",
            [WORKER_SECONDS],
        )
        found: bool = cursor.fetchone()[0]
        return found
