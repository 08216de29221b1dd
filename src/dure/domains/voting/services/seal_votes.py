"""Votes that have closed are sealed by the clock, each once."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.policies import allow_service_alone
from dure.domains.voting.models import Vote
from dure.domains.voting.services.seal_vote import seal_vote


def seal_votes(*, actor: SignedActor, now: datetime) -> int:
    """Seal the votes that are over and return how many; raises NotAllowed to people."""
    allow_service_alone(actor)
    due = list(
        Vote.objects.filter(state="open", closes_at__lte=now).order_by("pk").values_list("pk", flat=True)
    )
    for vote_id in due:
        seal_vote(actor=actor, now=now, vote_id=vote_id)
    return len(due)
