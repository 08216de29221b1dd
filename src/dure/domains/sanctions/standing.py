"""Bans as screening, calls for executors and the cases they came from ask for them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Q, QuerySet

from dure.domains.merchants.same_owner import by_number, by_owner
from dure.domains.sanctions.models import Sanction


def sanction_of(cause: str) -> Sanction | None:
    """Return the ban that was imposed for a cause, or None; who may see the cause was asked before."""
    found: Sanction | None = Sanction.objects.filter(cause=cause).first()
    return found


def banned_until(business_no: str, programme: str, on: date) -> date | None:
    """Return the last day of the ban of a business on a day in a programme; None where there is none."""
    found = _alive(programme).filter(business_no=business_no, from_on__lte=on, until_on__gte=on)
    last: date | None = found.order_by("-until_on").values_list("until_on", flat=True).first()
    return last


def bans_of_merchants(programme: str, merchant_ids: Collection[int] | None) -> dict[int, date]:
    """Return the last day of the ban that holds in a programme, by merchant who has one.

    A business is banned by its number, and with its owner where that is known; ``None`` asks for all.
    """
    rows = list(_alive(programme).values_list("business_no", "owner_key", "until_on"))
    if not rows:
        return {}
    numbers = by_number({number for number, _key, _until in rows}, merchant_ids)
    owners = by_owner({key for _number, key, _until in rows if key}, merchant_ids)
    found: dict[int, date] = {}
    for number, key, until in rows:
        for merchant in {*numbers.get(number, ()), *owners.get(key, ())}:
            found[merchant] = max(until, found.get(merchant, until))
    return found


def _alive(programme: str) -> QuerySet[Sanction]:
    found: QuerySet[Sanction] = Sanction.objects.filter(
        Q(programme=programme) | Q(scope="all"), lifted_at__isnull=True
    )
    return found
