"""What comes back of a premium: by the day, never more than was paid, to each source its part."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dure.engine.money.premium_return import returned_won, to_sources
from dure.engine.problems import Refused

START, END = date(2025, 3, 21), date(2026, 3, 21)


def test_the_worked_example_of_the_page():
    won = returned_won(120_000, START, END, date(2025, 6, 1))
    assert won == 96_328
    assert to_sources(won, {"public": 84_000, "platform": 36_000}) == {"public": 67_430, "platform": 28_898}


def test_all_of_it_before_the_cover_and_nothing_at_its_end():
    assert returned_won(120_000, START, END, START) == 120_000
    assert returned_won(120_000, START, END, START - timedelta(days=30)) == 120_000
    assert returned_won(120_000, START, END, END) == 0


@pytest.mark.parametrize(("end", "day"), [(START, START), (END, END + timedelta(days=1))])
def test_a_period_of_no_days_and_a_day_after_it_are_refused(end, day):
    with pytest.raises(Refused) as refused:
        returned_won(120_000, START, end, day)
    assert [one.code for one in refused.value.problems] == ["premium.period"]


won = st.integers(1, 10**9)


@given(won, st.integers(1, 3_660), st.data())
def test_never_more_than_was_paid_and_never_more_the_later_it_ends(paid, days, data):
    end = START + timedelta(days=days)
    first = data.draw(st.integers(0, days))
    later = data.draw(st.integers(first, days))
    early, late = (returned_won(paid, START, end, START + timedelta(days=n)) for n in (first, later))
    assert 0 <= late <= early <= paid


@given(st.lists(won, min_size=1, max_size=5), st.data())
def test_parts_make_the_whole_and_no_source_gets_more_than_it_paid(paid, data):
    by_source = {f"s{n}": one for n, one in enumerate(paid)}
    back = data.draw(st.integers(0, sum(paid)))
    parts = to_sources(back, by_source)
    assert sum(parts.values()) == back
    assert all(0 <= part <= by_source[source] for source, part in parts.items())
