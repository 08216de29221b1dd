"""Money that is taken back: the page's examples, the limits of the law, what always holds."""

from __future__ import annotations

import csv
import re
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dure.engine.law.dated import MissingParameter
from dure.engine.money.recovering import (
    Due,
    Received,
    instalments,
    late_interest,
    longest_ban,
    parts_back,
    set_off,
    surcharge,
    surcharge_most_bp,
)
from dure.engine.problems import Refused

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "algorithms" / "clawback.md").read_text("utf-8")
ON = date(2025, 5, 20)


def rows(name: str) -> list[dict[str, str]]:
    found = re.search(rf"^```csv {name}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assert found is not None
    return list(csv.DictReader(found[1].splitlines()))


def numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(";"))


def amounts(text: str, of) -> list:
    pairs = [part.split(":") for part in text.split(";") if part]
    return [of(date.fromisoformat(on), int(won)) for on, won in pairs]


def test_the_page_has_its_examples():
    assert [len(rows(name)) for name in ("back", "late", "instalments")] == [3, 3, 1]


@pytest.mark.parametrize("row", rows("back"), ids=lambda row: row["paid"])
def test_parts_and_surcharge_of_the_page(row):
    back = int(row["back"])
    assert parts_back(numbers(row["paid"]), back) == numbers(row["parts"])
    assert surcharge(back, row["ground"], int(row["bp"]), ON) == int(row["surcharge"])


@pytest.mark.parametrize("row", rows("late"), ids=lambda row: row["interest"])
def test_interest_of_the_page(row):
    found = late_interest(
        amounts(row["dues"], Due), amounts(row["received"], Received), date.fromisoformat(row["until"])
    )
    assert found == int(row["interest"])


@pytest.mark.parametrize("row", rows("instalments"), ids=lambda row: row["won"])
def test_instalments_of_the_page(row):
    found = instalments(
        int(row["won"]), int(row["count"]), first_on=date.fromisoformat(row["first"]),
        since=date.fromisoformat(row["since"]),
    )  # fmt: skip
    assert [one.due_on.isoformat() for one in found] == row["due"].split(";")
    assert tuple(one.won for one in found) == numbers(row["parts"])
    assert tuple(one.interest_won for one in found) == numbers(row["interest"])


def test_nothing_above_what_the_law_lets():
    assert [surcharge_most_bp(g, ON) for g in ("false_claim", "misuse", "overpaid")] == [50_000, 30_000, 0]
    with pytest.raises(Refused):
        surcharge(1_000, "misuse", 30_001, ON)
    with pytest.raises(Refused):
        surcharge(1_000, "overpaid", 1, ON)
    with pytest.raises(MissingParameter):
        surcharge(1_000, "misuse", 1, date(2015, 1, 1))


@pytest.mark.parametrize("back", [0, -1, 1_000_001])
def test_never_more_than_was_paid_and_never_nothing(back):
    with pytest.raises(Refused):
        parts_back((600_000, 400_000), back)


@pytest.mark.parametrize(("count", "first"), [(1, 11), (10, 11), (2, 0)])
def test_instalments_within_the_law_and_after_the_decision(count, first):
    with pytest.raises(Refused):
        instalments(1_000_000, count, first_on=ON + timedelta(days=first), since=ON)


def test_a_due_of_more_than_five_years_bears_no_more():
    due = [Due(date(2022, 3, 1), 1_000_000)]
    five = date(2022, 3, 1) + timedelta(days=1_825)
    assert late_interest(due, [], five) == 1_000_000 * 22 * 1_825 // 100_000
    assert late_interest(due, [], five + timedelta(days=400)) == 401_500
    # What comes after that stops nothing and costs nothing.
    assert late_interest(due, [Received(five + timedelta(days=9), 5)], five + timedelta(days=10)) == 401_500


WON = st.integers(1, 10**10)


@given(st.lists(WON, min_size=1, max_size=6), st.data())
def test_parts_make_the_whole_and_none_is_above_what_was_paid(paid, data):
    back = data.draw(st.integers(1, sum(paid)))
    parts = parts_back(paid, back)
    assert sum(parts) == back
    assert all(0 <= part <= of for part, of in zip(parts, paid, strict=True))


@given(WON, st.sampled_from(["false_claim", "misuse", "breach", "not_qualified"]), st.data())
def test_never_more_than_the_factor(back, ground, data):
    bp = data.draw(st.integers(0, surcharge_most_bp(ground, ON)))
    assert surcharge(back, ground, bp, ON) <= back * bp // 10_000


DAYS = st.dates(date(2020, 1, 1), date(2027, 12, 31))


@given(
    st.lists(st.builds(Due, DAYS, WON), max_size=5),
    st.lists(st.builds(Received, DAYS, WON), max_size=5),
    DAYS,
)
def test_interest_is_bounded_and_money_that_comes_never_raises_it(dues, received, until):
    alone, found = late_interest(dues, [], until), late_interest(dues, received, until)
    assert 0 <= found <= alone <= sum(due.won for due in dues) * 25 * 1_825 // 100_000
    assert alone <= late_interest(dues, [], until + timedelta(days=1))


@given(WON, st.integers(2, 9), st.integers(1, 60))
def test_instalments_add_up_and_are_equal_but_for_the_last(won, count, after):
    if won < count:
        return
    found = instalments(won, count, first_on=ON + timedelta(days=after), since=ON)
    assert sum(one.won for one in found) == won
    assert len({one.won for one in found[:-1]}) == 1
    assert 0 <= found[-1].won - found[0].won < count
    assert all(a.due_on < b.due_on for a, b in pairwise(found))
    assert sum(one.interest_won for one in found) <= won * 310 * 365 // 3_650_000


@given(st.integers(0, 10**9), st.lists(st.integers(0, 10**9), max_size=5))
def test_what_is_set_off_is_neither_above_the_payment_nor_above_any_debt(payable, owed):
    parts = set_off(payable, owed)
    assert sum(parts) == min(payable, sum(owed))
    assert all(part <= of for part, of in zip(parts, owed, strict=True))


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2025, 3, 27), date(2030, 3, 26)),
        (date(2025, 1, 31), date(2030, 1, 30)),
        (date(2026, 1, 1), date(2030, 12, 31)),
        (date(2024, 2, 29), date(2029, 2, 28)),
        (date(2024, 3, 1), date(2029, 2, 28)),
    ],
)
def test_a_ban_of_five_years_ends_the_day_before_the_same_day(first, last):
    assert longest_ban(first) == last
