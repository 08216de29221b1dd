"""Merchants that hold a place with an executor that leaves."""

from __future__ import annotations

from dure.domains.agreements.leaving import UnderWay
from dure.domains.events.act import Act
from dure.domains.selection.afterwards import DECIDED, follow_executors
from dure.domains.selection.leaving import hold_selections
from dure.domains.selection.models import HELD, Place


def places_under_way(programme: str, executor: str) -> list[UnderWay]:
    """Return how many places with an executor somebody holds, at all stages."""
    held = Place.objects.filter(programme=programme, executor=executor, state__in=HELD)
    return [UnderWay("places", held.count(), first=False)]


def close_lists(this: Act, programme: str, _executor: str) -> None:
    """Have its seats go to nobody any more at the stages that are decided: the public log says from when."""
    for selection in hold_selections(programme):
        if selection.state in DECIDED:
            follow_executors(this, selection)
