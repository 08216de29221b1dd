"""An applicant takes an objection back; until the period is over another may be filed."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.events.transitions import move
from dure.domains.selection.models import Objection
from dure.domains.selection.policies import allow_own
from dure.domains.selection.states import OBJECTION_STATES
from dure.engine.problems import msg, refuse


def withdraw_objection(*, actor: SignedActor, now: datetime, objection_id: int) -> None:
    """Withdraw an objection; twice is once. Raises NotAllowed, and Refused once it is answered."""
    objection = Objection.objects.get(pk=objection_id)
    allow_own(actor, objection.application_id)
    with act("objection.withdraw", actor=actor, now=now) as this:
        if move(this, OBJECTION_STATES, Objection, [objection_id], "withdraw"):
            this.record("application", objection.application_id, objection="withdrawn")
            return
        if Objection.objects.filter(pk=objection_id).exclude(state="withdrawn").exists():
            raise refuse("objection.answered", msg("this objection is answered already"))
