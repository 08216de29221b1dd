"""Who comes from a reserve list into a stage whose public vote runs is put up in it."""

from __future__ import annotations

from collections.abc import Iterable

from dure.domains.events.act import Act
from dure.domains.programmes.models import ProgrammeVersion
from dure.domains.voting.models import Vote
from dure.domains.voting.services.prepare_vote import prepare_vote


def put_up(this: Act, *, version: ProgrammeVersion, stage: str, application_ids: Iterable[int]) -> int:
    """Put those who came from a reserve list up in a vote whose candidates are fixed; return how many.

    Nothing where its candidates are not fixed yet, for they are fixed with them, or where it is over.
    """
    vote = Vote.objects.filter(programme=version.programme, stage=stage).first()
    if vote is None or vote.state != "open" or this.now >= vote.closes_at:
        return 0
    return prepare_vote(this, version=version, stage=stage, application_ids=application_ids)
