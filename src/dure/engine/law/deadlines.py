"""Periods counted in days: when the last day of a right or a duty is, in Korean time.

민법 제155조 이하, which administrative periods follow (행정기본법 제6조제1항): the first day is not counted
(제157조), and a period whose last day is a Saturday or a public holiday ends with the next day that is
neither (제161조). See ``docs/algorithms/objection-clock.md``.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone

from dure.engine.law.holidays import PUBLIC_HOLIDAYS
from dure.engine.law.parameters import NUMBERS
from dure.engine.programme.models.rights import Clock

SEOUL = timezone(timedelta(hours=9), "Asia/Seoul")
_SATURDAY = 5
_DAY = timedelta(days=1)


def day_of(at: datetime) -> date:
    """Return the day in Seoul of an instant.

    >>> day_of(datetime(2025, 5, 16, 15, 30, tzinfo=UTC))
    datetime.date(2025, 5, 17)
    """
    return at.astimezone(SEOUL).date()


def end_of(day: date) -> datetime:
    """Return the instant at which a day in Seoul is over: periods are half open.

    >>> end_of(date(2025, 5, 16))
    datetime.datetime(2025, 5, 16, 15, 0, tzinfo=datetime.timezone.utc)
    """
    return datetime.combine(day + _DAY, time(), SEOUL).astimezone(UTC)


def is_business_day(day: date) -> bool:
    """Say whether a day is neither Saturday, Sunday nor public holiday; raises MissingParameter.

    >>> [is_business_day(date(2025, 10, d)) for d in (2, 3, 4, 8, 10)]
    [True, False, False, False, True]
    """
    return day.weekday() < _SATURDAY and day not in PUBLIC_HOLIDAYS.on(day)


def last_day(first: date, days: int) -> date:
    """Return the last day of a period of days that begins on the day ``first``, which is not counted.

    Raises MissingParameter where the end falls into a year whose holidays are not in the table.

    >>> last_day(date(2025, 5, 16), 30), last_day(date(2025, 9, 24), 14)
    (datetime.date(2025, 6, 16), datetime.date(2025, 10, 10))
    """
    end = first + timedelta(days=days)
    while not is_business_day(end):
        end += _DAY
    return end


def days_left(last: date, today: date) -> int:
    """Return how many days are left: 0 on the last day itself, negative when it is over."""
    return (last - today).days


def days_of(clock: Clock, day: date) -> int:
    """Return the days of a clock of a programme file: those it tells, or those of the law on a day."""
    if clock.days is not None:
        return clock.days
    assert clock.parameter is not None, "a clock has days or a parameter"
    return NUMBERS[clock.parameter].on(day)
