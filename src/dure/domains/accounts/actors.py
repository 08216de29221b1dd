"""Who acts: a user with the roles held now, or somebody who has not signed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from dure.domains.accounts.models import Membership, Role


@dataclass(frozen=True, slots=True)
class SignedActor:
    """A user and the (role, organisation code) pairs held at an instant; nobody where ``user_id`` is None."""

    user_id: int | None = None
    roles: tuple[tuple[str, str], ...] = ()

    @property
    def role(self) -> str:
        """The strongest role, as events keep it."""
        held = {role for role, _ in self.roles}
        return next((str(role) for role in Role if role in held), "person" if self.user_id else "")

    def has(self, *roles: str) -> bool:
        """Say whether one of the roles is held in any organisation."""
        return any(role in roles for role, _ in self.roles)


SYSTEM = SignedActor()
"""The service itself: demo loading, jobs."""


def actor_of(user_id: int | None, now: datetime) -> SignedActor:
    """Return the actor of a user at an instant."""
    if user_id is None:
        return SignedActor()
    held = Membership.objects.filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=now), user_id=user_id, starts_at__lte=now
    ).values_list("role", "organisation__code")
    return SignedActor(user_id, tuple(sorted(held)))
