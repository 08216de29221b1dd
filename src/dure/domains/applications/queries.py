"""Applications as pages and other subjects read them."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.models import IN_PROCESS
from dure.domains.applications.models import Application as Application
from dure.domains.merchants.queries import merchants_of


def applications_of(actor: SignedActor) -> QuerySet[Any]:
    """Return the ids of the applications of the merchants that somebody acts for, as a subquery."""
    return Application.objects.visible_to(actor).filter(merchant_id__in=merchants_of(actor)).values("pk")


def living_application(actor: SignedActor, merchant_id: int, programme: str) -> Application | None:
    """Return the application that a merchant of one's own has handed in and not withdrawn, or None."""
    return (
        Application.objects.visible_to(actor)
        .filter(merchant_id=merchant_id, programme=programme, state__in=IN_PROCESS)
        .first()
    )


def applicants_of(actor: SignedActor) -> QuerySet[Any]:
    """Return the ids of the merchants that applied to a programme which an actor runs, as a subquery."""
    handed_in = Application.objects.visible_to(actor).exclude(state__in=("draft", "discarded"))
    return handed_in.filter(actor.scope("programme", "officer", "ministry")).values("merchant_id")
