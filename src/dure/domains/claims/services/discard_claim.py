"""A claimant throws a draft away."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.claims.models import Claim, ClaimLine
from dure.domains.claims.policies import allow_claiming
from dure.domains.claims.reading import hold_draft
from dure.domains.claims.states import CLAIM_STATES
from dure.domains.events.act import act
from dure.domains.events.transitions import move


def discard_claim(*, actor: SignedActor, now: datetime, claim_id: int) -> None:
    """Discard it, its lines and evidence with it. Raises NotAllowed, and Refused where it is no draft."""
    allow_claiming(actor, Claim.objects.get(pk=claim_id))
    with act("claims.discard", actor=actor, now=now) as this:
        hold_draft(claim_id)
        ClaimLine.objects.filter(claim_id=claim_id).delete()
        move(this, CLAIM_STATES, Claim, [claim_id], "discard")
