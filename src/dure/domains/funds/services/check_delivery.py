"""An officer accepts the evidence of what an executor gave, or refuses it."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.events.transitions import move
from dure.domains.funds.models import Delivery
from dure.domains.funds.policies import allow_managing, refuse_same_person
from dure.domains.funds.promises import move_step
from dure.domains.funds.published import known_fund
from dure.domains.funds.states import DELIVERY_STATES
from dure.engine.problems import msg, refuse


def check_delivery(
    *, actor: SignedActor, now: datetime, delivery_id: int, accepted: bool, answer: str = ""
) -> None:
    """Count it as evidenced; or, with a reason, as not delivered.

    Raises NotAllowed, and Refused to whoever reported it, without a reason where it is refused, and where it
    waits for no check.
    """
    one = Delivery.objects.get(pk=delivery_id)
    allow_managing(actor, one.programme)
    refuse_same_person(actor, one.reported_by_id)
    if not accepted and not answer.strip():
        raise refuse("funds.answer", msg("say why: the executor reads it"))
    case = known_fund(one.programme, one.fund)
    with act("funds.check_delivery", actor=actor, now=now, reason=answer.strip()) as this:
        alone("funds", one.programme, one.fund)
        changes = {"decided_by_id": actor.user_id, "decided_at": now, "answer": answer.strip()}
        name = "accept" if accepted else "refuse"
        if not move(this, DELIVERY_STATES, Delivery, [delivery_id], name, changes=changes):
            raise refuse("funds.not_reported", msg("this waits for no check any more"))
        move_step(this, case, one, "delivered", "evidenced" if accepted else "promised", name)
