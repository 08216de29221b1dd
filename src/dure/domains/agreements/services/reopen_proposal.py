"""An officer takes the end of a check back: a proposal that was refused or passed is checked again."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.agreements.calls import kept_call
from dure.domains.agreements.firms import refuse_twice
from dure.domains.agreements.models import ExecutorChoice, Proposal
from dure.domains.agreements.policies import allow_running
from dure.domains.agreements.states import PROPOSAL_STATES
from dure.domains.agreements.telling import shortened, tell_firm
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.events.transitions import move
from dure.engine.problems import msg, refuse


def reopen_proposal(*, actor: SignedActor, now: datetime, proposal_id: int, reason: str) -> None:
    """Check a proposal again, with a reason.

    Raises NotAllowed, and Refused without a reason, once a choice is proposed, where the firm has handed in
    another meanwhile, and where it is neither refused nor passed.
    """
    proposal = Proposal.objects.select_related("organisation").get(pk=proposal_id)
    allow_running(actor, proposal.programme)
    case = kept_call(proposal.programme)
    if not reason.strip():
        raise refuse("proposal.reason", msg("say why: the firm reads it"))
    with act("proposal.reopen", actor=actor, now=now, reason=reason.strip()) as this:
        alone("proposal", proposal.programme)
        alone("executor_choice", proposal.programme)
        chosen = ExecutorChoice.objects.filter(
            programme=proposal.programme, state__in=("proposed", "confirmed")
        )
        if chosen.exists():
            raise refuse("choice.alive", msg("there is a choice already"))
        refuse_twice(proposal.programme, proposal.business_no, proposal_id)
        changes = {"decided_at": None, "decided_by_id": None, "decided_reason": "", "changed_at": now}
        if not move(this, PROPOSAL_STATES, Proposal, [proposal_id], "reopen", changes=changes):
            raise refuse("proposal.not_decided", msg("the check of this proposal is not over"))
        tell_firm(
            this, case, proposal, msg("Your proposal is being checked again."), key=f"reopened/{this.id}",
            more=shortened(reason),
        )  # fmt: skip
