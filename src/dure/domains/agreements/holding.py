"""Proposals and agreements locked for an act, where they can be changed now."""

from __future__ import annotations

from datetime import datetime

from dure.domains.agreements.calls import CallCase, known_call
from dure.domains.agreements.models import Proposal
from dure.domains.agreements.models_agreement import Agreement, Amendment
from dure.domains.agreements.proposing import open_supplement
from dure.engine.problems import msg, refuse

SAVED = {"draft", "supplementing"}


def refuse_outside(case: CallCase, now: datetime) -> None:
    """Raise Refused before the window opens and from the instant on that it closes."""
    state = case.state(now)
    if state == "planned":
        raise refuse("proposal.not_open", msg("proposals are not taken yet"))
    if state == "closed":
        raise refuse("proposal.closed", msg("proposals are not taken any more"))


def hold_open(proposal_id: int, now: datetime) -> Proposal:
    """Lock a proposal and return it; raises Refused where nothing of it can be changed now."""
    held = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal_id)
    if held.state not in SAVED:
        raise refuse("proposal.handed_in", msg("the proposal is handed in: it cannot be changed now"))
    if held.state == "draft":
        refuse_outside(known_call(held.programme), now)
    else:
        owed = open_supplement(proposal_id)
        if owed is None or owed.due_at <= now:
            raise refuse("proposal.late", msg("the time to mend the proposal is over"))
    return held


def held_in_force(agreement_id: int) -> Agreement:
    """Lock an agreement and return it.

    Raises Refused where it is not in force, and while an amendment of it is open.
    """
    held = Agreement.objects.select_for_update(of=("self",)).get(pk=agreement_id)
    if held.state != "in_force":
        raise refuse("agreement.not_in_force", msg("this agreement is not in force"))
    refuse_open(held)
    return held


def refuse_open(agreement: Agreement) -> None:
    """Raise Refused while an amendment is open."""
    if Amendment.objects.filter(agreement=agreement, state__in=("proposed", "agreed")).exists():
        raise refuse("amendment.open", msg("an amendment is open already: it has to be answered first"))
