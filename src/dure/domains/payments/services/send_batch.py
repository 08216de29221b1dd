"""An officer sends a batch: its file is drawn once, or it is handed to the payout service."""

from __future__ import annotations

import hashlib
from datetime import datetime

from dure.adapters.payout import Answer
from dure.adapters.payout.codes import PAID
from dure.adapters.payout.layout import ENCODING, draw
from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.events.later import later
from dure.domains.events.transitions import move
from dure.domains.payments.answering import keep_answers
from dure.domains.payments.batches import transfers_of
from dure.domains.payments.models import Batch, BatchRow, Payable
from dure.domains.payments.policies import allow_managing, refuse_hand_in_batch
from dure.domains.payments.states import BATCH_STATES, PAYABLE_STATES
from dure.engine.law.deadlines import day_of
from dure.engine.problems import msg, refuse


def send_batch(*, actor: SignedActor, now: datetime, batch_id: int) -> None:
    """Send what was approved; of two people who do so at once, one does.

    The file is kept with its hash and never drawn again. Raises NotAllowed, and Refused to whoever had a hand
    in what it pays or acts for a payee, where an account was changed since or the day of the transfers is
    over (tax is withheld by the law of that day), and where it is not approved, or has gone out.
    """
    one = Batch.objects.get(pk=batch_id)
    allow_managing(actor, one.programme)
    refuse_hand_in_batch(actor, batch_id)
    with act("payments.send_batch", actor=actor, now=now) as this:
        held = Batch.objects.select_for_update().get(pk=batch_id)
        if held.state != "approved":
            raise refuse("payments.not_approved", msg("this batch is not approved, or has gone out already"))
        if held.pay_on < day_of(now):
            raise refuse(
                "payments.day_over",
                msg("the day of the transfers is over: drop the batch and make it anew"),
            )
        if BatchRow.objects.filter(batch_id=batch_id).exclude(account__state="confirmed").exists():
            raise refuse(
                "payments.account_changed",
                msg("a bank account was changed since: drop the batch and make it anew"),
            )
        file = draw(transfers_of(held))
        changes = {
            "sent_by_id": actor.user_id, "sent_at": now, "file": file.decode(ENCODING),
            "file_hash": hashlib.sha256(file).hexdigest(),
        }  # fmt: skip
        move(this, BATCH_STATES, Batch, [batch_id], "send", changes=changes)
        payables = list(BatchRow.objects.filter(batch_id=batch_id).values_list("payable_id", flat=True))
        moved = move(this, PAYABLE_STATES, Payable, payables, "send")
        assert len(moved) == len(payables), "what stands in a batch stands nowhere else"
        whole = BatchRow.objects.filter(batch_id=batch_id, net_won=0).order_by("no")
        # Nothing of these goes to the bank: they are paid by being set off.
        answers = [Answer(no, PAID, day_of(now)) for no in whole.values_list("no", flat=True)]
        if answers:
            keep_answers(this, batch_id, answers)
        if held.way == "payout" and len(answers) < held.rows:
            later("payments.carry", batch_id=batch_id)
