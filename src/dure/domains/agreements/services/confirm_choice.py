"""A second officer confirms which executors are chosen, and every firm is told."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.agreements.calls import judged_call, kept_call
from dure.domains.agreements.choosing import inputs_now, plain_standings, ranked
from dure.domains.agreements.models import ExecutorChoice, Proposal, Scorer
from dure.domains.agreements.policies import allow_running
from dure.domains.agreements.states import CHOICE_STATES, PROPOSAL_STATES
from dure.domains.agreements.telling import both, tell_firm
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.events.transitions import move
from dure.engine.problems import msg, refuse

WHY = {
    "chosen": msg("Your firm is chosen as an executor. The agency will propose an agreement."),
    "below_least": msg("Your firm is not chosen: its points are below the least that the call asks for."),
    "no_room": msg("Your firm is not chosen: as many as the call takes stand before it."),
}


def confirm_choice(*, actor: SignedActor, now: datetime, choice_id: int, reason: str) -> None:
    """Confirm a choice; twice is once.

    The order is worked out again from the marks as they stand, under the published file. Raises NotAllowed,
    and Refused without a reason, for who proposed it where the call asks for a second officer, and where the
    order is not the same any more.
    """
    choice = ExecutorChoice.objects.get(pk=choice_id)
    allow_running(actor, choice.programme)
    if not reason.strip():
        raise refuse("choice.reason", msg("say why: the reason is kept with the choice"))
    if choice.second_officer and actor.user_id == choice.proposed_by_id:
        raise refuse("choice.same_officer", msg("who proposed it cannot confirm it: another officer has to"))
    if Scorer.objects.filter(
        proposal__programme=choice.programme, user_id=actor.user_id or 0, ended_at__isnull=True
    ).exists():
        raise refuse("choice.scorer", msg("who scored proposals of this call cannot confirm its choice"))
    case = judged_call(choice.programme)
    with act(
        "executor_choice.confirm", actor=actor, now=now, reason=reason.strip(), key=str(choice_id)
    ) as this:
        if this.repeated:
            return
        alone("executor_choice", choice.programme)
        changes = {"decided_by_id": actor.user_id, "decided_at": now, "decided_reason": reason.strip()}
        proposals = Proposal.objects.filter(programme=choice.programme, state="scored").order_by("pk")
        held = {
            one.number: one
            for one in proposals.select_related("organisation").select_for_update(of=("self",))
        }
        changed = case.version.pk != choice.version_id or kept_call(choice.programme).call != case.call
        if changed or inputs_now(choice.programme, "scored") != choice.inputs:
            raise refuse(
                "choice.changed", msg("the file or the marks have changed: send it back, propose anew")
            )
        standings = ranked(case, choice.inputs)
        assert plain_standings(standings) == choice.standings, "the same inputs give the same order"
        by_outcome: dict[bool, list[int]] = {True: [], False: []}
        for one in standings:
            by_outcome[one.outcome == "chosen"].append(held[one.proposal].pk)
        move(this, PROPOSAL_STATES, Proposal, by_outcome[True], "choose", changes={"changed_at": now})
        move(this, PROPOSAL_STATES, Proposal, by_outcome[False], "not_choose", changes={"changed_at": now})
        if not move(this, CHOICE_STATES, ExecutorChoice, [choice_id], "confirm", changes=changes):
            raise refuse("choice.not_proposed", msg("only a proposed choice can be confirmed"))
        for kept, one in zip(choice.standings, standings, strict=True):
            standing = both(
                msg("{points} points, place {rank} of {count}"),
                points=kept["points"],
                rank=one.rank,
                count=len(standings),
            )
            tell_firm(
                this, case, held[one.proposal], WHY[one.outcome], key=f"executor_choice/{choice_id}",
                more={"standing": standing},
            )  # fmt: skip
