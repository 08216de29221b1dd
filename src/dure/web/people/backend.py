"""Who is signed in, and in which roles, read by one planned statement: every request asks."""

from __future__ import annotations

from contextvars import ContextVar
from datetime import datetime
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from dure.domains.accounts.actors import SignedActor, account_and_actor
from dure.domains.accounts.queries import User
from dure.settings.clock import now

ASKED_AT: ContextVar[datetime | None] = ContextVar("asked_at", default=None)
"""The instant of the request that is being answered."""


class Backend(AuthenticationBackend):  # type: ignore[misc]
    """Signing in as the library does it, with an account read as quickly as it can be."""

    def get_user(self, user_id: Any) -> User | None:
        """Return an account that may sign in; it knows its actor, for :func:`actor_read_with`."""
        at = ASKED_AT.get() or now()
        found = account_and_actor(user_id, at)
        if found is None or not self.user_can_authenticate(found[0]):
            return None
        user, actor = found
        user._actor_read = (at, actor)  # type: ignore[attr-defined]
        return user


def actor_read_with(user: Any, at: datetime) -> SignedActor | None:
    """Return, once, the actor that was read with an account for an instant; None where none was."""
    kept = getattr(user, "_actor_read", None)
    if kept is None:
        return None
    # Once: what is asked again in the same request asks because roles or second factor may have changed.
    user._actor_read = None
    read_at, actor = kept
    return actor if read_at == at else None
