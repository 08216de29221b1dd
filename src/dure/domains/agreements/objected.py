"""What a firm objects to, until when it may, and who must not judge it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from dure.domains.agreements.calls import kept_call
from dure.domains.agreements.models import (
    ExecutorChoice,
    FirmObjection,
    Proposal,
    ProposalDocument,
    ProposalMark,
    ProposalSupplement,
    Scorer,
)
from dure.domains.programmes.objecting import OPEN, until_of
from dure.engine.law.deadlines import day_of
from dure.engine.problems import msg, refuse


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided against a firm: when, by whom, and the last day to object to it."""

    against: Literal["refusal", "not_chosen"]
    at: datetime
    by_id: int | None
    until: date | None


def decided_of(proposal: Proposal) -> Decided | None:
    """Return what stands against a firm by its proposal, or None where nothing does."""
    programme = kept_call(proposal.programme).programme
    if proposal.state == "refused" and proposal.decided_at is not None:
        at, by_id = proposal.decided_at, proposal.decided_by_id
        return Decided("refusal", at, by_id, until_of(programme, at))
    if proposal.state == "not_chosen":
        choice = ExecutorChoice.objects.filter(programme=proposal.programme, state="confirmed").first()
        if choice is not None and choice.decided_at is not None:
            return Decided(
                "not_chosen", choice.decided_at, choice.decided_by_id, until_of(programme, choice.decided_at)
            )
    return None


def may_object(proposal: Proposal, now: datetime) -> date | None:
    """Return the last day to object to what stands against a firm; None where it cannot, or has already."""
    found = decided_of(proposal)
    if found is None or found.until is None or day_of(now) > found.until:
        return None
    standing = FirmObjection.objects.filter(proposal=proposal).exclude(state="withdrawn")
    if standing.filter(decided_at=found.at).exists() or standing.filter(state__in=OPEN).exists():
        return None
    return found.until


def deciders(objection: FirmObjection) -> frozenset[int]:
    """Return who may not judge it: whoever decided, or had a part in what was decided on.

    Who ended the check, judged a document or asked for a supplement; against a choice also who scored the
    proposal, and who proposed and confirmed the choice. Who acts for a firm of the call judges nothing in it.
    """
    of = objection.proposal_id
    found: set[int | None] = {objection.decided_by_id, objection.proposal.decided_by_id}
    found |= set(ProposalDocument.objects.filter(proposal_id=of).values_list("checked_by_id", flat=True))
    found |= set(ProposalSupplement.objects.filter(proposal_id=of).values_list("asked_by_id", flat=True))
    if objection.against == "not_chosen":
        found |= set(Scorer.objects.filter(proposal_id=of).values_list("user_id", flat=True))
        found |= set(ProposalMark.objects.filter(proposal_id=of).values_list("user_id", flat=True))
        choices = ExecutorChoice.objects.filter(programme=objection.proposal.programme, state="confirmed")
        for proposed, decided in choices.values_list("proposed_by_id", "decided_by_id"):
            found |= {proposed, decided}
    return frozenset(one for one in found if one is not None)


def refuse_involved(objection: FirmObjection, officer_id: int | None) -> None:
    """Raise Refused for an officer who may not judge it (:func:`deciders`)."""
    if officer_id in deciders(objection):
        raise refuse(
            "objection.decided",
            msg("this officer took part in the decision: somebody else has to look at the objection"),
        )


def with_proposal(objection_id: int) -> FirmObjection:
    """Return an objection with its proposal and the firm's organisation."""
    return FirmObjection.objects.select_related("proposal__organisation").get(pk=objection_id)
