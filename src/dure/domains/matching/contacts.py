"""How the sides of a match are reached: told to one another once both have accepted, and to nobody else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dure.domains.accounts.models import User
from dure.domains.events.models import Event
from dure.domains.matching.members import memberships
from dure.domains.matching.models import Match
from dure.domains.matching.pairings import pairings_of
from dure.domains.matching.sides import taking_part


@dataclass(frozen=True, slots=True)
class Contact:
    """How somebody is reached: shown to the other side of a match that both accepted."""

    name: str
    email: str
    phone: str


def both_agreed(match: Match) -> bool:
    """Say whether a match stands that each side has accepted itself; one that was made for them is not.

    Whoever withdrew, or holds no place any more, is asked for at the moment of reading: the match itself ends
    by a job that comes a little later.
    """
    agreed = match.state == "accepted" and match.merchant_yes is True and match.provider_yes is True
    return agreed and _takes_part(match)


def _takes_part(match: Match) -> bool:
    stage = pairings_of(match.round.version)[match.pairing].pairing.stage
    return taking_part(match.programme, stage).filter(pk=match.application_id).exists()


def was_left(match: Match) -> bool:
    """Say whether a match ended because its merchant takes part no more."""
    of = Event.objects.filter(subject="match", subject_id=str(match.pk), act="match.leave")
    return match.state == "ended" and of.exists()


def contacts_of_provider(match: Match, now: datetime) -> list[Contact]:
    """Return how a provider is reached: empty unless both have accepted."""
    if not both_agreed(match):
        return []
    held = memberships(now).filter(organisation_id=match.provider.organisation_id, role=match.provider.kind)
    people = User.objects.filter(pk__in=held.values("user_id")).order_by("pk")
    return [Contact(one.name, one.email, one.phone) for one in people]


def contact_of_merchant(match: Match) -> Contact | None:
    """Return how a merchant is reached: None unless both have accepted."""
    if not both_agreed(match):
        return None
    merchant = match.application.merchant
    return Contact(match.application.name, merchant.email, merchant.phone)
