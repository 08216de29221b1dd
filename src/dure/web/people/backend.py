"""Who is signed in, read by a planned statement: every request asks."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth import get_user_model

from dure.domains.accounts.queries import User
from dure.domains.events.statements import by_key


class Backend(AuthenticationBackend):  # type: ignore[misc]
    """Signing in as the library does it, with an account read as quickly as it can be."""

    def get_user(self, user_id: Any) -> User | None:
        """Return an account that may sign in."""
        found: User | None = by_key(get_user_model(), user_id)
        return found if found is not None and self.user_can_authenticate(found) else None
