"""Letters that invite: what stands in them, how their secret is kept, what is forgotten afterwards."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dure.domains.accounts.models import Invitation, User
from dure.domains.events.act import Act


@dataclass(frozen=True, slots=True)
class Letter:
    """What is told to whoever is invited; the token stands here and in the letter, and nowhere else."""

    invitation_id: int
    email: str
    token: str
    organisation: dict[str, str]
    """Its name by language."""
    role: str
    expires_at: datetime


Tell = Callable[[Act, Letter], None]
"""Sends a letter within the act: notices are a later subject, so whoever calls brings it."""


def token_hash(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def forgotten(now: datetime) -> dict[str, Any]:
    """Return the changes of an invitation that is no longer open: its address goes."""
    return {"answered_at": now, "email": "", "email_blind": ""}


def open_invitation(token: str, now: datetime) -> Invitation | None:
    """Return the invitation that a token opens at an instant, or None."""
    return (
        Invitation.objects.filter(token_hash=token_hash(token), state="open", expires_at__gt=now)
        .select_related("organisation")
        .first()
    )


def has_account(invitation: Invitation) -> bool:
    """Say whether whoever is invited has an account: asked for the page that the letter opens."""
    return bool(User.objects.filter(email=invitation.email).exists())
