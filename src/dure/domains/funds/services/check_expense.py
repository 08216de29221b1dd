"""An officer accepts what an executor spent, whole or in part, or refuses it."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.events.transitions import move
from dure.domains.funds.models import Expense
from dure.domains.funds.orders import release_held, take_held
from dure.domains.funds.policies import allow_managing, refuse_same_person
from dure.domains.funds.states import EXPENSE_STATES
from dure.engine.problems import msg, refuse


def check_expense(
    *, actor: SignedActor, now: datetime, expense_id: int, accepted_won: int, answer: str = ""
) -> None:
    """Accept an amount of it; 0 refuses it. Less than was reported needs a reason.

    What was paid from the advance is posted now, and the rest is free again; what is to be paid after stays
    held until it is paid. Raises NotAllowed, and Refused to whoever reported it, for more than was reported,
    without a reason, and where it waits for no check.
    """
    one = Expense.objects.get(pk=expense_id)
    allow_managing(actor, one.programme)
    refuse_same_person(actor, one.reported_by_id)
    if not 0 <= accepted_won <= one.won:
        raise refuse(
            "funds.accepted", msg("accept from 0 to {won} won, as much as was reported"), won=f"{one.won:,}"
        )
    if accepted_won < one.won and not answer.strip():
        raise refuse("funds.answer", msg("say why: the executor reads it"))
    with act("funds.check_expense", actor=actor, now=now, reason=answer.strip()) as this:
        alone("funds", one.programme, one.fund)
        changes = {"decided_by_id": actor.user_id, "decided_at": now, "answer": answer.strip()}
        name = "accept" if accepted_won else "refuse"
        if accepted_won:
            changes["accepted_won"] = accepted_won
        details = {"won": accepted_won}
        if not move(this, EXPENSE_STATES, Expense, [expense_id], name, changes=changes, details=details):
            raise refuse("funds.not_reported", msg("this waits for no check any more"))
        if not accepted_won:
            release_held(this, one.hold, one.legs, "expense")
        elif one.way == "advance":
            take_held(this, one.hold, one.legs, "expense", accepted_won)
