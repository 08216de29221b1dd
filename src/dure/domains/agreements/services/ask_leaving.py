"""An executor asks to leave the programme; it goes on carrying it out until the agency has answered."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.agreements.models_agreement import Agreement
from dure.domains.agreements.policies import allow_signing
from dure.domains.agreements.telling import shortened, tell_side
from dure.domains.events.act import act
from dure.engine.problems import msg, refuse


def ask_leaving(*, actor: SignedActor, now: datetime, agreement_id: int, reason: str) -> None:
    """Ask the agency to end the agreement.

    Raises NotAllowed, and Refused without a reason, where it is not in force, and where it was asked already
    or a day is set.
    """
    agreement = Agreement.objects.select_related("organisation").get(pk=agreement_id)
    allow_signing(actor, agreement)
    if not reason.strip():
        raise refuse("agreement.reason", msg("say why: the other side reads it"))
    with act("agreement.ask_leaving", actor=actor, now=now, reason=reason.strip()) as this:
        held = Agreement.objects.select_for_update(of=("self",)).get(pk=agreement_id)
        if held.state != "in_force":
            raise refuse("agreement.not_in_force", msg("this agreement is not in force"))
        if held.leaving_asked_at is not None or held.ends_on is not None:
            raise refuse("agreement.leaving", msg("the agency has been asked already, or the day is set"))
        changes = {"leaving_asked_at": now, "leaving_asked_by_id": actor.user_id}
        Agreement.objects.filter(pk=agreement_id).update(**changes, leaving_reason=reason.strip())
        this.record("agreement", agreement_id, leaving="asked")
        tell_side(
            this, agreement, msg("The executor asks to leave the programme."), to="officer",
            key=f"leaving/{agreement_id}/{now.isoformat()}", more=shortened(reason),
        )  # fmt: skip
