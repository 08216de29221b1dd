"""An officer lets something that failed wait to be paid again, once what stood in its way is mended."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from dure.adapters.payout.codes import REASONS
from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.events.transitions import move
from dure.domains.payments.models import BatchRow, Payable
from dure.domains.payments.models_payee import PayeeAccount
from dure.domains.payments.policies import allow_managing
from dure.domains.payments.states import PAYABLE_STATES
from dure.engine.problems import msg, refuse


def queue_again(*, actor: SignedActor, now: datetime, payable_id: int) -> None:
    """Let it wait again.

    Raises NotAllowed, and Refused where it did not fail, or where its account is the same that the bank
    refused.
    """
    one = Payable.objects.get(pk=payable_id)
    allow_managing(actor, one.programme)
    if REASONS.get(one.reason) == "account":
        # A transfer of this payment that failed, or of the one before that came back.
        own = Q(payable_id=payable_id, state="failed") | Q(payable__again=one, state="returned")
        last = BatchRow.objects.filter(own).order_by("-pk").first()
        used = PayeeAccount.objects.filter(payee_id=one.payee_id, state="confirmed").first()
        if used is None or (last is not None and last.account_id == used.pk):
            raise refuse(
                "payments.same_account", msg("the bank refused this account: another has to be told first")
            )
    with act("payments.queue_again", actor=actor, now=now) as this:
        if not move(this, PAYABLE_STATES, Payable, [payable_id], "queue_again"):
            raise refuse("payments.not_failed", msg("this payment did not fail, or waits again already"))
