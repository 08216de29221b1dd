"""Events are sealed: blocks that no transaction can add to any more, each hash holding the one before."""

from __future__ import annotations

from datetime import datetime

from dure.domains.events.act import Actor, act
from dure.domains.events.by_itself import refuse_people
from dure.domains.events.event_log import EVENTS
from dure.domains.events.sealing import seal_log


def seal_events(*, actor: Actor, now: datetime) -> int:
    """Seal what had been written by the last time, and return how many seals were made."""
    refuse_people(actor)
    with act("event.seal", actor=actor, now=now) as this:
        return len(seal_log(this, EVENTS))
