"""The party takes its request for instalments back."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.events.transitions import move
from dure.domains.recoveries.models import InstalmentPlan
from dure.domains.recoveries.policies import allow_party
from dure.domains.recoveries.states import PLAN_STATES
from dure.engine.problems import msg, refuse


def take_back_instalments(*, actor: SignedActor, now: datetime, plan_id: int) -> None:
    """Take it back. Raises NotAllowed, and Refused where it waits no more."""
    one = InstalmentPlan.objects.select_related("case").get(pk=plan_id)
    allow_party(actor, one.case)
    with act("recoveries.take_back_instalments", actor=actor, now=now) as this:
        if not move(this, PLAN_STATES, InstalmentPlan, [plan_id], "take_back"):
            raise refuse("recoveries.plan_decided", msg("this request waits for no answer any more"))
