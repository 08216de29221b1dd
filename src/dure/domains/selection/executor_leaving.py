"""Merchants that hold a place with an executor that leaves."""

from __future__ import annotations

from dure.domains.agreements.leaving import UnderWay
from dure.domains.selection.models import HELD, Place


def places_under_way(programme: str, executor: str) -> list[UnderWay]:
    """Return how many places with an executor somebody holds, at all stages."""
    held = Place.objects.filter(programme=programme, executor=executor, state__in=HELD)
    return [UnderWay("places", held.count(), first=False)]
