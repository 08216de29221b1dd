"""An executor signs the agreement that the agency proposes, or declines it."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.agreements.models_agreement import Agreement
from dure.domains.agreements.policies import allow_signing
from dure.domains.agreements.states import AGREEMENT_STATES
from dure.domains.agreements.telling import shortened, tell_side
from dure.domains.events.act import act
from dure.domains.events.transitions import move
from dure.engine.problems import msg, refuse


def answer_agreement(
    *, actor: SignedActor, now: datetime, agreement_id: int, signed: bool, reason: str = ""
) -> None:
    """Sign, or decline with a reason. Raises NotAllowed, and Refused where it is not proposed any more."""
    agreement = Agreement.objects.select_related("organisation").get(pk=agreement_id)
    allow_signing(actor, agreement)
    if not signed and not reason.strip():
        raise refuse("agreement.reason", msg("say why: the other side reads it"))
    with act("agreement.answer", actor=actor, now=now, reason=reason.strip()) as this:
        changes = (
            {"signed_by_id": actor.user_id, "signed_at": now}
            if signed
            else {"closed_at": now, "closed_reason": reason.strip()}
        )
        name = "sign" if signed else "decline"
        if not move(this, AGREEMENT_STATES, Agreement, [agreement_id], name, changes=changes):
            raise refuse("agreement.not_proposed", msg("this agreement waits for no signature"))
        what = (
            msg("The executor has signed the agreement.")
            if signed
            else msg("The executor has declined the agreement.")
        )
        tell_side(this, agreement, what, to="officer", key=f"answer/{agreement_id}", more=shortened(reason))
