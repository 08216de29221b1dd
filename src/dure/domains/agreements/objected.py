"""What a firm objects to, until when it may, and who must not judge it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from dure.domains.agreements.calls import kept_call
from dure.domains.agreements.models import (
    Agreement,
    Amendment,
    ExecutorChoice,
    FirmObjection,
    MidtermCheck,
    Proposal,
    ProposalDocument,
    ProposalMark,
    ProposalSupplement,
    Scorer,
)
from dure.domains.events.models import Event
from dure.domains.programmes.objecting import OPEN, until_of
from dure.engine.law.deadlines import day_of
from dure.engine.problems import msg, refuse


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided against a firm: when, by whom, and the last day to object to it."""

    against: Literal["refusal", "not_chosen", "amendment", "midterm", "ended"]
    at: datetime
    by_id: int | None
    until: date | None
    subject_id: int | None = None
    """Which amendment, check or agreement."""


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


def decided_within(proposal: Proposal) -> list[Decided]:
    """Return the agency's acts against an executor within the agreements of its proposal, the newest first.

    An amendment of its own that was refused, a mid-term check that asks for something or found less than good
    order, and an agreement that the agency ended.
    """
    programme = kept_call(proposal.programme).programme
    found: list[Decided] = []
    refused = Amendment.objects.filter(agreement__proposal=proposal, state="refused", side="executor")
    for pk, at, by in refused.order_by("pk").values_list("pk", "answered_at", "answered_by_id"):
        if at is not None:
            found.append(Decided("amendment", at, by, until_of(programme, at), pk))
    checks = MidtermCheck.objects.filter(agreement__proposal=proposal).exclude(state="set_aside")
    for pk, at, by in (
        checks.exclude(grade="good", measures="").order_by("pk").values_list("pk", "made_at", "made_by_id")
    ):
        found.append(Decided("midterm", at, by, until_of(programme, at), pk))
    ended = Agreement.objects.filter(proposal=proposal, state="left", closed_side="officer")
    for pk, at, by in ended.order_by("pk").values_list("pk", "closed_at", "closed_by_id"):
        if at is not None:
            found.append(Decided("ended", at, by, until_of(programme, at), pk))
    return sorted(found, key=lambda one: (one.at, one.subject_id or 0), reverse=True)


def may_object_within(proposal: Proposal, now: datetime) -> list[Decided]:
    """Return the acts within agreements that a firm may still object to, and has not yet."""
    standing = FirmObjection.objects.filter(proposal=proposal).exclude(state="withdrawn")
    done = set(standing.values_list("against", "subject_id", "decided_at"))
    return [
        one
        for one in decided_within(proposal)
        if one.until is not None
        and day_of(now) <= one.until
        and (one.against, one.subject_id, one.at) not in done
    ]


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
    if objection.subject_id is not None:
        decider = objection.decided_by_id
        return _had_a_part(objection) | (frozenset() if decider is None else {decider})
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


def _had_a_part(objection: FirmObjection) -> frozenset[int]:
    """Return who had a part in an act within an agreement beside who decided it: who closed the check."""
    if objection.against != "midterm":
        return frozenset()
    closed = Event.objects.filter(
        act="midterm.close", subject="midterm_check", subject_id=str(objection.subject_id)
    )
    return frozenset(one for one in closed.values_list("actor_id", flat=True) if one is not None)


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
