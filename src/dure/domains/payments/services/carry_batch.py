"""A batch is handed to the payout service, and what came of it is asked for: safe to do again at any time."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.events.by_itself import refuse_people
from dure.domains.payments.answering import Kept, keep_answers
from dure.domains.payments.bank import payout_service
from dure.domains.payments.batches import key_of, transfers_of
from dure.domains.payments.models import Batch


def carry_batch(*, actor: SignedActor, now: datetime, batch_id: int) -> Kept:
    """Hand it over under its key, which moves nothing twice, and keep what is answered already.

    Raises Unreachable where the service does not answer: whoever called tries again. Only the system does it.
    """
    refuse_people(actor)
    batch = Batch.objects.get(pk=batch_id)
    if batch.state != "sent" or batch.way != "payout":
        return Kept(0, 0, 0)
    with payout_service() as bank:
        bank.hand_over(transfers_of(batch))
        answers = bank.answers(key_of(batch))
    with act("payments.carry_batch", actor=actor, now=now) as this:
        if Batch.objects.filter(pk=batch_id, handed_at__isnull=True).update(handed_at=now):
            this.record("payment_batch", batch_id, handed=True)
        kept = keep_answers(this, batch_id, answers)
        if kept.paid or kept.failed:
            this.record("payment_batch", batch_id, paid=kept.paid, failed=kept.failed)
        return kept
