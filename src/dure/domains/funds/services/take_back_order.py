"""Whoever asked for money to move takes it back before it is decided."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.events.transitions import move
from dure.domains.funds.models import FundOrder
from dure.domains.funds.orders import release_held
from dure.domains.funds.policies import allow_managing
from dure.domains.funds.states import ORDER_STATES
from dure.engine.problems import msg, refuse


def take_back_order(*, actor: SignedActor, now: datetime, order_id: int) -> None:
    """Release what is held. Raises NotAllowed, and Refused once it is decided."""
    order = FundOrder.objects.get(pk=order_id)
    allow_managing(actor, order.programme)
    with act("funds.take_back_order", actor=actor, now=now) as this:
        alone("funds", order.programme, order.fund)
        if not move(this, ORDER_STATES, FundOrder, [order_id], "take_back"):
            raise refuse("funds.not_proposed", msg("this waits for no decision any more"))
        release_held(this, order.hold, order.legs, order.kind)
