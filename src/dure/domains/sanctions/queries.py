"""Bans as pages read them."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from dure.domains.accounts.actors import SignedActor
from dure.domains.sanctions.models import Sanction as Sanction

STATES = ("running", "over", "lifted")


def sanctions(actor: SignedActor, on: date, state: str = "", search: str = "") -> QuerySet[Sanction]:
    """Return bans that an actor may see, by where they stand on a day, and by business number."""
    found: QuerySet[Sanction] = Sanction.objects.visible_to(actor)
    if state == "running":
        found = found.filter(lifted_at__isnull=True, until_on__gte=on)
    elif state == "over":
        found = found.filter(lifted_at__isnull=True, until_on__lt=on)
    elif state == "lifted":
        found = found.filter(lifted_at__isnull=False)
    digits = "".join(c for c in search if c.isdigit())
    return found.filter(business_no__startswith=digits) if digits else found


def sanction(actor: SignedActor, sanction_id: int) -> Sanction | None:
    """Return one that an actor may see, or None."""
    found: Sanction | None = Sanction.objects.visible_to(actor).filter(pk=sanction_id).first()
    return found
