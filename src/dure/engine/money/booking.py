"""In which month an entry is booked once months are closed (월마감): its own, or the first that is open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class ClosedMonth:
    """A month that is closed: its first day, and the number of the last transfer that counts for it."""

    month: date
    upto: int


@dataclass(frozen=True, slots=True)
class Cut:
    """Which transfers count up to the end of a month: those that happened before a day, up to a number."""

    before: date
    upto: int | None
    """None: the month is open, every number counts."""


def month_after(month: date) -> date:
    """Return the first day of the month after the one that a day is in."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def booked_month(happened: date, number: int, closed: Sequence[ClosedMonth]) -> date:
    """Return the first day of the month in which a transfer is booked.

    That is the month in which it happened, or, where it came after that was closed, the first month after the
    last that was closed before it came. ``closed``: in order of months, without gaps, numbers never fall.
    """
    passed = [one.month for one in closed if one.upto < number]
    own = happened.replace(day=1)
    return max(own, month_after(passed[-1])) if passed else own


def cut_at(month: date, closed: Sequence[ClosedMonth]) -> Cut:
    """Return what is booked in a month or before it.

    A transfer is booked by the end of a month exactly if it happened by then and, where that month or one
    after it is closed, came by the last number of the first of them: what comes later is booked after them.
    """
    found = next((one.upto for one in closed if one.month >= month), None)
    return Cut(month_after(month), found)


def next_to_close(first: date | None, closed: Sequence[ClosedMonth]) -> date | None:
    """Return the month that is closed next: the one after the last, or the first with an entry."""
    if closed:
        return month_after(closed[-1].month)
    return first.replace(day=1) if first is not None else None
