"""Which version of an executor's price list is in force on a day."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from dure.domains.claims.models import PriceList


def lists_in_force(programme: str, executor: str, days: Collection[date]) -> dict[date, PriceList | None]:
    """Return for each day the version that began last before it, or on it."""
    some = list(PriceList.objects.filter(programme=programme, executor=executor).order_by("-valid_from"))
    return {day: next((one for one in some if one.valid_from <= day), None) for day in days}
