"""An officer sends a proposed choice back: nothing of it counts, and marks may be changed again."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.agreements.models import ExecutorChoice, Proposal
from dure.domains.agreements.policies import allow_running
from dure.domains.agreements.states import CHOICE_STATES, PROPOSAL_STATES
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.events.transitions import move
from dure.engine.problems import msg, refuse


def send_back_choice(*, actor: SignedActor, now: datetime, choice_id: int, reason: str) -> None:
    """Send a choice back with a reason; twice is once. Raises NotAllowed, and Refused once confirmed."""
    choice = ExecutorChoice.objects.get(pk=choice_id)
    allow_running(actor, choice.programme)
    if not reason.strip():
        raise refuse("choice.reason", msg("say why: the reason is kept with the choice"))
    with act(
        "executor_choice.send_back", actor=actor, now=now, reason=reason.strip(), key=str(choice_id)
    ) as this:
        if this.repeated:
            return
        alone("executor_choice", choice.programme)
        ids = Proposal.objects.filter(programme=choice.programme, state="scored").order_by("pk")
        move(this, PROPOSAL_STATES, Proposal, list(ids.values_list("pk", flat=True)), "score_again")
        changes = {"decided_by_id": actor.user_id, "decided_at": now, "decided_reason": reason.strip()}
        if not move(this, CHOICE_STATES, ExecutorChoice, [choice_id], "send_back", changes=changes):
            raise refuse("choice.not_proposed", msg("only a proposed choice can be sent back"))
