"""Who sees a claim, and with it its lines, evidence and imports: one condition for all of them."""

from __future__ import annotations

from django.db.models import Q

from dure.domains.accounts.actors import NOTHING, SignedActor
from dure.domains.applications.queries import applications_of
from dure.domains.matching.models import of_own_provider


def seen_by(actor: SignedActor, path: str) -> Q:
    """Return the condition that somebody sees the claim at a path (``claim__``, or nothing)."""
    if actor.user_id is None:
        return NOTHING
    handed_in = ~Q(**{f"{path}state__in": ("draft", "discarded")})
    mine = Q(**{f"{path}application_id__in": applications_of(actor)})
    merchant = mine & (Q(**{f"{path}side": "merchant"}) | handed_in)
    executor = actor.at_executors(f"{path}executor__in", f"{path}programme", left=True)
    provider = of_own_provider(actor, f"{path}provider__organisation__code", f"{path}provider__kind")
    staff = handed_in & actor.scope(f"{path}programme", "officer", "ministry", "accountant")
    return merchant | executor | provider | staff
