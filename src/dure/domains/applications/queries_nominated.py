"""Nominations as a selection reads them: whom each executor put where in its order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from dure.domains.applications.models import Nomination


def nominated_places(programme: str) -> Mapping[int, Mapping[str, int]]:
    """Return, by application and executor, the place in the executor's order, from 1; one query.

    Only of confirmed nominations. Those that an executor has not put in order stand together behind those
    that it has: all of them first where it gave no order at all.
    """
    found = Nomination.objects.filter(programme=programme, state="confirmed", application__isnull=False)
    rows = list(found.values_list("application_id", "executor", "place"))
    last: dict[str, int] = defaultdict(int)
    for _, executor, place in rows:
        last[executor] = max(last[executor], place or 0)
    places: dict[int, dict[str, int]] = defaultdict(dict)
    for application, executor, place in rows:
        if application is not None:
            places[application][executor] = place or last[executor] + 1
    return places
