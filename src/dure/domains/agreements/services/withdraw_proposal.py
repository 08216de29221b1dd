"""A firm withdraws its proposal; a draft is thrown away."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.agreements.models import Proposal
from dure.domains.agreements.models_agreement import Agreement
from dure.domains.agreements.policies import allow_firm
from dure.domains.agreements.states import PROPOSAL_STATES
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.events.transitions import move
from dure.engine.problems import msg, refuse


def withdraw_proposal(*, actor: SignedActor, now: datetime, proposal_id: int, reason: str = "") -> None:
    """Withdraw a proposal; it cannot be taken up again.

    Raises NotAllowed, and Refused while the choice is being made, and once an agreement was proposed.
    """
    allow_firm(actor, proposal_id)
    with act("proposal.withdraw", actor=actor, now=now, reason=reason.strip(), key=str(proposal_id)) as this:
        if this.repeated:
            return
        alone("agreements", Proposal.objects.values_list("programme", flat=True).get(pk=proposal_id))
        alive = Agreement.objects.filter(proposal_id=proposal_id)
        if alive.filter(state__in=("proposed", "signed", "in_force")).exists():
            raise refuse("proposal.agreed", msg("an agreement is proposed: decline it instead"))
        gone = move(this, PROPOSAL_STATES, Proposal, [proposal_id], "discard", changes={"changed_at": now})
        if not gone and not move(
            this, PROPOSAL_STATES, Proposal, [proposal_id], "withdraw", changes={"changed_at": now}
        ):
            raise refuse("proposal.not_now", msg("the proposal cannot be withdrawn as it stands now"))
