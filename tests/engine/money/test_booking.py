"""In which month an entry is booked: the page's example, and what holds for any months and numbers."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dure.engine.money.booking import ClosedMonth, booked_month, cut_at, month_after, next_to_close

CLOSED = [ClosedMonth(date(2025, 4, 1), 2), ClosedMonth(date(2025, 5, 1), 4)]


def test_the_worked_example():
    text = (Path(__file__).parents[3] / "docs" / "algorithms" / "month-end.md").read_text("utf-8")
    rows = list(csv.DictReader(text.split("```csv booked\n")[1].split("```")[0].splitlines()))
    assert len(rows) == 7
    for row in rows:
        found = booked_month(date.fromisoformat(row["happened"]), int(row["number"]), CLOSED)
        assert f"{found:%Y-%m}" == row["booked"]


@pytest.mark.parametrize(
    ("first", "closed", "month"),
    [
        (None, [], None),
        (date(2025, 12, 31), [], date(2025, 12, 1)),
        (date(2025, 3, 2), CLOSED, date(2025, 6, 1)),
        (None, [ClosedMonth(date(2025, 12, 1), 1)], date(2026, 1, 1)),
    ],
)
def test_the_next_month_to_close(first, closed, month):
    assert next_to_close(first, closed) == month


months = st.dates(date(2024, 1, 1), date(2026, 12, 31))


@st.composite
def closings(draw: st.DrawFn) -> list[ClosedMonth]:
    month = draw(months).replace(day=1)
    found = []
    for upto in sorted(draw(st.lists(st.integers(0, 50), max_size=5))):
        found.append(ClosedMonth(month, upto))
        month = month_after(month)
    return found


@given(months, st.integers(0, 60), closings(), months)
def test_the_cut_of_a_month_says_the_same_as_the_month_of_an_entry(happened, number, closed, asked):
    booked = booked_month(happened, number, closed)
    month = asked.replace(day=1)
    cut = cut_at(month, closed)
    by_the_end = happened < cut.before and (cut.upto is None or number <= cut.upto)
    assert by_the_end == (booked <= month)


@given(months, st.integers(0, 60), closings())
def test_no_entry_is_booked_before_it_happened_or_in_a_month_closed_before_it_came(happened, number, closed):
    booked = booked_month(happened, number, closed)
    assert booked >= happened.replace(day=1)
    assert all(one.month != booked or number <= one.upto for one in closed)


@given(months, st.integers(0, 60), closings())
def test_closing_one_more_month_moves_nothing_that_came_before(happened, number, closed):
    month = month_after(closed[-1].month) if closed else date(2025, 1, 1)
    more = [*closed, ClosedMonth(month, max([number, *(one.upto for one in closed)]))]
    assert booked_month(happened, number, more) == booked_month(happened, number, closed)
