"""A candidate's picture is taken off: by the merchant until the vote begins, by an officer also later."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.voting.models import Candidate, CandidatePicture
from dure.domains.voting.picturing import refuse_begun, standing_of
from dure.domains.voting.policies import allow_picturing, may_run_votes
from dure.engine.problems import msg, refuse


def take_off_picture(*, actor: SignedActor, now: datetime, candidate_id: int, reason: str = "") -> None:
    """Take it off; twice is once.

    Raises NotAllowed; Refused for the merchant once the vote has begun, and for an officer without a reason.
    """
    candidate = Candidate.objects.select_related("vote", "application").get(pk=candidate_id)
    allow_picturing(actor, candidate)
    reason = reason.strip()
    if not may_run_votes(actor, candidate.vote.programme):
        refuse_begun(candidate, now)
    elif not reason:
        raise refuse("vote.reason", msg("say why: the reason is kept with the vote"))
    with act("vote.take_off_picture", actor=actor, now=now, reason=reason) as this:
        Candidate.objects.select_for_update().only("pk").get(pk=candidate.pk)
        standing = standing_of(candidate)
        if standing is None:
            return
        CandidatePicture.objects.filter(pk=standing.pk).update(taken_off_at=now)
        this.record("candidate", candidate.pk, taken_off=standing.pk)
