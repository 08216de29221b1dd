"""An officer ends the check of a proposal: it goes on to be scored, or is refused with a reason."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.agreements.calls import kept_call
from dure.domains.agreements.models import Proposal, ProposalDocument, ProposalSupplement
from dure.domains.agreements.policies import allow_running
from dure.domains.agreements.proposing import lacking
from dure.domains.agreements.states import PROPOSAL_STATES
from dure.domains.agreements.telling import shortened, tell_firm
from dure.domains.events.act import act
from dure.domains.events.transitions import move
from dure.engine.problems import Refused, msg, refuse


def decide_proposal(
    *, actor: SignedActor, now: datetime, proposal_id: int, passed: bool, reason: str
) -> None:
    """Let a proposal pass, or refuse it; a supplement whose time is over is closed by it.

    Raises NotAllowed, and Refused without a reason, while a supplement runs, and where one that is to
    pass lacks something, or a required document of it is not accepted.
    """
    proposal = Proposal.objects.select_related("organisation").get(pk=proposal_id)
    allow_running(actor, proposal.programme)
    case = kept_call(proposal.programme)
    if not passed and not reason.strip():
        raise refuse("proposal.reason", msg("say why: the firm reads it"))
    with act("proposal.decide", actor=actor, now=now, reason=reason.strip()) as this:
        held = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal_id)
        if held.state == "supplementing":
            owed = ProposalSupplement.objects.filter(proposal_id=proposal_id, answered_at__isnull=True)
            if owed.filter(due_at__gt=now).exists():
                raise refuse("proposal.supplement_runs", msg("the firm still has time to mend its proposal"))
            owed.update(answered_at=now)
            move(this, PROPOSAL_STATES, Proposal, [proposal_id], "close_supplement")
        if passed:
            documents = ProposalDocument.objects.filter(proposal_id=proposal_id).exclude(state="replaced")
            if problems := lacking(case, held, documents):
                raise Refused(problems)
            good = set(
                ProposalDocument.objects.filter(proposal_id=proposal_id, state="accepted").values_list(
                    "document", flat=True
                )
            )
            if any(one.required and one.id not in good for one in case.call.documents):
                raise refuse("proposal.documents", msg("accept the required documents first"))
        changes = {
            "decided_at": now,
            "decided_by_id": actor.user_id,
            "decided_reason": reason.strip(),
            "changed_at": now,
        }
        name = "pass" if passed else "refuse"
        if not move(this, PROPOSAL_STATES, Proposal, [proposal_id], name, changes=changes):
            raise refuse("proposal.checked", msg("the check of this proposal is over"))
        what = (
            msg("Your proposal has passed the check and will be scored.")
            if passed
            else msg("Your proposal was refused at the check.")
        )
        tell_firm(this, case, proposal, what, key=f"decided/{this.id}", more=shortened(reason))
