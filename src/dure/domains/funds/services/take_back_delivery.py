"""An executor takes a report of what it gave back before it is checked."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.events.transitions import move
from dure.domains.funds.models import Delivery
from dure.domains.funds.policies import allow_reporting
from dure.domains.funds.promises import move_step
from dure.domains.funds.published import known_fund
from dure.domains.funds.states import DELIVERY_STATES
from dure.engine.problems import msg, refuse


def take_back_delivery(*, actor: SignedActor, now: datetime, delivery_id: int) -> None:
    """Count it as not delivered. Raises NotAllowed, and Refused once it is checked."""
    one = Delivery.objects.get(pk=delivery_id)
    allow_reporting(actor, one.programme, one.executor)
    case = known_fund(one.programme, one.fund)
    with act("funds.take_back_delivery", actor=actor, now=now) as this:
        alone("funds", one.programme, one.fund)
        if not move(this, DELIVERY_STATES, Delivery, [delivery_id], "take_back"):
            raise refuse("funds.not_reported", msg("this waits for no check any more"))
        move_step(this, case, one, "delivered", "promised", "take_back")
