"""A firm takes an objection back; until the period is over another may be filed."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.agreements.models import FirmObjection
from dure.domains.agreements.policies import allow_firm
from dure.domains.agreements.states import FIRM_OBJECTION_STATES
from dure.domains.events.act import act
from dure.domains.events.transitions import move
from dure.engine.problems import msg, refuse


def withdraw_firm_objection(*, actor: SignedActor, now: datetime, objection_id: int) -> None:
    """Withdraw an objection; twice is once. Raises NotAllowed, and Refused once it is answered."""
    objection = FirmObjection.objects.get(pk=objection_id)
    allow_firm(actor, objection.proposal_id)
    with act("firm_objection.withdraw", actor=actor, now=now) as this:
        if move(this, FIRM_OBJECTION_STATES, FirmObjection, [objection_id], "withdraw"):
            this.record("proposal", objection.proposal_id, objection="withdrawn")
            return
        if FirmObjection.objects.filter(pk=objection_id).exclude(state="withdrawn").exists():
            raise refuse("objection.answered", msg("this objection is answered already"))
