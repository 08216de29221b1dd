"""Benefits by the clock: what was lost with its place, what is good no more, whose time is near."""

from __future__ import annotations

from dure.domains.accounts.actors import SYSTEM
from dure.domains.benefits.services.end_lost import end_lost
from dure.domains.benefits.services.expire_grants import expire_grants
from dure.domains.benefits.services.grant_open import grant_open
from dure.jobs.app import every
from dure.settings.clock import now


@every("8-59/10 * * * *", "benefits.end_lost")
def lose() -> None:
    """End what rests on places that are not held any more, and give back what is free of ended grants."""
    end_lost(actor=SYSTEM, now=now())


@every("20 15 * * *", "benefits.expire")
def expire() -> None:
    """End what is good no more, soon after midnight in Korea, and tell whose time is near."""
    expire_grants(actor=SYSTEM, now=now())


@every("3-59/10 * * * *", "benefits.open")
def open_turns() -> None:
    """Grant what whoever applies is granted to those whose turn came by money or by a new verdict."""
    grant_open(actor=SYSTEM, now=now())
