"""Completed years against a number, as a test of the date itself: a comparison instead of a calculation.

``years_since(opened_on) >= 15`` on 18 March 2025 is ``opened_on <= DATE '2010-03-18'``. Only the SQL
executors read this; the judge in process counts the years, so that one checks the other.
"""

from __future__ import annotations

from datetime import date
from math import ceil, floor

from dure.engine.profile.fields import Kind
from dure.engine.rules import tree

_TURNED: dict[tree.Operator, tree.Operator] = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


def as_date_test(test: tree.Compare) -> tree.Compare | None:
    """Return the test of the date that a test of completed years is; None where it is none.

    Left to calculation: ``=`` and ``<>``, a number that is no literal, and days beyond the calendar.
    """
    operator, left, right = test.operator, test.left, test.right
    if isinstance(right, tree.YearsSince) and operator in _TURNED:
        operator, left, right = _TURNED[operator], right, left
    if not isinstance(left, tree.YearsSince) or not isinstance(right, tree.Literal):
        return None
    years = right.value
    if left.day is None or operator not in _TURNED or not isinstance(years, int | float):
        return None
    # At least so many whole years, or (for < and <=) not.
    whole = ceil(years) if operator in (">=", "<") else floor(years) + 1
    last = last_day_with_years(left.day, whole)
    if last is None:
        return None
    return tree.Compare("<=" if operator in (">=", ">") else ">", left.since, tree.Literal(last, Kind.DATE))


def last_day_with_years(day: date, years: int) -> date | None:
    """Return the last date from which so many years are completed on a day; None beyond the calendar.

    >>> last_day_with_years(date(2025, 3, 18), 15), last_day_with_years(date(2024, 2, 29), 1)
    (datetime.date(2010, 3, 18), datetime.date(2023, 2, 28))
    """
    year = day.year - years
    if not date.min.year <= year <= date.max.year:
        return None
    leaps = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return date(year, 2, 28) if (day.month, day.day) == (2, 29) and not leaps else day.replace(year=year)
