"""Somebody sets a new password, knowing the old one or with a letter to their address."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.models import User
from dure.domains.events.act import act


def change_password(*, now: datetime, user: User, password: str) -> None:
    """Keep the new password; what it must be like was checked with the form."""
    with act("account.change_password", actor=SignedActor(user.pk), now=now) as this:
        user.set_password(password)
        user.save(update_fields=["password"])
        this.record("user", user.pk)
