"""Files of referrals go to the bodies that decide."""

from __future__ import annotations

from dure.domains.accounts.actors import SYSTEM
from dure.domains.referrals.services.carry_handover import carry_handover
from dure.jobs.app import PATIENTLY, task
from dure.settings.clock import now


@task("referrals.carry", patience=PATIENTLY)
def carry(*, sending_id: int) -> None:
    """Hand a file over, as often as it takes until it is taken."""
    carry_handover(actor=SYSTEM, now=now(), sending_id=sending_id)
