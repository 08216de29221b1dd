"""The benefit of the self-employed: the page's examples, the limits of both periods, what always holds."""

from __future__ import annotations

import csv
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dure.engine.law.dated import MissingParameter
from dure.engine.law.unemployment import (
    BASE_PAY,
    BENEFIT_DAYS,
    REPLACEMENT_BP,
    Allowance,
    NoAllowance,
    calculate,
    completed_months,
    months_before,
)
from dure.engine.problems import Refused

PAGE = Path(__file__).resolve().parents[3] / "docs" / "algorithms" / "unemployment-benefit.md"
FOUND = re.search(r"^```csv benefit\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
assert FOUND is not None
ROWS = list(csv.DictReader(FOUND[1].splitlines()))
CHANGE = date(2019, 10, 1)


def benefit(since: date, closed: date, grade: int = 1, *, own_will: bool = False) -> Allowance | NoAllowance:
    return calculate(insured_since=since, closed_on=closed, grade=grade, own_will=own_will)


@pytest.mark.parametrize("row", ROWS, ids=[f"{row['closed_on']}-{row['grade']}" for row in ROWS])
def test_an_example_of_the_page(row):
    found = benefit(
        date.fromisoformat(row["insured_since"]), date.fromisoformat(row["closed_on"]), int(row["grade"])
    )
    assert isinstance(found, Allowance)
    assert (found.daily_won, found.days, found.total_won, found.monthly_won) == tuple(
        int(row[name]) for name in ("daily_won", "days", "total_won", "monthly_won")
    )
    assert found.draw_until == date.fromisoformat(row["draw_until"])


def test_the_page_has_its_examples():
    assert len(ROWS) == 6


@pytest.mark.parametrize(
    ("closed", "days"),
    [
        (CHANGE - timedelta(1), {1: 90, 2: 90, 3: 120, 4: 120, 5: 150, 9: 150, 10: 180, 30: 180}),
        (CHANGE, {1: 120, 2: 120, 3: 150, 4: 150, 5: 180, 9: 180, 10: 210, 30: 210}),
    ],
)
def test_days_by_completed_years_at_each_limit(closed, days):
    for years, expected in days.items():
        since = closed.replace(year=closed.year - years)
        found = benefit(since, closed)
        assert isinstance(found, Allowance)
        assert found.days == expected
    a_day_short = closed.replace(year=closed.year - 3) + timedelta(1)
    found = benefit(a_day_short, closed)
    assert isinstance(found, Allowance)
    assert found.days == days[1]


def test_the_grades_and_the_month_of_each_as_published():
    assert dict(BASE_PAY.on(CHANGE)) == {grade: 1_820_000 + 260_000 * (grade - 1) for grade in range(1, 8)}
    months = [1_092_000, 1_248_000, 1_404_000, 1_560_000, 1_716_000, 1_872_000, 2_028_000]
    for grade, month in enumerate(months, 1):
        found = benefit(date(2015, 1, 1), CHANGE, grade)
        assert isinstance(found, Allowance)
        assert found.monthly_won == month


def test_the_share_and_the_days_change_on_the_first_of_october_2019():
    before = CHANGE - timedelta(1)
    assert (REPLACEMENT_BP.on(before), REPLACEMENT_BP.on(CHANGE)) == (5000, 6000)
    assert (max(BENEFIT_DAYS.on(before).values()), max(BENEFIT_DAYS.on(CHANGE).values())) == (180, 210)


def test_who_gets_nothing_is_told_every_reason():
    closed = date(2025, 3, 18)
    short = date(2024, 3, 19)
    assert benefit(short, closed) == NoAllowance(("insured_too_short",), 11)
    assert benefit(date(2024, 3, 18), closed, own_will=True) == NoAllowance(("own_will",), 12)
    assert benefit(short, closed, own_will=True) == NoAllowance(("insured_too_short", "own_will"), 11)


def test_a_closure_before_the_table_of_base_pay_is_refused_by_name_and_day():
    with pytest.raises(MissingParameter) as missing:
        benefit(date(2013, 1, 1), date(2018, 12, 31))
    assert (missing.value.name, missing.value.day) == ("self_employed_base_pay", date(2018, 12, 31))


def test_an_unknown_grade_and_days_in_the_wrong_order_are_told_together():
    with pytest.raises(Refused) as refused:
        benefit(date(2025, 3, 19), date(2025, 3, 18), 8)
    assert [p.code for p in refused.value.problems] == ["grade", "insured_since"]


days_insured = st.tuples(
    st.dates(date(2012, 1, 22), date(2030, 1, 1)), st.dates(date(2019, 1, 1), date(2030, 1, 1))
)


@given(days_insured.filter(lambda pair: pair[0] <= pair[1]), st.integers(1, 7))
def test_what_always_holds(pair, grade):
    since, closed = pair
    found = benefit(since, closed, grade)
    if isinstance(found, NoAllowance):
        assert found.reasons == ("insured_too_short",)
        assert months_before(closed, 12) < since
        return
    assert found.total_won == found.daily_won * found.days
    assert found.counted_months == min(found.insured_months, 36)
    share = found.base_pay_won * found.replacement_bp
    assert share // (31 * 10_000) <= found.daily_won <= share // (28 * 10_000)
    exact = share * found.counted_months
    assert 0 <= exact - found.daily_won * found.counted_days * 10_000 < found.counted_days * 10_000
    assert found.draw_until > closed


@given(days_insured.filter(lambda pair: pair[0] <= pair[1]), st.integers(1, 6))
def test_a_higher_grade_and_an_earlier_start_never_give_less(pair, grade):
    since, closed = pair
    found, higher = benefit(since, closed, grade), benefit(since, closed, grade + 1)
    if isinstance(found, Allowance):
        assert isinstance(higher, Allowance)
        assert higher.total_won > found.total_won
        earlier = benefit(months_before(since, 24), closed, grade)
        assert isinstance(earlier, Allowance)
        assert earlier.days >= found.days


@given(st.dates(date(2000, 1, 1), date(2030, 12, 31)), st.integers(0, 400))
def test_months_back_are_months_completed(day, months):
    start = months_before(day, months)
    assert completed_months(start, day) == months
    assert completed_months(start + timedelta(1), day) == months - 1 or start.day >= 28
