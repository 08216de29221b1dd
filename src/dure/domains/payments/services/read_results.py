"""An officer hands in the file that the bank gave back: every answer in it is kept, or none."""

from __future__ import annotations

from datetime import datetime

from dure.adapters.payout.layout import ENCODING, read_answers
from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.payments.answering import Kept, keep_answers
from dure.domains.payments.models import Batch
from dure.domains.payments.policies import allow_managing
from dure.engine.problems import msg, refuse

MOST_BYTES = 4_000_000


def read_results(*, actor: SignedActor, now: datetime, batch_id: int, content: bytes) -> Kept:
    """Keep the answers of a file; the same file again changes nothing.

    Raises NotAllowed, and Refused with every line that is not of this batch or contradicts what was answered.
    """
    one = Batch.objects.get(pk=batch_id)
    allow_managing(actor, one.programme)
    if not one.file:
        raise refuse("payments.not_sent", msg("this batch has not gone out"))
    if len(content) > MOST_BYTES:
        raise refuse("payments.file", msg("the file is too large for this batch"))
    answers = read_answers(content, one.file.encode(ENCODING))
    with act("payments.read_results", actor=actor, now=now) as this:
        kept = keep_answers(this, batch_id, answers)
        if kept.paid or kept.failed:
            this.record("payment_batch", batch_id, paid=kept.paid, failed=kept.failed)
        return kept
