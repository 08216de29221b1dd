"""The officer it was assigned to answers a firm's objection; a granted one takes effect at once."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.agreements.calls import kept_call
from dure.domains.agreements.firms import refuse_twice
from dure.domains.agreements.models import Amendment, ExecutorChoice, FirmObjection, MidtermCheck, Proposal
from dure.domains.agreements.objected import refuse_involved, with_proposal
from dure.domains.agreements.policies import allow_running
from dure.domains.agreements.states import (
    AMENDMENT_STATES,
    FIRM_OBJECTION_STATES,
    MIDTERM_STATES,
    PROPOSAL_STATES,
)
from dure.domains.agreements.telling import shortened, tell_firm
from dure.domains.events.act import Act, act
from dure.domains.events.alone import alone
from dure.domains.events.transitions import move
from dure.engine.problems import Problem, Refused, msg, refuse

EFFECTS = {
    "refusal": ("reopened", "noted"),
    "not_chosen": ("chosen", "noted"),
    "amendment": ("anew", "noted"),
    "midterm": ("set_aside", "noted"),
    "ended": ("noted",),
}
"""What a granted objection may do, by what it is against."""


def answer_firm_objection(
    *,
    actor: SignedActor,
    now: datetime,
    objection_id: int,
    granted: bool,
    answer: str,
    effect: str = "",
    key: str = "",
) -> None:
    """Grant or dismiss an objection with reasons; with a ``key`` twice is once.

    Against a refusal ``reopened`` takes the check of the proposal up again, as long as nobody is chosen;
    against a choice ``chosen`` chooses the firm beside those who are, and nobody loses anything by it.
    Within an agreement ``anew`` lets a refused amendment wait for another answer, ``set_aside`` takes a check
    away; an agreement that is over stays so, and another one is offered. ``noted`` changes nothing. Raises
    NotAllowed for everybody but the assigned officer, and Refused.
    """
    objection = with_proposal(objection_id)
    programme = objection.proposal.programme
    allow_running(actor, programme)
    if objection.assigned_to_id != actor.user_id:
        raise NotAllowed
    # Asked again: who it was given to may have taken a part in the matter since.
    refuse_involved(objection, actor.user_id)
    answer = answer.strip()
    problems = []
    if not answer:
        problems.append(Problem("objection.no_answer", msg("write the reasons: the firm reads them")))
    if granted and effect not in EFFECTS[objection.against]:
        problems.append(Problem("objection.no_effect", msg("say what the granted objection does")))
    if problems:
        raise Refused(problems)
    case = kept_call(programme)
    key = key and f"{objection_id}/{key}"
    with act("firm_objection.answer", actor=actor, now=now, reason=answer, key=key) as this:
        if this.repeated:
            return
        if objection.subject_id is None:
            alone("proposal", programme)
            alone("executor_choice", programme)
        else:
            alone("agreements", programme)
        locked = FirmObjection.objects.select_for_update().get(pk=objection_id)
        if locked.state != "assigned" or locked.assigned_to_id != actor.user_id:
            raise refuse("objection.closed", msg("this objection is answered or withdrawn already"))
        if granted:
            _take_effect(this, objection, effect, answer)
        changes = {
            "answer": answer,
            "effect": effect if granted else "",
            "answered_by_id": actor.user_id,
            "answered_at": now,
        }
        name = "grant" if granted else "dismiss"
        details = {"effect": changes["effect"]}
        move(
            this, FIRM_OBJECTION_STATES, FirmObjection, [objection_id], name, changes=changes, details=details
        )
        this.record("proposal", objection.proposal_id, objection=name, effect=changes["effect"])
        what = _what(granted, effect)
        more = shortened(answer)
        tell_firm(
            this, case, objection.proposal, what, key=f"firm_objection/{objection_id}/answered", more=more
        )


def _take_effect(this: Act, objection: FirmObjection, effect: str, answer: str) -> None:
    """Let a granted objection do what it does to the proposal; raises Refused where it cannot any more."""
    proposal = objection.proposal
    if effect == "reopened":
        alive = ExecutorChoice.objects.filter(
            programme=proposal.programme, state__in=("proposed", "confirmed")
        )
        if alive.exists():
            raise refuse("choice.alive", msg("there is a choice already"))
        refuse_twice(proposal.programme, proposal.business_no, proposal.pk)
        changes = {"decided_at": None, "decided_by_id": None, "decided_reason": "", "changed_at": this.now}
        moved = move(this, PROPOSAL_STATES, Proposal, [proposal.pk], "reopen", changes=changes)
    elif effect == "chosen":
        changes = {"changed_at": this.now}
        moved = move(this, PROPOSAL_STATES, Proposal, [proposal.pk], "redress", changes=changes)
    elif effect == "anew":
        moved = _reopen_amendment(this, objection.subject_id)
    elif effect == "set_aside":
        changes = {"closed_at": this.now, "closed_reason": answer}
        moved = move(this, MIDTERM_STATES, MidtermCheck, [objection.subject_id], "set_aside", changes=changes)
    else:
        return
    if not moved:
        raise refuse("objection.stale", msg("what the firm objected to does not stand any more"))


def _reopen_amendment(this: Act, amendment_id: int | None) -> list[int]:
    """Let a refused amendment wait for an answer; raises Refused where the agreement went on since."""
    found = Amendment.objects.select_related("agreement").get(pk=amendment_id)
    if found.agreement.state != "in_force" or found.agreement.number != found.base:
        raise refuse("amendment.stale", msg("the agreement has changed since: propose it anew"))
    others = Amendment.objects.filter(agreement=found.agreement, state__in=("proposed", "agreed"))
    if others.exists():
        raise refuse("amendment.open", msg("another amendment is open: answer or take it back first"))
    changes = {"answered_by_id": None, "answered_at": None, "answer": ""}
    return move(this, AMENDMENT_STATES, Amendment, [found.pk], "reopen", changes=changes)


def _what(granted: bool, effect: str) -> str:
    if not granted:
        return msg("Your objection is dismissed: the decision stands.")
    if effect == "reopened":
        return msg("Your objection is granted: your proposal is being checked again.")
    if effect == "chosen":
        return msg("Your objection is granted: your firm is chosen as an executor.")
    if effect == "anew":
        return msg("Your objection is granted: your amendment waits for another answer.")
    if effect == "set_aside":
        return msg("Your objection is granted: the mid-term check is set aside.")
    return msg("Your objection is granted; the answer says what it means.")
