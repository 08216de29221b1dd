"""Who is a young owner (청년 대표)."""

from __future__ import annotations

from datetime import date

from dure.engine.law.dated import Parameter, Period

YOUTH_AGE = Parameter(
    "youth_age",
    "completed years of age, inclusive",
    (
        Period(
            date(2016, 1, 1),
            None,
            39,
            "중소기업창업 지원법 시행령 (청년: 39세 이하), as small-merchant programmes use it",
        ),
    ),
)
"""39 or younger on the opening day of the call."""


def led_by_youth(birth_year: int | None, opens_on: date) -> bool | None:
    """Say whether an owner born in a year is young on a day; None where the limit falls inside the year.

    >>> opens = date(2025, 3, 18)
    >>> [led_by_youth(y, opens) for y in (1984, 1985, 1986, None)]
    [False, None, True, None]
    """
    if birth_year is None:
        return None
    certainly, possibly = birth_years(opens_on)
    if birth_year >= certainly:
        return True
    return None if birth_year >= possibly else False


def birth_years(opens_on: date) -> tuple[int, int]:
    """Return the first birth year that is certainly young on a day, and the first that may be.

    Whoever is born in the year ``opens_on.year - limit - 1`` is still of the limit's age until the
    birthday; on 31 December every birthday of the year has come.
    """
    certainly = opens_on.year - YOUTH_AGE.on(opens_on)
    last_day_of_year = (opens_on.month, opens_on.day) == (12, 31)
    return certainly, certainly if last_day_of_year else certainly - 1
