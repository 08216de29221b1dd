"""Who had a part in what a public vote counts: officers who set ballots aside."""

from __future__ import annotations

from dure.domains.voting.models import SetAside


def set_aside_by(programme: str, stage: str) -> frozenset[int]:
    """Return who proposed that ballots of a stage do not count, or decided on it, whatever came of it."""
    found = SetAside.objects.filter(vote__programme=programme, vote__stage=stage)
    pairs = found.values_list("proposed_by_id", "decided_by_id")
    return frozenset(pk for pair in pairs for pk in pair if pk is not None)
