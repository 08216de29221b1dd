"""Recoveries by the clock: what is paid is closed, who is late is reminded."""

from __future__ import annotations

from dure.domains.accounts.actors import SYSTEM
from dure.domains.recoveries.services.dun_late import dun_late
from dure.domains.recoveries.services.settle_paid import settle_paid
from dure.jobs.app import every
from dure.settings.clock import now


@every("35 15 * * *", "recoveries.settle")
def settle() -> None:
    """Close cases of which nothing is left, soon after midnight in Korea."""
    settle_paid(actor=SYSTEM, now=now())


@every("0 0 * * *", "recoveries.dun")
def dun() -> None:
    """Remind who is late, at nine in the morning in Korea."""
    dun_late(actor=SYSTEM, now=now())
