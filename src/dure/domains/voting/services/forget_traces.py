"""Marks of persons and addresses are destroyed by the clock, so many days after the count as the file has."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.policies import allow_service_alone
from dure.domains.events.act import act
from dure.domains.privacy.services.note_destruction import note_destruction
from dure.domains.voting.forgetting import TRACES
from dure.domains.voting.models import Ballot, VerificationTry, Vote

BASIS = "vote.traces_days"


def forget_traces(*, actor: SignedActor, now: datetime) -> int:
    """Empty the traces that are due and return of how many ballots; raises NotAllowed to people."""
    allow_service_alone(actor)
    forgotten = 0
    due = Vote.objects.filter(state="counted", traces_until__lte=now, forgotten_at__isnull=True)
    for vote_id in list(due.order_by("pk").values_list("pk", flat=True)):
        with act("vote.forget_traces", actor=actor, now=now, key=str(vote_id)) as this:
            if this.repeated:
                continue
            vote = Vote.objects.select_for_update().get(pk=vote_id)
            count = Ballot.objects.filter(vote=vote).update(**dict.fromkeys(TRACES, ""))
            VerificationTry.objects.filter(vote=vote).delete()
            Vote.objects.filter(pk=vote_id).update(forgotten_at=now)
            note_destruction(this, programme=vote.programme, counts={"vote_traces": count}, basis=BASIS)
            this.record("vote", vote_id, forgotten=count)
            forgotten += count
    return forgotten
