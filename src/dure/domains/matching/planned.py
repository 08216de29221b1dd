"""A round that is planned: dropped whole, when another is planned or an officer drops it."""

from __future__ import annotations

from collections.abc import Collection

from dure.domains.events.act import Act
from dure.domains.events.transitions import move
from dure.domains.matching.models import Match, MatchRound
from dure.domains.matching.states import MATCH_STATES, ROUND_STATES


def drop_planned(this: Act, programme: str, pairing: str, executor: str = "") -> None:
    """Drop the round that is planned, if there is one, with its pairs, within an act that is alone.

    That of one executor, or of the agency: what others have planned stays.
    """
    planned = MatchRound.objects.filter(
        programme=programme, pairing=pairing, executor=executor, state="planned"
    )
    for one in planned:
        ids = Match.objects.filter(round=one, state="planned").values_list("pk", flat=True)
        move(this, ROUND_STATES, MatchRound, [one.pk], "drop")
        move(this, MATCH_STATES, Match, ids, "drop")


def drop_planned_pairs(
    this: Act, programme: str, pairing: str, applications: Collection[int], *, but: int | None = None
) -> None:
    """Drop the pairs that other rounds (all ``but`` one) have planned for some applications; alone.

    Who went from one executor to another is planned for by the one where the place is held now.
    """
    planned = Match.objects.filter(programme=programme, pairing=pairing, state="planned").exclude(round=but)
    ids = list(planned.filter(application_id__in=applications).order_by("pk").values_list("pk", flat=True))
    if ids:
        move(this, MATCH_STATES, Match, ids, "drop")
