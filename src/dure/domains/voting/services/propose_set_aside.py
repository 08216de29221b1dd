"""An officer would not have some ballots counted, and says why; where the file says so, another confirms."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.voting.models import Ballot, SetAside, Vote
from dure.domains.voting.policies import allow_running
from dure.domains.voting.signals import ballots_in
from dure.engine.problems import msg, refuse


def propose_set_aside(
    *, actor: SignedActor, now: datetime, vote_id: int, signal: str, of: int, reason: str, key: str = ""
) -> int:
    """Propose the ballots of one sign's group, and return the proposal's id; with a ``key`` twice is once.

    Raises NotAllowed, and Refused where the vote is not sealed or is counted, there is no such group, or all
    of it is set aside already. The reason is published with the result.
    """
    vote = Vote.objects.get(pk=vote_id)
    allow_running(actor, vote.programme)
    if not reason.strip():
        raise refuse("vote.reason", msg("say why: the reason is kept with the vote"))
    key = key and f"{vote_id}/{key}"
    with act("vote.set_aside", actor=actor, now=now, reason=reason.strip(), key=key) as this:
        if this.repeated:
            return int(this.result)
        vote = Vote.objects.select_for_update().get(pk=vote_id)
        if vote.state != "sealed":
            raise refuse(
                "vote.not_between", msg("ballots are set aside after the close and before the count only")
            )
        found = ballots_in(actor, vote, signal, of)
        counting = [] if found is None else found.filter(set_aside=None).order_by("pk")
        waiting = _waiting(vote)
        ids = [one.pk for one in counting if one.pk not in waiting]
        if not ids:
            raise refuse("vote.no_group", msg("there are no such ballots that still count"))
        proposed = SetAside.objects.create(
            vote=vote,
            state="proposed" if vote.second_officer else "confirmed",
            signal=signal,
            reason=reason.strip()[:500],
            ballot_ids=ids,
            proposed_by_id=actor.user_id,
            proposed_at=now,
        )
        if not vote.second_officer:
            Ballot.objects.filter(pk__in=ids).update(set_aside=proposed)
        told = {"vote": vote.pk, "signal": signal, "ballots": len(ids), "state": proposed.state}
        this.record("set_aside", proposed.pk, **told)
        this.result = proposed.pk
        return int(proposed.pk)


def _waiting(vote: Vote) -> set[int]:
    """Return the ballots of proposals that wait for an answer."""
    found = SetAside.objects.filter(vote=vote, state="proposed").values_list("ballot_ids", flat=True)
    return {one for ids in found for one in ids}
