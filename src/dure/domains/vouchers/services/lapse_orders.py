"""Orders that were not paid in time lapse, and what was held for them is free again."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.policies import allow_service_alone
from dure.domains.events.act import act
from dure.domains.events.transitions import move
from dure.domains.vouchers.models import Order
from dure.domains.vouchers.ordering import let_go
from dure.domains.vouchers.states import ORDER_STATES


def lapse_orders(*, actor: SignedActor, now: datetime) -> int:
    """Let orders lapse whose time is over, one by one; return how many. Raises NotAllowed to people."""
    allow_service_alone(actor)
    due = Order.objects.filter(state="ordered", pay_until__lte=now).order_by("pk")
    return sum(_lapse(actor, now, order) for order in due)


def _lapse(actor: SignedActor, now: datetime, order: Order) -> int:
    with act("vouchers.lapse_order", actor=actor, now=now) as this:
        if not move(this, ORDER_STATES, Order, [order.pk], "lapse"):
            return 0
        let_go(this, order)
    return 1
