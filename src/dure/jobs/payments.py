"""Batches of transfers are handed to the payout service, and its answers fetched."""

from __future__ import annotations

from dure.domains.accounts.actors import SYSTEM
from dure.domains.payments.batches import under_way
from dure.domains.payments.services.carry_batch import carry_batch
from dure.engine.problems import Refused
from dure.jobs.app import PATIENTLY, every, task
from dure.settings.clock import now


@task("payments.carry", patience=PATIENTLY)
def carry(*, batch_id: int) -> None:
    """Hand a batch over, as often as it takes until it is taken, and keep what is answered already."""
    carry_batch(actor=SYSTEM, now=now(), batch_id=batch_id)


@every("*/10 * * * *", "payments.carry_all")
def carry_all() -> None:
    """Ask for what is still to be answered, every ten minutes.

    One batch that is refused, for an answer that contradicts another, keeps no later one from its answers;
    the job fails all the same, so that somebody looks.
    """
    refused: list[Refused] = []
    for batch_id in under_way():
        try:
            carry_batch(actor=SYSTEM, now=now(), batch_id=batch_id)
        except Refused as one:
            refused.append(one)
    if refused:
        raise refused[0]
