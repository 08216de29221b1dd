"""An officer takes a proposed agreement back before it is in force."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.agreements.models_agreement import Agreement
from dure.domains.agreements.policies import allow_running
from dure.domains.agreements.states import AGREEMENT_STATES
from dure.domains.agreements.telling import shortened, tell_side
from dure.domains.events.act import act
from dure.domains.events.transitions import move
from dure.engine.problems import msg, refuse


def take_back_agreement(*, actor: SignedActor, now: datetime, agreement_id: int, reason: str) -> None:
    """Take it back with a reason. Raises NotAllowed, and Refused once it is in force, or answered."""
    agreement = Agreement.objects.select_related("organisation").get(pk=agreement_id)
    allow_running(actor, agreement.programme)
    if not reason.strip():
        raise refuse("agreement.reason", msg("say why: the other side reads it"))
    with act("agreement.take_back", actor=actor, now=now, reason=reason.strip()) as this:
        changes = {"closed_at": now, "closed_reason": reason.strip()}
        if not move(this, AGREEMENT_STATES, Agreement, [agreement_id], "take_back", changes=changes):
            raise refuse("agreement.not_open", msg("only an agreement that is not in force is taken back"))
        tell_side(
            this, agreement, msg("The agency has taken its proposal of an agreement back."), to="executor",
            key=f"taken_back/{agreement_id}", more=shortened(reason),
        )  # fmt: skip
