"""A round that is planned: dropped whole, when another is planned or an officer drops it."""

from __future__ import annotations

from dure.domains.events.act import Act
from dure.domains.events.transitions import move
from dure.domains.matching.models import Match, MatchRound
from dure.domains.matching.states import MATCH_STATES, ROUND_STATES


def drop_planned(this: Act, programme: str, pairing: str) -> None:
    """Drop the round that is planned, if there is one, with its pairs, within an act that is alone."""
    planned = MatchRound.objects.filter(programme=programme, pairing=pairing, state="planned")
    for one in planned:
        ids = Match.objects.filter(round=one, state="planned").values_list("pk", flat=True)
        move(this, ROUND_STATES, MatchRound, [one.pk], "drop")
        move(this, MATCH_STATES, Match, ids, "drop")
