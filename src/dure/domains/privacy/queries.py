"""Consents and looks at personal data as pages and other subjects read them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from dure.domains.events.act import Actor
from dure.domains.privacy.models import AccessKind, AccessRecord, Looker, newest_consents
from dure.domains.privacy.models import Consent as Consent
from dure.domains.privacy.models import Destruction as Destruction

ACCESS_KINDS = tuple(AccessKind.values)


def consents_of(merchant_id: int, programme: str) -> dict[str, Consent]:
    """Return the newest answer to each consent of a programme, by the id of the consent.

    For a merchant that the caller may see: this subject knows no merchants.
    """
    return {answer.consent: answer for answer in newest_consents(merchant_id, programme)}


def my_consents(actor: Actor, merchants: QuerySet[Any]) -> list[Consent]:
    """Return the newest answer to each consent; ``merchants`` are the ids of the actor's, as a subquery."""
    return list(Consent.objects.visible_to(actor, merchants).newest())


def my_consent(actor: Actor, merchants: QuerySet[Any], consent_id: int) -> Consent | None:
    """Return an answer that an actor may see, or None."""
    return Consent.objects.visible_to(actor, merchants).filter(pk=consent_id).first()


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which looks are asked for; what is empty asks for all."""

    person: int | None = None
    subject: str = ""
    subject_id: str = ""
    kind: str = ""
    first: datetime | None = None
    until: datetime | None = None
    """From an instant up to, but not including, another."""


def accesses(actor: Looker, wanted: Wanted) -> QuerySet[AccessRecord]:
    """Return the looks that an actor may see, of those that are asked for."""
    found = AccessRecord.objects.visible_to(actor)
    if wanted.person is not None:
        found = found.filter(actor_id=wanted.person)
    if wanted.subject:
        found = found.filter(subject=wanted.subject)
    if wanted.subject_id:
        found = found.filter(subject_id=wanted.subject_id)
    if wanted.kind in ACCESS_KINDS:
        found = found.filter(kind=wanted.kind)
    if wanted.first is not None:
        found = found.filter(at__gte=wanted.first)
    if wanted.until is not None:
        found = found.filter(at__lt=wanted.until)
    return found


def my_accesses(actor: Looker, own: Mapping[str, Collection[object]]) -> QuerySet[AccessRecord]:
    """Return what others looked at of a person: of the account, and of what is theirs by subject."""
    return AccessRecord.objects.visible_to(actor, own).of_person(actor, own)


def destructions(actor: Looker, programme: str | None = None) -> QuerySet[Destruction]:
    """Return what was destroyed, the newest first."""
    found = Destruction.objects.visible_to(actor)
    if programme is not None:
        found = found.filter(programme=programme)
    return found.order_by("-id")
