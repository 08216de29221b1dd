"""Until when records of a programme are kept."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from dure.engine.programme.models.programme import Programme


def programme_end(programme: Programme) -> date:
    """Return the day on which a programme ends: the last announcement of a stage, or the window's last day.

    A file does not tell when the support itself is over; until settlement is a part of the service, the
    last day that it does tell is taken.
    """
    days = (stage.dates.announced_on for stage in programme.stages)
    announced = [day for day in days if day is not None]
    return max([programme.window.closes_on, *announced])


def kept_until(programme: Programme) -> date | None:
    """Return the first day on which records are no longer kept; None where the file does not let it be told.

    Counted from a decision it is the same as from the end of the programme, whose last decision it is; what
    counts from a settlement cannot be told before there is one.
    """
    retention = programme.retention
    if retention is None or retention.counted_from == "settlement":
        return None
    return months_after(programme_end(programme), retention.months)


def months_after(day: date, months: int) -> date:
    """Return the same day some months later, or the last one of a month that is too short.

    >>> months_after(date(2025, 6, 30), 60), months_after(date(2024, 1, 31), 1)
    (datetime.date(2030, 6, 30), datetime.date(2024, 2, 29))
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
