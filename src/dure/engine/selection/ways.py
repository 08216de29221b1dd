"""By what a stage orders its applicants: a score, a lot, when they came, an executor's order, or votes.

All ways share seats, set-asides, caps, reserve lists and the proof; they differ in the order at a place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Literal, TypeAlias

Way: TypeAlias = Literal["score", "lot", "first_come", "entitlement", "nomination", "vote"]

EVERYBODY = 10**9
"""Places where none is refused for want of one: more than there are businesses."""

WAYS: Mapping[str, Way] = MappingProxyType(
    {
        "executor": "score",
        "panel": "score",
        "score": "score",
        "mix": "score",
        "lot": "lot",
        "first_come": "first_come",
        "entitlement": "entitlement",
        "nomination": "nomination",
        "vote": "vote",
    }
)
"""How a stage that is ``chosen_by`` something orders its applicants; what is not here is not run."""

BY_ARRIVAL: frozenset[Way] = frozenset(("first_come", "entitlement"))
DRAWN: frozenset[Way] = frozenset(("score", "lot", "nomination", "vote"))
"""Where a seed decides between those who are equal."""
HIGHEST_FIRST: frozenset[Way] = frozenset(("score", "vote"))
"""Where more is better; of arrivals and places in an order it is less."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a way of choosing says of those who cannot take part for want of what it orders by."""

    absent: str


TERMS: Mapping[Way, Terms] = MappingProxyType(
    {
        "score": Terms("no_score"),
        "lot": Terms("no_choice"),
        "first_come": Terms("no_choice"),
        "entitlement": Terms("no_choice"),
        "nomination": Terms("not_nominated"),
        "vote": Terms("no_candidate"),
    }
)

_INSTANT = re.compile(
    r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)", re.ASCII
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MOST_PLACES = 10**6
"""The last place that a nominated merchant may have in an executor's order."""
_NOMINATION = re.compile(r"([a-z][a-z0-9_]{0,39})=([1-9][0-9]{0,6})")


def read_instant(text: str) -> int | None:
    """Return an instant in microseconds since 1970 (UTC); None where it is none, or before that.

    >>> read_instant("2025-03-18T09:00:00.000001+09:00"), read_instant("2025-03-18 09:00")
    (1742256000000001, None)
    """
    if not _INSTANT.fullmatch(text):
        return None
    try:
        at = (datetime.fromisoformat(text) - _EPOCH) // timedelta(microseconds=1)
    except (ValueError, OverflowError):
        return None
    return at if at >= 0 else None


def instant_text(at: datetime) -> str:
    """Return an instant as it is published: UTC, with microseconds.

    >>> instant_text(datetime(2025, 3, 18, tzinfo=UTC))
    '2025-03-18T00:00:00.000000Z'
    """
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def read_nominations(text: str) -> dict[str, int] | None:
    """Return the place in each executor's order that nominates somebody; None where it is no such list.

    >>> read_nominations("naru=2;dasom=1"), read_nominations(""), read_nominations("naru=0")
    ({'naru': 2, 'dasom': 1}, {}, None)
    """
    places: dict[str, int] = {}
    for part in text.split(";") if text.strip() else ():
        found = _NOMINATION.fullmatch(part.strip())
        if found is None or found[1] in places or int(found[2]) > MOST_PLACES:
            return None
        places[found[1]] = int(found[2])
    return places
