"""Whoever may tell an account takes one back that still waits."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.events.transitions import move
from dure.domains.payments.models_payee import PayeeAccount
from dure.domains.payments.policies import allow_telling
from dure.domains.payments.states import ACCOUNT_STATES
from dure.engine.problems import msg, refuse


def take_back_account(*, actor: SignedActor, now: datetime, account_id: int) -> None:
    """Take it back. Raises NotAllowed, and Refused where it waits for no decision any more."""
    one = PayeeAccount.objects.select_related("payee").get(pk=account_id)
    allow_telling(actor, one.payee)
    with act("payments.take_back_account", actor=actor, now=now) as this:
        if not move(this, ACCOUNT_STATES, PayeeAccount, [account_id], "take_back"):
            raise refuse("payments.account_decided", msg("this account waits for no decision any more"))
