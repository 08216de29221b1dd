"""A vote that is over is sealed: the list of its ballots stands fast, and its hash is public."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.events.transitions import move
from dure.domains.voting.models import Ballot, Vote
from dure.domains.voting.policies import allow_running
from dure.domains.voting.states import VOTE_STATES
from dure.engine.problems import msg, refuse
from dure.engine.selection.ballots import sealed_hash


def seal_vote(*, actor: SignedActor, now: datetime, vote_id: int) -> str:
    """Seal a vote and return the hash of its list; twice is once.

    Ballots under way are waited for. From then on the database takes and changes none. Raises NotAllowed, and
    Refused before the vote is over.
    """
    vote = Vote.objects.get(pk=vote_id)
    allow_running(actor, vote.programme)
    if now < vote.closes_at:
        raise refuse("vote.still_open", msg("the vote is still open: it is sealed when it closes"))
    with act("vote.seal", actor=actor, now=now, key=str(vote_id)) as this:
        if this.repeated:
            return str(this.result)
        vote = Vote.objects.select_for_update().get(pk=vote_id)
        hashes = list(Ballot.objects.filter(vote=vote).values_list("hash", flat=True))
        sealed = sealed_hash(hashes)
        changes = {"sealed_at": now, "sealed_sha256": sealed, "ballots": len(hashes)}
        if not move(this, VOTE_STATES, Vote, [vote_id], "seal", changes=changes, details={"sealed": sealed}):
            raise refuse("vote.not_open", msg("this vote is sealed already"))
        this.result = sealed
        return sealed
