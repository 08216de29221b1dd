"""What matching has under way at an executor that leaves: its rounds come first, its matches are told."""

from __future__ import annotations

from dure.domains.agreements.leaving import UnderWay
from dure.domains.matching.models import Match, MatchRound


def matching_under_way(programme: str, executor: str) -> list[UnderWay]:
    """Return the rounds that an executor has not closed, and the matches of its merchants that stand."""
    rounds = MatchRound.objects.filter(programme=programme, executor=executor)
    matches = Match.objects.filter(round__in=rounds.values("pk"), state__in=("proposed", "accepted"))
    return [
        UnderWay("matching_rounds", rounds.filter(state__in=("planned", "proposed")).count(), first=True),
        UnderWay("matches", matches.count(), first=False),
    ]
