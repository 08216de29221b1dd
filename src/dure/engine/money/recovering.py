"""Money that is taken back (환수): its parts, the surcharge, interest on what is late, instalments.

By dated parameters of the law (``engine/law/recovering.py``, ``sanctions.py``); whether something is taken
back, how much and with which surcharge is decided by people. See ``docs/algorithms/clawback.md``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dure.engine.law import recovering as law
from dure.engine.law.deadlines import last_day
from dure.engine.law.sanctions import SUBSIDY_SURCHARGE_BP
from dure.engine.law.withholding import ROUNDED_TO_WON
from dure.engine.money.apportioning import apportion
from dure.engine.problems import msg, refuse

WHOLE_BP = 10_000
_DAY = timedelta(days=1)
_YEAR_DAYS = 365
_LATE_PARTS = 100_000


@dataclass(frozen=True, slots=True)
class Due:
    """An amount that is to be paid until a day."""

    on: date
    won: int


@dataclass(frozen=True, slots=True)
class Received:
    """An amount that came on a day."""

    on: date
    won: int


@dataclass(frozen=True, slots=True)
class Instalment:
    """One of several equal payments: a part of what is owed, with the interest on what was left before it."""

    no: int
    due_on: date
    won: int
    interest_won: int


def parts_back(paid_won: Sequence[int], back_won: int) -> tuple[int, ...]:
    """Return how much goes back of each amount that was drawn, by largest remainder; none above what it was.

    Raises Refused for nothing, and for more than was paid.

    >>> parts_back((700_000, 300_000), 333_333)
    (233333, 100000)
    """
    if not 0 < back_won <= sum(paid_won):
        raise refuse(
            "recovering.back", msg("take back between 1 and {paid} won: so much was paid"), paid=sum(paid_won)
        )
    return apportion(back_won, paid_won)


def surcharge_most_bp(ground: str, on: date) -> int:
    """Return the most that may be charged beside on a ground, in basis points; 0 where the law names none."""
    return SUBSIDY_SURCHARGE_BP.on(on).get(ground, 0)


def surcharge(back_won: int, ground: str, bp: int, on: date) -> int:
    """Return the surcharge (제재부가금) on what is taken back; raises Refused above what the law lets."""
    most = surcharge_most_bp(ground, on)
    if not 0 <= bp <= most:
        raise refuse(
            "recovering.surcharge", msg("on this ground the surcharge is {most} % at most"), most=most // 100
        )
    return _rounded(back_won * bp // WHOLE_BP, on)


def late_interest(dues: Sequence[Due], received: Sequence[Received], until: date) -> int:
    """Return the interest on what was late, from the day after each due day to ``until``, both counted.

    What came is taken for the oldest due first, and counts from the day after it came. A due bears interest
    for no longer than the law says. Rounded down once, at the end.
    """
    left = [[due.on, due.won] for due in sorted(dues, key=lambda one: one.on)]
    came = sorted(received, key=lambda one: one.on)
    parts = 0
    used = [0] * len(came)
    for on, won in left:
        assert isinstance(on, date)
        assert isinstance(won, int)
        begun, rest = on + _DAY, won
        end = min(until, on + timedelta(days=law.LATE_DAYS_MOST.on(on)) if on < until else until)
        for n, one in enumerate(came):
            took = min(rest, one.won - used[n])
            if not took:
                continue
            used[n] += took
            last = min(one.on, end)
            parts += rest * _late_parts(begun, last)
            begun, rest = max(begun, last + _DAY), rest - took
        parts += rest * _late_parts(begun, end)
    return _rounded(parts // _LATE_PARTS, until)


def _late_parts(first: date, last: date) -> int:
    """Return the parts of 100,000 that every won late on each of some days costs."""
    found = 0
    while first <= last:
        period = law.LATE_PER_DAY.period_on(first)
        end = last if period.end is None else min(last, period.end - _DAY)
        found += period.value * ((end - first).days + 1)
        first = end + _DAY
    return found


def instalments(won: int, count: int, *, first_on: date, since: date) -> tuple[Instalment, ...]:
    """Return equal monthly payments of an amount; the last takes the rest.

    Each bears interest on what is left before it, from the due day before (the first: from ``since``), at the
    rate of the first day. A due day that is no business day moves to the next that is. Raises Refused for
    fewer than two or more than the law lets, and for a first day that is not after ``since``.
    """
    most = law.INSTALMENTS_MOST.on(since)
    if not 2 <= count <= most:
        raise refuse("recovering.count", msg("choose 2 to {most} instalments"), most=most)
    if won < count or first_on <= since:
        raise refuse("recovering.first", msg("the first instalment is due after the day of the decision"))
    rate = law.INSTALMENT_RATE_BP.on(since)
    found: list[Instalment] = []
    rest, before = won, since
    for n in range(count):
        due = last_day(_months_after(first_on, n), 0)
        part = rest if n == count - 1 else won // count
        interest = rest * rate * (due - before).days // (WHOLE_BP * _YEAR_DAYS)
        found.append(Instalment(n + 1, due, part, _rounded(interest, since)))
        rest, before = rest - part, due
    return tuple(found)


def set_off(payable_won: int, owed_won: Sequence[int]) -> tuple[int, ...]:
    """Return how much of something payable is set off (상계) against each of some debts, the first first.

    >>> set_off(1_000, (300, 900))
    (300, 700)
    """
    parts = []
    for owed in owed_won:
        part = max(0, min(payable_won, owed))
        parts.append(part)
        payable_won -= part
    return tuple(parts)


def longest_ban(first: date) -> date:
    """Return the last day of the longest ban (참여제한) that the law lets begin on a day; it counts.

    Years are reckoned by the calendar: to the day before the same day, or the last day of a month that has
    none such.

    >>> longest_ban(date(2025, 3, 27)), longest_ban(date(2028, 2, 29))
    (datetime.date(2030, 3, 26), datetime.date(2033, 2, 28))
    """
    same = _months_after(first, law.BAN_YEARS_MOST.on(first) * 12)
    return same if same.day < first.day else same - _DAY


def _months_after(day: date, months: int) -> date:
    """Return the same day some months later, or the last day of a month that has none such."""
    year, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + year, month + 1, 1)
    after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return min(first + timedelta(days=day.day - 1), after - _DAY)


def _rounded(won: int, on: date) -> int:
    step = ROUNDED_TO_WON.on(on)
    return won // step * step
