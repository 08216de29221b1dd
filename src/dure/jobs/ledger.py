"""The ledger: sealed every five minutes, holds released that nobody took, everything added anew at night."""

from __future__ import annotations

from dure.domains.accounts.actors import SYSTEM
from dure.domains.ledger.services.check_ledger import check_ledger
from dure.domains.ledger.services.expire_holds import expire_holds
from dure.domains.ledger.services.seal_ledger import seal_ledger
from dure.jobs.app import every
from dure.settings.clock import now


@every("*/5 * * * *", "ledger.seal")
def seal() -> None:
    """Seal the transfers that were finished when this ran last."""
    seal_ledger(actor=SYSTEM, now=now())


@every("3-59/10 * * * *", "ledger.expire_holds")
def expire() -> None:
    """Release holds whose time is over."""
    expire_holds(actor=SYSTEM, now=now())


@every("10 19 * * *", "ledger.check")
def check() -> None:
    """Add everything anew and verify the seals, at 04:10 in Korea."""
    check_ledger(actor=SYSTEM, now=now())
