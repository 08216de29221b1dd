"""Providers are told some weeks before their profiles are destroyed, and can keep them with one press."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.policies import allow_service_alone
from dure.domains.events.act import act
from dure.domains.matching.keeping import kept_profiles
from dure.domains.matching.models import Provider
from dure.domains.matching.states import OVER
from dure.domains.matching.telling import providers
from dure.domains.notices.services.notify import notify
from dure.engine.law.deadlines import day_of
from dure.engine.law.provider_profiles import PROVIDER_PROFILE_WARNING_DAYS

MOST_AT_ONCE = 500


def warn_providers(*, actor: SignedActor, now: datetime) -> int:
    """Tell those whose profiles go within the warning time, each once for a day, and return how many.

    Who has withdrawn is not told: that was for good. People: NotAllowed.
    """
    allow_service_alone(actor)
    done = after = 0
    while rows := list(_left(after)):
        after = rows[-1].pk
        done += _warn(actor, now, [one.pk for one in rows if one.pk in _soon(rows, now)])
    return done


def _left(after: int) -> list[Provider]:
    found = Provider.objects.exclude(state__in=OVER).filter(pk__gt=after).order_by("pk")
    return list(found[:MOST_AT_ONCE])


def _soon(rows: list[Provider], now: datetime) -> Mapping[int, date]:
    """Return the day of those of whom it comes near, and who were not told of that day."""
    today = day_of(now)
    last = today + timedelta(days=PROVIDER_PROFILE_WARNING_DAYS.on(today))
    told = {one.pk: one.warned_until for one in rows}
    return {
        pk: kept.until
        for pk, kept in kept_profiles(rows, now).items()
        if kept.until is not None and today < kept.until <= last and told[pk] != kept.until
    }


def _warn(actor: SignedActor, now: datetime, ids: list[int]) -> int:
    if not ids:
        return 0
    with act("provider.warn", actor=actor, now=now) as this:
        rows = Provider.objects.select_for_update(no_key=True).filter(pk__in=ids).exclude(state__in=OVER)
        held = list(rows.order_by("pk"))
        # Asked again: a profile may have been kept, or its people told, while we waited for its row.
        soon = _soon(held, now)
        near = [one for one in held if one.pk in soon]
        for one in near:
            Provider.objects.filter(pk=one.pk).update(warned_until=soon[one.pk])
            this.record("provider", one.pk, warned_until=soon[one.pk].isoformat())
        people = providers(this, near, lambda one: {"day": soon[one.pk].isoformat()})
        notify(this, people, template="provider_profile_ends", key=str(this.id))
    return len(near)
