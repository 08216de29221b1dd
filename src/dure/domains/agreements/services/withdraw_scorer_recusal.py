"""A firm takes a request about a scorer back that waits for its answer."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.agreements.models import ScorerRecusal
from dure.domains.agreements.policies import allow_firm
from dure.domains.agreements.states import SCORER_RECUSAL_STATES
from dure.domains.events.act import act
from dure.domains.events.transitions import move


def withdraw_scorer_recusal(*, actor: SignedActor, now: datetime, recusal_id: int) -> bool:
    """Take a request back, and say whether it still waited; twice is once. Raises NotAllowed."""
    asked = ScorerRecusal.objects.filter(pk=recusal_id).first()
    if asked is None:
        raise NotAllowed
    allow_firm(actor, asked.proposal_id)
    with act("scorer_recusal.withdraw", actor=actor, now=now) as this:
        return bool(move(this, SCORER_RECUSAL_STATES, ScorerRecusal, [recusal_id], "withdraw"))
