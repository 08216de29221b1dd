"""A citizen takes an order back before it is paid."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.events.act import act
from dure.domains.events.transitions import move
from dure.domains.vouchers.models import Order
from dure.domains.vouchers.ordering import let_go
from dure.domains.vouchers.states import ORDER_STATES
from dure.engine.problems import msg, refuse


def take_back_order(*, actor: SignedActor, now: datetime, order_id: int) -> None:
    """Take one's own order back; raises NotAllowed to others, Refused where it does not wait any more."""
    order = Order.objects.get(pk=order_id)
    if actor.user_id is None or order.user_id != actor.user_id:
        raise NotAllowed
    with act("vouchers.take_back_order", actor=actor, now=now) as this:
        if not move(this, ORDER_STATES, Order, [order_id], "take_back"):
            raise refuse("vouchers.not_ordered", msg("this order does not wait for a payment any more"))
        let_go(this, order)
