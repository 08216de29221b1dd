"""Days that people name, as the instants at which roles begin and end: whole days in Korea."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from dure.web.templatetags.days import SEOUL


def begins(day: date) -> datetime:
    """Return the instant at which a day begins.

    >>> begins(date(2025, 3, 24)).isoformat()
    '2025-03-24T00:00:00+09:00'
    """
    return datetime.combine(day, time(), SEOUL)


def ends_after(day: date) -> datetime:
    """Return the instant at which what lasts through a day ends.

    >>> ends_after(date(2025, 3, 24)).isoformat()
    '2025-03-25T00:00:00+09:00'
    """
    return begins(day + timedelta(days=1))


def last_day(ends_at: datetime | None) -> date | None:
    """Return the last day on which something that ends at an instant still counts.

    >>> last_day(ends_after(date(2025, 3, 24))), last_day(None)
    (datetime.date(2025, 3, 24), None)
    """
    return None if ends_at is None else (ends_at.astimezone(SEOUL) - timedelta(microseconds=1)).date()


def first_day(starts_at: datetime) -> date:
    """Return the day on which something begins."""
    return starts_at.astimezone(SEOUL).date()
