"""A refusal at the document check (요건검토) as those who judge objections to it read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from dure.domains.applications.models import Application, ApplicationDocument, Nomination
from dure.domains.events.models import Event

ACTS_OF_THE_CHECK = (
    "document.check",
    "application.accept",
    "application.accept_all",
    "application.refuse",
    "application.refuse_all",
    "application.reopen",
    "application.ask_supplement",
)
"""Acts by which somebody takes part in a document check; judging by the rules alone is none."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A refusal that stands: when and by whom, for what, and the last day to object to it."""

    application_id: int
    programme: str
    at: datetime
    by_id: int | None
    rules: tuple[str, ...]
    reason: str
    until: date | None


def refusal_of(application_id: int, *, hold: bool = False) -> Refusal | None:
    """Return the refusal of an application, or None where it is not refused now.

    ``hold`` keeps its state until the act ends.
    """
    found = Application.objects.filter(pk=application_id)
    if hold:
        found = found.select_for_update(no_key=True)
    row = found.values(
        "programme", "state", "checked_at", "checked_by_id", "refusal_rules", "refusal_reason", "object_until"
    ).get()
    if row["state"] != "refused" or row["checked_at"] is None:
        return None
    return Refusal(
        application_id=application_id,
        programme=row["programme"],
        at=row["checked_at"],
        by_id=row["checked_by_id"],
        rules=tuple(row["refusal_rules"]),
        reason=row["refusal_reason"],
        until=row["object_until"],
    )


def took_part_in_check(application_id: int) -> frozenset[int]:
    """Return who took part in the document check of an application, ever: from what happened to it.

    Whoever looked at a document that another looked at again counts too, which the rows do not tell any more.
    """
    documents = ApplicationDocument.objects.filter(application_id=application_id)
    own = Event.objects.filter(subject="application", subject_id=str(application_id))
    of_documents = Event.objects.filter(
        subject="application_document",
        subject_id__in=[str(pk) for pk in documents.values_list("pk", flat=True)],
    )
    acted = {"act__in": ACTS_OF_THE_CHECK, "actor_id__isnull": False}
    return frozenset(
        pk
        for events in (own, of_documents)
        for pk in events.filter(**acted).values_list("actor_id", flat=True)
        if pk is not None
    )


def nominators_of(application_id: int) -> frozenset[int]:
    """Return who nominated the business of an application in its programme, whatever came of it."""
    of = Application.objects.filter(pk=application_id)
    found = Nomination.objects.filter(
        merchant_id__in=of.values("merchant_id"),
        programme__in=of.values("programme"),
        nominated_by_id__isnull=False,
    )
    return frozenset(pk for pk in found.values_list("nominated_by_id", flat=True) if pk is not None)
