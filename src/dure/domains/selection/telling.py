"""Whom an act tells: the people who act for the applicants, all of them found in one query."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import quote

from dure.domains.applications.importing_telling import REGISTER
from dure.domains.applications.telling import recipients
from dure.domains.notices.services.notify import Recipient
from dure.domains.notices.staff import officers as officers
from dure.domains.selection.stages import StageCase
from dure.engine.law.deadlines import day_of
from dure.language import translate

ANSWERING = "answering"
"""The parameter of notices that says how to answer without an account."""


def applicants(
    case: StageCase,
    application_ids: Collection[int],
    parameters: Callable[[int], Mapping[str, Any]],
    link: str = "",
    *,
    occasion: str = "",
) -> list[Recipient]:
    """Return who is told of each application: everybody who acts for its merchant, in one query.

    What each is told is the programme, the receipt number and ``parameters`` of the application. ``link``
    takes the place of the application's own page. With an ``occasion`` each application is told once of it.
    ``answering`` among the parameters is how somebody answers for whom nobody acts yet: only an address
    without an account reads it, and its link registers the business first.
    """
    told = recipients(application_ids, case.programme.title, parameters, occasion=occasion)
    told = [_by_account(one) for one in told]
    return [replace(one, link=link) for one in told] if link else told


def _by_account(one: Recipient) -> Recipient:
    if ANSWERING not in one.parameters:
        return one
    if one.user_id is None:
        return replace(one, link=f"{REGISTER}?next={quote(one.link)}")
    return replace(
        one, parameters={name: value for name, value in one.parameters.items() if name != ANSWERING}
    )


def last_day_before(end: datetime | None) -> str:
    """Return the last day of a period that is over at an instant, as notices take it; empty for none."""
    return "" if end is None else day_of(end - timedelta(microseconds=1)).isoformat()


def iso(day: date | None) -> str:
    """Return a day as notices take it; empty for none."""
    return "" if day is None else day.isoformat()


def both(message: str) -> dict[str, str]:
    """Return a sentence in both languages, as notices take it."""
    return {"ko": translate(message, "ko"), "en": message}
