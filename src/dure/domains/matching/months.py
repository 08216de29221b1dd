"""How many new merchants providers still take in a month: by their own limit, over all programmes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, time

from django.db.models import Count

from dure.domains.matching.models import Match, Provider
from dure.domains.matching.states import TAKING
from dure.engine.law.deadlines import day_of
from dure.engine.programme.models.window import SEOUL

BEGUN = (*TAKING, "ended")
"""States of a match that took one of the month: what was declined or ran out gives it back."""


def month_begins(now: datetime) -> datetime:
    """Return the first instant, in Seoul, of the calendar month of an instant.

    >>> month_begins(datetime.fromisoformat("2025-03-31T15:30:00+00:00")).isoformat()
    '2025-04-01T00:00:00+09:00'
    """
    return datetime.combine(day_of(now).replace(day=1), time.min, SEOUL)


def left_this_month(providers: Collection[Provider], now: datetime) -> dict[int, int]:
    """Return how many new merchants each provider with a limit still takes this month; one query.

    A match counts in the month in which it was proposed, or made where nobody is asked.
    """
    limits = {one.pk: one.monthly for one in providers if one.monthly is not None}
    if not limits:
        return {}
    begun = (
        Match.objects.filter(provider_id__in=limits, state__in=BEGUN, proposed_at__gte=month_begins(now))
        .order_by()
        .values_list("provider_id")
        .annotate(number=Count("pk"))
    )
    taken = dict(begun)
    return {pk: max(0, limit - taken.get(pk, 0)) for pk, limit in limits.items()}
