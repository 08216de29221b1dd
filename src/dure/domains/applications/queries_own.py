"""Applications as the people who act for their merchants read them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.models import IN_PROCESS, Nomination, Revision, Verdict
from dure.domains.applications.models import Application as Application
from dure.domains.applications.models import ApplicationDocument as ApplicationDocument
from dure.domains.applications.models import Supplement as Supplement
from dure.domains.events.models import Event
from dure.domains.merchants.queries import merchants_of
from dure.domains.programmes.queries import ProgrammeVersion


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that happened to an application: which move, when, by whom (a role), and why."""

    at: datetime
    act: str
    move: str
    role: str
    by_me: bool
    reason: str
    details: dict[str, Any]


def my_applications(actor: SignedActor) -> list[Application]:
    """Return the applications of the merchants that somebody acts for, the newest first; no discarded ones.

    Version, merchant and the newest supplement (``asked``) come with them.
    """
    newest = Supplement.objects.order_by("-pk")
    found = (
        Application.objects.visible_to(actor)
        .filter(merchant_id__in=merchants_of(actor))
        .exclude(state="discarded")
        .select_related("version", "merchant")
        .prefetch_related(Prefetch("supplements", queryset=newest, to_attr="asked"))
        .defer("facts", "answers", "origins", "merchant__search", "search")
        .order_by("-pk")
    )
    return list(found[:200])


def my_application(actor: SignedActor, application_id: int) -> Application | None:
    """Return one application of a merchant that somebody acts for, with version and merchant, or None."""
    return (
        Application.objects.visible_to(actor)
        .filter(pk=application_id, merchant_id__in=merchants_of(actor))
        .exclude(state="discarded")
        .select_related("version", "merchant")
        # The bytes of the file are read once a version, by whoever needs them.
        .defer("version__raw", "merchant__search")
        .first()
    )


def support_judged(application: Application) -> dict[str, Any]:
    """Return what was known of earlier support when an application of one's own was last judged."""
    newest = Verdict.objects.filter(application=application).order_by("-pk").values_list("given", flat=True)
    return dict(newest.first() or {})


def living_of(actor: SignedActor, programme: str) -> dict[int, Application]:
    """Return the living applications to a programme by merchant, of those that somebody acts for."""
    found = Application.objects.visible_to(actor).filter(
        programme=programme, merchant_id__in=merchants_of(actor)
    )
    return {row.merchant_id: row for row in found.exclude(state__in=("withdrawn", "discarded"))}


def applied_programmes(actor: SignedActor, merchant_id: int) -> frozenset[str]:
    """Return the programmes to which a merchant of one's own has handed in an application that stands."""
    found = Application.objects.visible_to(actor).filter(
        merchant_id__in=merchants_of(actor), state__in=IN_PROCESS
    )
    return frozenset(found.filter(merchant_id=merchant_id).values_list("programme", flat=True))


def open_nominations(actor: SignedActor) -> list[Nomination]:
    """Return the nominations that wait for a merchant that somebody acts for, the newest first."""
    found = Nomination.objects.filter(merchant_id__in=merchants_of(actor), state="open")
    return list(found.select_related("merchant").order_by("-pk")[:50])


def asked_of(application: Application) -> Supplement | None:
    """Return the newest supplement of an application, or None."""
    return application.supplements.order_by("-pk").first()


def supplements_of(application: Application) -> list[Supplement]:
    """Return all supplements of an application, the newest first."""
    return list(application.supplements.order_by("-pk"))


def documents_of(application: Application) -> list[ApplicationDocument]:
    """Return the documents of an application with their files, the replaced ones after those that stand."""
    found = application.documents.select_related("file").order_by("document", "-pk")
    return sorted(found, key=lambda row: row.state == "replaced")


def newest_verdict(application: Application) -> Verdict | None:
    """Return what was said last of an application's eligibility, or None."""
    return application.verdicts.order_by("-pk").first()


def revisions_of(application: Application) -> list[Revision]:
    """Return how an application stood each time that it was handed in, the first first."""
    return list(application.revisions.order_by("number"))


def history(actor: SignedActor, application: Application) -> list[Happened]:
    """Return what happened to an application, the newest first."""
    events = Event.objects.filter(subject="application", subject_id=str(application.pk))
    return [
        Happened(
            at=event.at,
            act=event.act,
            move=str(event.details.get("move", "")),
            role=event.role,
            by_me=event.actor_id is not None and event.actor_id == actor.user_id,
            reason=event.reason,
            details=event.details,
        )
        for event in events.order_by("-pk")
    ]


def versions_by_id(ids: Iterable[int]) -> dict[int, ProgrammeVersion]:
    """Return versions of programmes by their ids: those that drafts were begun under."""
    return {row.pk: row for row in ProgrammeVersion.objects.filter(pk__in=list(ids))}
