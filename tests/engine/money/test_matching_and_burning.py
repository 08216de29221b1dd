"""What executors owe, and when a budget is used up."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from dure.engine.money.burning import Forecast, Month, forecast, months_of
from dure.engine.money.matching import Answer, Gap, gap_of, owed_won


def test_a_gap_is_told_at_each_step():
    answer = Answer(150_000_000, 40_000_000, 20_000_000, 30_000_000, 5_000_000, 10_000_000, 5_000_000)
    assert gap_of(answer, 10_000) == Gap(150_000_000, 90_000_000, 25_000_000, 20_000_000)
    assert gap_of(answer, 4_000) == Gap(60_000_000, 0, 25_000_000, 20_000_000)
    assert gap_of(Answer(10, 5, 5, 5, 5, 5, 5), 10_000).is_closed


@given(public=st.integers(0, 10**15), ratio=st.integers(1, 100_000))
def test_what_is_owed_is_the_least_that_is_not_below_the_ratio(public, ratio):
    owed = owed_won(public, ratio)
    assert owed * 10_000 >= public * ratio > (owed - 1) * 10_000


def test_months_tell_what_was_left_at_their_ends():
    moves = [
        (date(2025, 3, 20), 100),
        (date(2025, 3, 31), -10),
        (date(2025, 5, 1), -40),
        (date(2025, 6, 1), -1),
    ]
    assert months_of(moves, date(2025, 5, 15)) == (
        Month(date(2025, 3, 1), 100, 10, 90),
        Month(date(2025, 4, 1), 0, 0, 90),
        Month(date(2025, 5, 1), 0, 40, 50),
    )
    assert months_of([], date(2025, 5, 15)) == ()


def test_a_budget_runs_out_at_the_pace_of_its_spending():
    moves = [(date(2025, 3, 1), 100), (date(2025, 3, 11), -10), (date(2025, 3, 20), -10)]
    # 20 won in ten days; 80 are left: forty days more.
    assert forecast(moves, date(2025, 3, 20)) == Forecast(20, 80, 10, date(2025, 4, 29))
    assert forecast(moves[:1], date(2025, 3, 20)) == Forecast(0, 100, 0, None)
    assert forecast([*moves, (date(2025, 3, 20), -80)], date(2025, 3, 20)).runs_out_on is None


@given(
    spent=st.lists(st.tuples(st.integers(0, 300), st.integers(1, 10**6)), min_size=1, max_size=8),
    more=st.integers(1, 10**9),
)
def test_the_day_is_the_first_on_which_the_pace_has_used_up_what_is_left(spent, more):
    begun = date(2025, 1, 1)
    whole = sum(won for _, won in spent) + more
    moves = [(begun, whole), *((begun + timedelta(days=n), -won) for n, won in spent)]
    found = forecast(moves, begun + timedelta(days=300))
    if found.runs_out_on is not None:
        wait = (found.runs_out_on - (begun + timedelta(days=300))).days
        assert found.spent_won * wait >= found.left_won * found.days > found.spent_won * (wait - 1)
