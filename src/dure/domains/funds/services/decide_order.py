"""A second officer lets money move that another asked for, or refuses."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.events.transitions import move
from dure.domains.funds.models import FundOrder
from dure.domains.funds.orders import hand_back, release_held, take_held
from dure.domains.funds.policies import allow_managing, refuse_same_person
from dure.domains.funds.states import ORDER_STATES
from dure.domains.funds.telling import tell_decided
from dure.engine.problems import msg, refuse


def decide_order(
    *, actor: SignedActor, now: datetime, order_id: int, approved: bool, answer: str = ""
) -> None:
    """Post what is held, or release it with a reason.

    Raises NotAllowed, and Refused to whoever asked for it, without a reason where it is refused, and where it
    waits for no decision.
    """
    order = FundOrder.objects.get(pk=order_id)
    allow_managing(actor, order.programme)
    refuse_same_person(actor, order.proposed_by_id)
    if not approved and not answer.strip():
        raise refuse("funds.answer", msg("say why: whoever asked for it reads it"))
    with act("funds.decide_order", actor=actor, now=now, reason=answer.strip()) as this:
        alone("funds", order.programme, order.fund)
        changes = {"decided_by_id": actor.user_id, "decided_at": now, "answer": answer.strip()}
        name = "approve" if approved else "refuse"
        if not move(this, ORDER_STATES, FundOrder, [order_id], name, changes=changes):
            raise refuse("funds.not_proposed", msg("this waits for no decision any more"))
        if approved:
            take_held(this, order.hold, order.legs, order.kind, order.won)
            if order.kind == "withdrawal":
                hand_back(this, order)
        else:
            release_held(this, order.hold, order.legs, order.kind)
        tell_decided(this, order, approved=approved, answer=answer)
