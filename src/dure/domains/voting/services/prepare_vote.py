"""The candidates of a vote are fixed, with the terms of the file; again, adds those who have come since.

Who comes from a reserve list while the vote runs is put up from then on, and everybody is told since when.
Who comes after its end is no candidate.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from dure.domains.applications.queries import Application
from dure.domains.events.act import Act
from dure.domains.events.alone import alone
from dure.domains.programmes.queries import ProgrammeVersion, loaded
from dure.domains.voting.models import Candidate, Vote
from dure.engine.problems import msg, refuse
from dure.language.hangul import search_text

ANSWER = "answer."


def prepare_vote(this: Act, *, version: ProgrammeVersion, stage: str, application_ids: Iterable[int]) -> int:
    """Fix who can be voted for at a stage and return how many are new; the file's terms stand from now on.

    Raises Refused where the vote is over.
    """
    programme = loaded(version).programme
    found = programme.stage(stage)
    terms = None if found is None else found.vote
    if found is None or terms is None:
        raise refuse("vote.none", msg("this stage has no public vote"))
    alone("vote", programme.id, stage)
    vote, made = Vote.objects.get_or_create(
        programme=programme.id,
        stage=stage,
        defaults={
            "version": version,
            "opens_at": terms.opens_at,
            "closes_at": terms.closes_at,
            "votes_each": terms.votes_each,
            "changeable": terms.changeable,
            "second_officer": found.second_officer,
            "prepared_at": this.now,
        },
    )
    if made:
        this.record("vote", vote.pk, programme=programme.id, stage=stage, state="open")
    known = set(Candidate.objects.filter(vote=vote).values_list("application_id", flat=True))
    new = sorted(set(application_ids) - known)
    if new and (vote.state != "open" or this.now >= vote.closes_at):
        raise refuse("vote.over", msg("the vote is over: its candidates stand fast, and nobody can be added"))
    since = this.now if this.now >= vote.opens_at else None
    asked = [name.removeprefix(ANSWER) for name in terms.shows if name.startswith(ANSWER)]
    rows = Application.objects.filter(pk__in=new).only("application_no", "name", "region", "ksic", "answers")
    Candidate.objects.bulk_create(
        (
            Candidate(
                vote=vote,
                application=one,
                number=str(one.application_no),
                name=one.name,
                region=(one.region or "") if "region" in terms.shows else "",
                ksic=(one.ksic or "") if "industry" in terms.shows else "",
                shown={name: one.answers[name] for name in asked if name in one.answers},
                search=search_text(one.name),
                place=_place(programme.id, stage, str(one.application_no)),
                stands_since=since,
            )
            for one in rows.order_by("pk")
        ),
        batch_size=1000,
    )
    if new:
        late = {"stand_since": since.isoformat()} if since is not None else {}
        this.record("vote", vote.pk, candidates=len(new), **late)
    return len(new)


def _place(programme: str, stage: str, number: str) -> int:
    """Return where a candidate stands in the list: the same for everybody, and nobody's own doing."""
    return int(hashlib.sha256(f"{programme}\n{stage}\n{number}".encode()).hexdigest()[:15], 16)
