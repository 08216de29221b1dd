"""Earlier support as this subject knows it: the won that merchants were granted in so many months."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from django.db.models import F, Sum

from dure.domains.applications.columns import Column
from dure.domains.benefits.models import Grant
from dure.domains.benefits.states import COUNTED
from dure.domains.programmes.queries import loaded, published_version
from dure.engine.law.unemployment import months_before
from dure.engine.profile.columns import SUPPORT_WON, own_name, owner_of


def won_granted(
    programme: str, names: Collection[str], merchant_ids: Collection[int] | None
) -> Mapping[str, Column]:
    """Return the columns ``total_support_won.MONTHS``: what was granted here, less what went back.

    Counted are grants of all programmes that began in the months up to the reference day of the programme
    that asks, that day not among them; also what no fund paid, at its worth. A service that granted nothing
    yet, and several programmes asked about at once, which have no one reference day, know nothing: no 0 is
    made up.
    """
    asked = {own_name(name): name for name in names if owner_of(name) == SUPPORT_WON}
    version = published_version(programme) if asked and programme else None
    if version is None or not Grant.objects.exists():
        return {}
    until = loaded(version).programme.reference_day
    return {
        name: Column(_sums(months_before(until, int(months)), until, merchant_ids), otherwise=0)
        for months, name in asked.items()
    }


def _sums(since: date, until: date, merchant_ids: Collection[int] | None) -> dict[int, int]:
    found = Grant.objects.filter(starts_on__gte=since, starts_on__lt=until, state__in=(*COUNTED, "cancelled"))
    if merchant_ids is not None:
        found = found.filter(application__merchant_id__in=merchant_ids)
    rows = (
        found.order_by()
        .values_list("application__merchant_id")
        .annotate(won=Sum(F("won") - F("returned_won")))
    )
    return {merchant: int(won) for merchant, won in rows if won}
