"""Periods in days: the first day is not counted, and none ends on a Saturday or a public holiday."""

from __future__ import annotations

import doctest
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dure.engine.law import deadlines
from dure.engine.law.dated import MissingParameter
from dure.engine.law.deadlines import day_of, days_left, days_of, end_of, is_business_day, last_day
from dure.engine.law.holidays import PUBLIC_HOLIDAYS
from dure.engine.programme.models.rights import Clock

DAYS = st.dates(date(2019, 1, 1), date(2027, 10, 31))


def test_documented_examples():
    assert doctest.testmod(deadlines).failed == 0


# By the calendars as published, Sundays among them, and what was decided after that.
PUBLISHED = {
    2019: 66,
    2020: 67 + 1,  # 17 August
    2021: 64 + 3,  # three substitutes
    2022: 67,
    2023: 67 + 2,  # 29 May, 2 October
    2024: 68 + 1,  # 1 October
    2025: 68 + 2,  # 27 January, 3 June
    2026: 70 + 2,  # 1 May, 17 July
    2027: 72,
}


def test_holidays_of_the_covered_years():
    for year, published in PUBLISHED.items():
        days = [date(year, 1, 1) + timedelta(n) for n in range(366)]
        holidays = PUBLIC_HOLIDAYS.on(date(year, 1, 1))
        assert {day.year for day in holidays} == {year}
        assert published == sum(d.year == year and (d.weekday() == 6 or d in holidays) for d in days), year
    assert [p.start.year for p in PUBLIC_HOLIDAYS.periods] == list(PUBLISHED)


def test_days_of_rest_in_2027_as_published():
    days = [date(2027, 1, 1) + timedelta(n) for n in range(365)]
    assert sum(not is_business_day(day) for day in days) == 119


@pytest.mark.parametrize(
    ("on", "holiday"),
    [
        (date(2020, 4, 15), True),  # election of the assembly
        (date(2021, 12, 27), False),  # Christmas on a Saturday had no substitute yet
        (date(2023, 5, 29), True),
        (date(2024, 10, 1), True),  # Armed Forces Day, that year only
        (date(2025, 5, 6), True),  # substitute for Buddha's birthday, which fell on Children's Day
        (date(2025, 6, 3), True),  # presidential election
        (date(2025, 7, 17), False),  # Constitution Day was none yet
        (date(2026, 7, 17), True),
        (date(2025, 5, 1), False),
        (date(2026, 5, 1), True),
        (date(2026, 9, 28), False),  # Chuseok on a Saturday has no substitute
        (date(2026, 10, 5), True),
    ],
)
def test_single_days(on, holiday):
    assert is_business_day(on) is not holiday


def test_a_year_that_is_not_in_the_table_is_refused_by_name_and_day():
    with pytest.raises(MissingParameter) as missing:
        last_day(date(2027, 12, 20), 30)
    assert missing.value.name == "public_holidays"
    assert missing.value.day == date(2028, 1, 19)


def test_the_day_is_that_of_seoul():
    before_midnight = datetime(2025, 5, 16, 14, 59, tzinfo=UTC)
    assert day_of(before_midnight) == date(2025, 5, 16)
    assert day_of(before_midnight + timedelta(minutes=1)) == date(2025, 5, 17)
    assert end_of(date(2025, 5, 16)) == before_midnight + timedelta(minutes=1)


@given(DAYS, st.integers(1, 60))
def test_the_last_day_is_the_first_business_day_from_the_counted_end_on(first, days):
    end = last_day(first, days)
    counted = first + timedelta(days=days)
    assert end >= counted
    assert is_business_day(end)
    assert not any(is_business_day(counted + timedelta(days=n)) for n in range((end - counted).days))


# Thirty days later and sixty days on, the end is still within the published calendars.
@given(DAYS.filter(lambda day: day <= date(2026, 9, 1)), st.integers(1, 60), st.integers(0, 30))
def test_a_later_beginning_never_ends_earlier(first, days, later):
    assert last_day(first + timedelta(days=later), days) >= last_day(first, days)


@given(DAYS, st.integers(0, 100))
def test_days_left_are_counted_from_today(today, days):
    assert days_left(today + timedelta(days=days), today) == days
    assert days_left(today, today + timedelta(days=days)) == -days


def test_a_clock_tells_its_days_or_names_a_parameter_of_the_law():
    assert days_of(Clock(days=30), date(2025, 5, 16)) == 30
    assert days_of(Clock(parameter="youth_age"), date(2025, 5, 16)) == 39
    with pytest.raises(MissingParameter):
        days_of(Clock(parameter="youth_age"), date(1999, 5, 16))
