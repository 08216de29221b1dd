"""An officer drops a batch that has not gone out: what stands in it waits again."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.events.transitions import move
from dure.domains.payments.debts import free_set_offs
from dure.domains.payments.models import Batch, BatchRow, Payable
from dure.domains.payments.policies import allow_managing
from dure.domains.payments.states import BATCH_STATES, PAYABLE_STATES
from dure.engine.problems import msg, refuse


def drop_batch(*, actor: SignedActor, now: datetime, batch_id: int, reason: str) -> None:
    """Drop it, with a reason. Raises NotAllowed, and Refused without one and once it has gone out."""
    one = Batch.objects.get(pk=batch_id)
    allow_managing(actor, one.programme)
    if not reason.strip():
        raise refuse("payments.answer", msg("say why"))
    with act("payments.drop_batch", actor=actor, now=now, reason=reason.strip()) as this:
        if not move(this, BATCH_STATES, Batch, [batch_id], "drop"):
            raise refuse("payments.gone_out", msg("this batch has gone out already, or is dropped"))
        rows = BatchRow.objects.filter(batch_id=batch_id, state="pending")
        payables = list(rows.values_list("payable_id", flat=True))
        free_set_offs(this, list(rows.filter(set_off_won__gt=0).values_list("pk", flat=True)))
        rows.update(state="dropped")
        moved = move(this, PAYABLE_STATES, Payable, payables, "leave_batch")
        assert len(moved) == len(payables), "what stands in a batch stands nowhere else"
