"""Nominations as a selection reads them: whom each executor put where in its order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from dure.domains.applications.models import IN_PROCESS, Application, Nomination


def nominated_places(programme: str) -> Mapping[int, Mapping[str, int]]:
    """Return, by application and executor, the place in the executor's order, from 1; two queries.

    Only of confirmed nominations. One belongs to its merchant: it counts for the application that the
    merchant has now, also where that is another than the one it was confirmed with. Places are counted
    without gaps, however large the numbers that were typed; equal ones stay equal. Those that an executor
    has not put in order stand together behind those that it has: all of them first where it gave none.
    """
    found = Nomination.objects.filter(programme=programme, state="confirmed")
    rows = list(found.values_list("merchant_id", "executor", "place"))
    typed: dict[str, set[int]] = defaultdict(set)
    for _, executor, place in rows:
        if place is not None:
            typed[executor].add(place)
    dense = {
        executor: {place: rank for rank, place in enumerate(sorted(places), start=1)}
        for executor, places in typed.items()
    }
    live = Application.objects.filter(
        programme=programme, state__in=IN_PROCESS, merchant_id__in=found.values("merchant_id")
    )
    application_of = dict(live.values_list("merchant_id", "pk"))
    places: dict[int, dict[str, int]] = defaultdict(dict)
    for merchant, executor, place in rows:
        if merchant in application_of:
            ranks = dense.get(executor, {})
            places[application_of[merchant]][executor] = len(ranks) + 1 if place is None else ranks[place]
    return places
