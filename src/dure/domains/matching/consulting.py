"""Consultants whom matches join to merchants: what diagnosis is handed in of them.

A match counts once both sides have said yes to it, as for contacts, and until it ends; for a provider that
officers have not refused since.
"""

from __future__ import annotations

from typing import Any

from django.db.models import F, QuerySet

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.models import Role
from dure.domains.matching.models import Match, of_own_provider


def applications_of(actor: SignedActor) -> QuerySet[Any, Any]:
    """Return the ids of the applications that somebody, as a consultant, is matched with."""
    own = of_own_provider(actor, "provider__organisation__code", "provider__kind")
    return _standing().filter(own).values("application_id")


def organisations_of(programme: str) -> QuerySet[Any, Any]:
    """Return the matches of a programme's applications with consultants: ``organisation``, application."""
    found = _standing().filter(programme=programme).order_by()
    return found.annotate(organisation=F("provider__organisation_id"))


def _standing() -> QuerySet[Match]:
    return Match.objects.filter(
        state="accepted",
        merchant_yes=True,
        provider_yes=True,
        provider__kind=Role.CONSULTANT,
        provider__state__in=("approved", "resting"),
    )
