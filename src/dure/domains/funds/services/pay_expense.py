"""A third person has an accepted expense paid that the executor had paid itself."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.events.transitions import move
from dure.domains.funds.models import Expense
from dure.domains.funds.orders import take_held
from dure.domains.funds.policies import allow_managing, refuse_same_person
from dure.domains.funds.states import EXPENSE_STATES
from dure.engine.problems import msg, refuse


def pay_expense(*, actor: SignedActor, now: datetime, expense_id: int) -> None:
    """Post what was accepted; what was cut of the hold is free again.

    Raises NotAllowed, and Refused to whoever reported or accepted it, and where it waits for no payment.
    """
    one = Expense.objects.get(pk=expense_id)
    allow_managing(actor, one.programme)
    refuse_same_person(actor, one.reported_by_id, one.decided_by_id)
    with act("funds.pay_expense", actor=actor, now=now) as this:
        alone("funds", one.programme, one.fund)
        held = Expense.objects.select_for_update().get(pk=expense_id)
        if held.way != "after" or held.accepted_won is None:
            raise refuse("funds.not_accepted", msg("this waits for no payment"))
        changes = {"paid_by_id": actor.user_id, "paid_at": now}
        if not move(this, EXPENSE_STATES, Expense, [expense_id], "pay", changes=changes):
            raise refuse("funds.not_accepted", msg("this waits for no payment"))
        refuse_same_person(actor, held.decided_by_id)
        take_held(this, one.hold, one.legs, "expense", held.accepted_won)
