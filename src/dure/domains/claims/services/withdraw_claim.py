"""A claimant takes a claim back before any of its lines is approved for good."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.claims.accepting import let_go
from dure.domains.claims.models import Claim, ClaimLine
from dure.domains.claims.policies import allow_claiming
from dure.domains.claims.states import CLAIM_STATES, LINE_STATES
from dure.domains.claims.telling import tell_officers
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.events.transitions import move
from dure.engine.problems import msg, refuse


def withdraw_claim(*, actor: SignedActor, now: datetime, claim_id: int, reason: str) -> None:
    """Release what its open lines hold.

    Raises NotAllowed, and Refused without a reason or once it is decided.
    """
    claim = Claim.objects.get(pk=claim_id)
    allow_claiming(actor, claim)
    if not reason.strip():
        raise refuse("claims.reason", msg("say why: the other side reads it"))
    with act("claims.withdraw", actor=actor, now=now, reason=reason.strip()) as this:
        alone("claim", claim_id)
        alone("funds", claim.programme, claim.fund)
        if not move(this, CLAIM_STATES, Claim, [claim_id], "withdraw"):
            raise refuse("claims.not_open", msg("this claim waits for no decision any more"))
        lines = list(ClaimLine.objects.filter(claim_id=claim_id).order_by("pk"))
        if any(line.state == "accepted" for line in lines):
            raise refuse("claims.accepted", msg("a line of it is approved already: it cannot be taken back"))
        moved = set(move(this, LINE_STATES, ClaimLine, [line.pk for line in lines], "withdraw"))
        let_go(this, [line for line in lines if line.pk in moved])
        tell_officers(this, claim, msg("A claim was taken back."), key=f"claim/{claim_id}/withdraw")
