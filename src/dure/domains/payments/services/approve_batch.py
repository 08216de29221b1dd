"""A second officer approves a batch."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.events.transitions import move
from dure.domains.funds.policies import refuse_same_person
from dure.domains.payments.models import Batch
from dure.domains.payments.policies import allow_managing, refuse_hand_in_batch
from dure.domains.payments.states import BATCH_STATES
from dure.engine.problems import msg, refuse


def approve_batch(*, actor: SignedActor, now: datetime, batch_id: int) -> None:
    """Approve it.

    Raises NotAllowed, and Refused to whoever drafted it, had a hand in what it pays, or acts for a payee.
    """
    one = Batch.objects.get(pk=batch_id)
    allow_managing(actor, one.programme)
    refuse_same_person(actor, one.drafted_by_id)
    refuse_hand_in_batch(actor, batch_id)
    with act("payments.approve_batch", actor=actor, now=now) as this:
        changes = {"approved_by_id": actor.user_id, "approved_at": now}
        if not move(this, BATCH_STATES, Batch, [batch_id], "approve", changes=changes):
            raise refuse("payments.not_drafted", msg("this batch waits for no approval any more"))
