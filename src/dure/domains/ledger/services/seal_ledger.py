"""Transfers are sealed in blocks, each hash holding the one before; posting never waits for it."""

from __future__ import annotations

from datetime import datetime

from dure.domains.events.act import Actor, act
from dure.domains.events.by_itself import refuse_people
from dure.domains.events.sealing import seal_log
from dure.domains.ledger.transfer_log import TRANSFERS


def seal_ledger(*, actor: Actor, now: datetime) -> int:
    """Seal what had been posted by the last time, and return how many seals were made.

    Each new hash is noted as an event too: the two chains hold each other, and whoever reads events or keeps
    their seals has a copy.
    """
    refuse_people(actor)
    with act("ledger.seal", actor=actor, now=now) as this:
        made = seal_log(this, TRANSFERS)
        for seal in made:
            this.record("ledger_seal", seal.to_id, count=seal.count, hash=seal.hash)
    return len(made)
