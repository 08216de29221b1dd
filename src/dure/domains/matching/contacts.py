"""How the sides of a match are reached: told to one another once both have accepted, and to nobody else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dure.domains.accounts.models import Membership, User
from dure.domains.matching.models import Match


@dataclass(frozen=True, slots=True)
class Contact:
    """How somebody is reached: shown to the other side of a match that both accepted."""

    name: str
    email: str
    phone: str


def contacts_of_provider(match: Match, now: datetime) -> list[Contact]:
    """Return how a provider is reached: empty unless the match was accepted."""
    if match.state != "accepted":
        return []
    held = Membership.objects.in_force(now).filter(
        organisation_id=match.provider.organisation_id, role=match.provider.kind, user__is_active=True
    )
    people = User.objects.filter(pk__in=held.values("user_id")).order_by("pk")
    return [Contact(one.name, one.email, one.phone) for one in people]


def contact_of_merchant(match: Match) -> Contact | None:
    """Return how a merchant is reached: None unless the match was accepted."""
    if match.state != "accepted":
        return None
    merchant = match.application.merchant
    return Contact(match.application.name, merchant.email, merchant.phone)
