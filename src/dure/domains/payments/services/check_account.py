"""The bank is asked whether an account that was told is of its holder (예금주 조회)."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.payments.bank import Unreachable, payout_service, unavailable
from dure.domains.payments.models_payee import PayeeAccount
from dure.domains.payments.policies import allow_managing


def check_account(*, actor: SignedActor, now: datetime, account_id: int) -> str:
    """Ask and keep the answer: ``matched``, ``differs`` or ``unknown``.

    Raises NotAllowed, and Refused where the bank cannot be asked; then everything stays as it is.
    """
    one = PayeeAccount.objects.select_related("payee").get(pk=account_id)
    allow_managing(actor, one.payee.programme)
    with payout_service() as bank:
        try:
            found = bank.holder(one.bank, one.account_no, one.holder)
        except Unreachable:
            raise unavailable() from None
    with act("payments.check_account", actor=actor, now=now) as this:
        PayeeAccount.objects.select_for_update().get(pk=account_id)
        changed = PayeeAccount.objects.filter(pk=account_id).exclude(checked=found, checked_at=now)
        if changed.update(checked=found, checked_at=now):
            this.record("payee_account", account_id, checked=found)
    return found
