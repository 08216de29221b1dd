"""A second officer confirms that ballots are set aside, or refuses it: then they count."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.events.transitions import move
from dure.domains.voting.models import Ballot, SetAside, Vote
from dure.domains.voting.policies import allow_running
from dure.domains.voting.states import SET_ASIDE_STATES
from dure.engine.problems import msg, refuse


def decide_set_aside(
    *, actor: SignedActor, now: datetime, set_aside_id: int, confirm: bool, reason: str
) -> None:
    """Confirm or refuse a proposal; the same answer twice is once.

    Raises NotAllowed, and Refused for whoever proposed it, once it is answered, and once the vote is counted.
    """
    proposal = SetAside.objects.select_related("vote").get(pk=set_aside_id)
    allow_running(actor, proposal.vote.programme)
    if not reason.strip():
        raise refuse("vote.reason", msg("say why: the reason is kept with the vote"))
    if actor.user_id == proposal.proposed_by_id:
        raise refuse(
            "vote.same_officer",
            msg("who proposed to set ballots aside cannot confirm it: another officer has to"),
        )
    name = "confirm" if confirm else "refuse"
    key = f"{set_aside_id}/{name}"
    with act("vote.decide_set_aside", actor=actor, now=now, reason=reason.strip(), key=key) as this:
        if this.repeated:
            return
        vote = Vote.objects.select_for_update().get(pk=proposal.vote_id)
        changes = {"decided_by_id": actor.user_id, "decided_at": now, "decided_reason": reason.strip()[:500]}
        moved = move(this, SET_ASIDE_STATES, SetAside, [set_aside_id], name, changes=changes)
        if not moved or vote.state != "sealed":
            raise refuse("vote.not_proposed", msg("this proposal is answered already"))
        if confirm:
            Ballot.objects.filter(pk__in=proposal.ballot_ids, set_aside=None).update(set_aside=proposal)
