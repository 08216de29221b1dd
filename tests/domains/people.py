"""Actors of the tests."""

from __future__ import annotations

from datetime import UTC, datetime

from dure.domains.accounts.actors import SYSTEM, SignedActor, actor_of
from dure.domains.accounts.models import User
from dure.domains.accounts.services.appoint import appoint

NOW = datetime(2025, 3, 24, 1, 0, tzinfo=UTC)


def person(role: str = "officer", email: str = "", kind: str = "agency", code: str = "agency") -> SignedActor:
    """Return somebody who holds a role."""
    email = email or f"{role}@test.example"
    appoint(
        actor=SYSTEM, now=NOW, email=email, password="secret-secret", role=role, kind=kind, code=code,
        name_ko="기관", name_en="Agency",
    )  # fmt: skip
    return actor_of(User.objects.get(email=email).pk, NOW)
