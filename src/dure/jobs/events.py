"""Events: sealed every five minutes."""

from __future__ import annotations

from dure.domains.accounts.actors import SYSTEM
from dure.domains.events.services.seal import seal_events
from dure.jobs.app import every
from dure.settings.clock import now


@every("*/5 * * * *", "events.seal")
def seal() -> None:
    """Seal the events that were finished when this ran last."""
    seal_events(actor=SYSTEM, now=now())
