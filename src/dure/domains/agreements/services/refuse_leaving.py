"""An officer refuses an executor's wish to leave, or takes back the day on which it would have left."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.agreements.models_agreement import Agreement
from dure.domains.agreements.policies import allow_running
from dure.domains.agreements.telling import shortened, tell_side
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.engine.problems import msg, refuse


def refuse_leaving(*, actor: SignedActor, now: datetime, agreement_id: int, reason: str) -> None:
    """Say that the agreement goes on. The wish is granted by ending the agreement (``leave_agreement.py``).

    Raises NotAllowed, and Refused without a reason, and where nothing was asked and no day is set.
    """
    agreement = Agreement.objects.select_related("organisation").get(pk=agreement_id)
    allow_running(actor, agreement.programme)
    if not reason.strip():
        raise refuse("agreement.reason", msg("say why: the other side reads it"))
    with act("agreement.refuse_leaving", actor=actor, now=now, reason=reason.strip()) as this:
        alone("agreements", agreement.programme)
        held = Agreement.objects.select_for_update(of=("self",)).get(pk=agreement_id)
        if held.state != "in_force" or (held.leaving_asked_at is None and held.ends_on is None):
            raise refuse("agreement.not_leaving", msg("nobody has asked to leave, and no day is set"))
        changes = {"leaving_asked_at": None, "leaving_asked_by_id": None, "leaving_reason": ""}
        changes |= {"ends_on": None, "closed_reason": "", "handover": ""}
        Agreement.objects.filter(pk=agreement_id).update(**changes)
        this.record("agreement", agreement_id, leaving="refused")
        tell_side(
            this, agreement, msg("The agreement goes on: the executor does not leave."), to="executor",
            key=f"stays/{agreement_id}/{now.isoformat()}", more=shortened(reason),
        )  # fmt: skip
