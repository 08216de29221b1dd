"""Somebody opens a notice of theirs: it counts as read from then on."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.notices.models import Notice


def mark_read(*, actor: SignedActor, now: datetime, notice_id: int) -> bool:
    """Note the first time that a recipient opens a notice; returns whether it was the first."""
    if actor.user_id is None:
        return False
    unread = Notice.objects.filter(pk=notice_id, user_id=actor.user_id, read_at__isnull=True)
    if not unread.exists():
        return False  # opening it again is no act
    with act("notice.read", actor=actor, now=now) as this:
        first = Notice.objects.filter(pk=notice_id, user_id=actor.user_id, read_at__isnull=True).update(
            read_at=now
        )
        if first:
            this.record("notice", notice_id)
    return bool(first)
