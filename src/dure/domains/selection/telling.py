"""Whom an act tells: the people who act for the applicants, all of them found in one query."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q

from dure.domains.accounts.models import Membership
from dure.domains.applications.telling import recipients
from dure.domains.notices.services.notify import Recipient
from dure.domains.selection.stages import StageCase
from dure.engine.law.deadlines import day_of
from dure.language import translate


def applicants(
    case: StageCase,
    application_ids: Collection[int],
    parameters: Callable[[int], Mapping[str, Any]],
    link: str = "",
) -> list[Recipient]:
    """Return who is told of each application: everybody who acts for its merchant, in one query.

    What each is told is the programme, the receipt number and ``parameters`` of the application. ``link``
    takes the place of the application's own page.
    """
    told = recipients(application_ids, case.programme.title, parameters)
    return [replace(one, link=link) for one in told] if link else told


def officers(programme: str, now: datetime, *, besides: int | None = None) -> list[Recipient]:
    """Return the officers of a programme as recipients, without one of them."""
    held = Membership.objects.filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=now),
        role="officer",
        starts_at__lte=now,
        programme__in=("", programme),
        user__is_active=True,
    )
    rows = held.values_list("user_id", "user__email", "user__language").order_by("user_id").distinct()
    return [
        Recipient(user_id=pk, email=email, language=language) for pk, email, language in rows if pk != besides
    ]


def last_day_before(end: datetime | None) -> str:
    """Return the last day of a period that is over at an instant, as notices take it; empty for none."""
    return "" if end is None else day_of(end - timedelta(microseconds=1)).isoformat()


def iso(day: date | None) -> str:
    """Return a day as notices take it; empty for none."""
    return "" if day is None else day.isoformat()


def both(message: str) -> dict[str, str]:
    """Return a sentence in both languages, as notices take it."""
    return {"ko": translate(message, "ko"), "en": message}
