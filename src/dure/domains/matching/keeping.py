"""Until when profiles of providers are kept: by programmes they were matched in, else by the last change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from dure.domains.matching.models import Match, Provider
from dure.domains.matching.states import TAKING
from dure.domains.programmes.queries import published_calls
from dure.engine.law.deadlines import day_of
from dure.engine.law.provider_profiles import PROVIDER_PROFILE_MONTHS
from dure.engine.pairing.keeping import Support, profile_kept_until
from dure.engine.programme.models.programme import Programme
from dure.engine.programme.retention import programme_end


@dataclass(frozen=True, slots=True)
class KeptProfile:
    """Until when a profile is kept: ``until`` is the first day on which it is not; None: not told yet."""

    until: date | None
    is_matched: bool


def kept_profiles(providers: Collection[Provider], now: datetime) -> dict[int, KeptProfile]:
    """Return until when each of some profiles is kept, by id; two queries, however many.

    A match that stands has no end yet: while a proposal waits nothing is told, and what is matched counts as
    supported until the day on which the programme ends, as its own records do.
    """
    today = day_of(now)
    months = PROVIDER_PROFILE_MONTHS.on(today)
    files = {one.version.programme: one.loaded.programme for one in published_calls(now)}
    supports: dict[int, list[Support]] = defaultdict(list)
    columns = ("provider_id", "programme", "state", "answered_at")
    of = Match.objects.filter(provider__in=[one.pk for one in providers], state__in=(*TAKING, "ended"))
    for provider, programme, state, answered_at in of.order_by("pk").values_list(*columns):
        supports[provider].append(_support(files.get(programme), state, answered_at, today))
    return {
        one.pk: KeptProfile(
            profile_kept_until(
                day_of(one.changed_at), 0 if one.state == "withdrawn" else months, supports[one.pk]
            ),
            bool(supports[one.pk]),
        )
        for one in providers
    }


def has_standing(provider: Provider) -> bool:
    """Say whether proposals or matches of a provider stand."""
    return Match.objects.filter(provider=provider, state__in=TAKING).exists()


def _support(file: Programme | None, state: str, answered_at: datetime | None, today: date) -> Support:
    told = file.retention if file is not None else None
    months = None if told is None or told.counted_from == "settlement" else told.months
    if state == "proposed" or file is None:
        return Support(today, None)
    if state == "ended" and answered_at is not None:
        return Support(day_of(answered_at), months)
    return Support(programme_end(file), months)
