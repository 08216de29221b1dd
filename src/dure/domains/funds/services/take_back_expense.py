"""An executor takes a reported expense back before it is checked."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.events.transitions import move
from dure.domains.funds.models import Expense
from dure.domains.funds.orders import release_held
from dure.domains.funds.policies import allow_reporting
from dure.domains.funds.states import EXPENSE_STATES
from dure.engine.problems import msg, refuse


def take_back_expense(*, actor: SignedActor, now: datetime, expense_id: int) -> None:
    """Release what is held. Raises NotAllowed, and Refused once it is checked."""
    one = Expense.objects.get(pk=expense_id)
    allow_reporting(actor, one.programme, one.executor)
    with act("funds.take_back_expense", actor=actor, now=now) as this:
        alone("funds", one.programme, one.fund)
        if not move(this, EXPENSE_STATES, Expense, [expense_id], "take_back"):
            raise refuse("funds.not_reported", msg("this waits for no check any more"))
        release_held(this, one.hold, one.legs, "expense")
