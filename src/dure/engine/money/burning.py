"""How fast a budget is spent (집행률, 소진 예측): what was left month by month, and when nothing will be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Month:
    """A month of a budget: what came in, what was spent in it, what was left at its end."""

    first_on: date
    received_won: int
    spent_won: int
    left_won: int


@dataclass(frozen=True, slots=True)
class Forecast:
    """When a budget is used up at the pace of the days so far."""

    spent_won: int
    left_won: int
    days: int
    """So many days the pace is reckoned over."""
    runs_out_on: date | None
    """The first day on which nothing is left; None where nothing was spent, or nothing is left already."""


def months_of(
    moves: Iterable[tuple[date, int]], until: date, back: Iterable[tuple[date, int]] = ()
) -> tuple[Month, ...]:
    """Return the months from the first move to that of ``until``; moves above 0 came in.

    ``back``: what went back to its source unused. It is no spending: what came in its month is less by it.

    >>> day = date(2025, 3, 1)
    >>> [(one.received_won, one.left_won) for one in months_of([(day, 100), (day, -30)], day, [(day, 20)])]
    [(80, 50)]
    """
    gone = [one for one in back if one[0] <= until]
    known = sorted(one for one in moves if one[0] <= until)
    if not known:
        return ()
    found: list[Month] = []
    month, left = known[0][0].replace(day=1), 0
    while month <= until:
        after = (month.replace(day=28) + timedelta(days=4)).replace(day=1)
        within = [won for on, won in known if month <= on < after]
        received, spent = sum(won for won in within if won > 0), -sum(won for won in within if won < 0)
        received -= sum(won for on, won in gone if month <= on < after)
        left += received - spent
        found.append(Month(month, received, spent, left))
        month = after
    return tuple(found)


def forecast(
    moves: Iterable[tuple[date, int]], today: date, back: Iterable[tuple[date, int]] = ()
) -> Forecast:
    """Return when what is left runs out at the mean pace from the first spending to today, both days counted.

    Whole numbers only: the day is the first on which pace × days is at least what is left. It is no promise:
    budgets are spent faster towards the end of a year, and the page that shows it says so. ``back``: what
    went back to its source unused; it is left no more, and no pace.
    """
    known = [one for one in moves if one[0] <= today]
    spent = -sum(won for _, won in known if won < 0)
    left = sum(won for _, won in known) - sum(won for on, won in back if on <= today)
    begun = min((on for on, won in known if won < 0), default=None)
    if begun is None:
        return Forecast(spent, left, 0, None)
    days = (today - begun).days + 1
    if left <= 0 or spent <= 0:
        return Forecast(spent, left, days, None)
    wait = -(-left * days // spent)
    try:
        return Forecast(spent, left, days, today + timedelta(days=wait))
    except OverflowError:
        return Forecast(spent, left, days, None)
