"""A refusal at the document check, and the objections to it, as the people of the application read them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.queries import Application
from dure.domains.selection.models import Objection
from dure.domains.selection.objected import OPEN, judged_or_waiting
from dure.engine.law.deadlines import day_of


@dataclass(frozen=True, slots=True)
class OwnRefusal:
    """Whether an application is refused, until when to object to it, and what was objected."""

    stands: bool
    until: date | None
    """The last day to object, as it was told; empty where the call gives no such right."""
    may_object: bool
    objected: bool
    """Whether there is an objection to the refusal that stands, or one to an earlier refusal still waits."""
    objections: tuple[Objection, ...]
    """All of them, those to an earlier refusal too, the newest first."""


def own_refusal(actor: SignedActor, now: datetime, application: Application) -> OwnRefusal:
    """Return what can be said and done about the refusal of an application of one's own."""
    found = Objection.objects.visible_to(actor).filter(application=application, decision__isnull=True)
    objections = tuple(found.order_by("-pk").defer("grounds", "answer"))
    stands = application.state == "refused" and application.checked_at is not None
    until = application.object_until if stands else None
    waiting = any(one.state in OPEN for one in objections)
    objected = stands and (waiting or judged_or_waiting(application.checked_at, objections))
    return OwnRefusal(
        stands=stands,
        until=until,
        may_object=until is not None and day_of(now) <= until and not objected,
        objected=objected,
        objections=objections,
    )


def may_be_objected_to(actor: SignedActor, now: datetime, applications: Iterable[Application]) -> set[int]:
    """Return which of some applications of one's own are refused and may be objected to now; one query."""
    today = day_of(now)
    refused = {
        one.pk: one
        for one in applications
        if one.state == "refused" and one.object_until is not None and today <= one.object_until
    }
    if not refused:
        return set()
    found = Objection.objects.visible_to(actor).filter(application__in=refused, decision__isnull=True)
    against: dict[int, list[Objection]] = {pk: [] for pk in refused}
    for objection in found.order_by("pk").defer("grounds", "answer"):
        against[objection.application_id].append(objection)
    return {
        pk
        for pk, one in refused.items()
        if not judged_or_waiting(one.checked_at, against[pk])
        and not any(objection.state in OPEN for objection in against[pk])
    }
