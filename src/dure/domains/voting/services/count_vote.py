"""An officer opens the sealed ballots and has them counted: the list must be the one that was sealed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.events.transitions import move
from dure.domains.uploads.services.keep import keep_file
from dure.domains.voting.models import Ballot as Kept
from dure.domains.voting.models import Candidate, SetAside, Vote
from dure.domains.voting.policies import allow_running
from dure.domains.voting.queries import file_of
from dure.domains.voting.states import VOTE_STATES
from dure.engine.problems import msg, refuse
from dure.engine.selection.ballots import COLUMNS, Ballot, count_votes, opened_rows, sealed_hash
from dure.files.decisions import csv_bytes


def count_vote(*, actor: SignedActor, now: datetime, vote_id: int, reason: str) -> None:
    """Count a sealed vote; twice is once.

    Raises NotAllowed, and Refused where it is not sealed, where a proposal to set ballots aside still waits
    for its answer, and where the ballots are not those that were sealed.
    """
    vote = Vote.objects.select_related("version").get(pk=vote_id)
    allow_running(actor, vote.programme)
    if not reason.strip():
        raise refuse("vote.reason", msg("say why: the reason is kept with the vote"))
    with act("vote.count", actor=actor, now=now, reason=reason.strip(), key=str(vote_id)) as this:
        if this.repeated:
            return
        Vote.objects.select_for_update().get(pk=vote_id)
        if SetAside.objects.filter(vote=vote, state="proposed").exists():
            raise refuse(
                "vote.waiting",
                msg("ballots that were proposed to be set aside still wait for another officer's answer"),
            )
        ballots = _opened(vote)
        hashes = [one.hash_in(vote.programme, vote.stage) for one in ballots]
        candidates = {one.number: one for one in Candidate.objects.filter(vote=vote)}
        counted = count_votes(candidates, ballots)
        content = csv_bytes(COLUMNS, opened_rows(vote.programme, vote.stage, ballots))
        name = f"{vote.programme}-{vote.stage}-ballots.csv"
        _, _, terms = file_of(vote)
        changes = {
            "counted_at": now,
            "opened_id": keep_file(this, purpose="ballots", name=name, content=content, made_by_us=True).pk,
            "traces_until": now + timedelta(days=terms.traces_days),
        }
        aside = sum(bool(one.set_aside) for one in ballots)
        details = {"ballots": len(ballots), "set_aside": aside}
        if not move(this, VOTE_STATES, Vote, [vote_id], "count", changes=changes, details=details):
            raise refuse("vote.not_sealed", msg("only a sealed vote can be counted"))
        if sealed_hash(hashes) != vote.sealed_sha256 or len(hashes) != vote.ballots:
            raise refuse(
                "vote.other_ballots",
                msg("the ballots are not those that were sealed: nothing is counted; tell the help desk"),
            )
        for number, candidate in candidates.items():
            candidate.votes = counted[number]
        Candidate.objects.bulk_update(candidates.values(), ["votes"], batch_size=1000)


def _opened(vote: Vote) -> list[Ballot]:
    reasons = dict(SetAside.objects.filter(vote=vote, state="confirmed").values_list("pk", "reason"))
    kept: Iterable[tuple[str, str, int | None]] = (
        Kept.objects.filter(vote=vote).values_list("choices", "salt", "set_aside_id").iterator(5000)
    )
    return [
        Ballot(tuple(choices.split(";")), salt, "" if aside is None else reasons[aside])
        for choices, salt, aside in kept
    ]
