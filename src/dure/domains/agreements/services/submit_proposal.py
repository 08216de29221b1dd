"""A firm hands its proposal in, or answers the supplement that was asked of it."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.agreements.calls import known_call
from dure.domains.agreements.firms import people_of, refuse_other_firm, refuse_twice
from dure.domains.agreements.holding import hold_open
from dure.domains.agreements.models import Proposal, ProposalDocument, ProposalSupplement, Scorer
from dure.domains.agreements.policies import allow_firm
from dure.domains.agreements.proposing import lacking
from dure.domains.agreements.states import PROPOSAL_STATES
from dure.domains.agreements.telling import tell_firm
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.events.transitions import move
from dure.domains.sanctions.standing import banned_until
from dure.engine.law.deadlines import day_of
from dure.engine.problems import Refused, msg, refuse


def submit_proposal(*, actor: SignedActor, now: datetime, proposal_id: int) -> None:
    """Hand a proposal in; it gets its receipt number, or a supplement counts as answered.

    Raises NotAllowed, and Refused with everything that is missing, where the call is not open, under a
    ban, and where the firm has a proposal in the call already.
    """
    allow_firm(actor, proposal_id)
    programme = Proposal.objects.values_list("programme", flat=True).get(pk=proposal_id)
    case = known_call(programme)
    with act("proposal.submit", actor=actor, now=now) as this:
        alone("proposal", programme)
        held = hold_open(proposal_id, now)
        documents = ProposalDocument.objects.filter(proposal_id=proposal_id).exclude(state="replaced")
        if problems := lacking(case, held, documents):
            raise Refused(problems)
        refuse_other_firm(held)
        if held.state == "supplementing":
            move(this, PROPOSAL_STATES, Proposal, [proposal_id], "supplement")
            ProposalSupplement.objects.filter(proposal_id=proposal_id, answered_at__isnull=True).update(
                answered_at=now
            )
            return
        banned = banned_until(held.business_no, programme, day_of(now))
        if banned is not None:
            raise refuse(
                "proposal.sanctioned",
                msg("this business takes part in no programme until {until}"),
                until=banned.isoformat(),
            )
        refuse_twice(programme, held.business_no, proposal_id, held.organisation_id)
        scorers = Scorer.objects.filter(proposal__programme=programme, ended_at__isnull=True)
        if scorers.filter(user_id__in=people_of(held)).exists():
            raise refuse("proposal.scorer", msg("whoever acts for this firm scores proposals here"))
        count = Proposal.objects.filter(programme=programme, number__isnull=False).count()
        changes = {
            "number": f"{programme.upper()}-EX-{count + 1:04d}",
            "submitted_at": now,
            "changed_at": now,
        }
        move(this, PROPOSAL_STATES, Proposal, [proposal_id], "submit", changes=changes)
        tell_firm(this, case, held, msg("Your proposal has been received."), key=f"received/{proposal_id}")
