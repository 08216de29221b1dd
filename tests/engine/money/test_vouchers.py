"""Vouchers: the worked example of the documents, and what holds always."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dure.engine.law.local_vouchers import GOOD_DAYS, REFUND_FROM_LEAST_BP, REFUND_FROM_MOST_BP
from dure.engine.law.parameters import ALL
from dure.engine.money.voucher_codes import BODY, code_in, in_groups, with_check
from dure.engine.money.vouchers import drawn_of, given_back_of, may_refund, sale_of

PAGE = Path(__file__).parents[3] / "docs" / "algorithms" / "vouchers.md"
BEARERS = (("government", 4000), ("city", 6000))
won = st.integers(1, 10**9)
lefts = st.lists(st.integers(0, 10**8), min_size=1, max_size=5).filter(any)


def documented() -> list[dict[str, str]]:
    text = PAGE.read_text("utf-8").split("```csv wallet\n")[1].split("```")[0]
    return list(csv.DictReader(text.splitlines()))


def test_the_worked_example_of_the_page_is_what_comes_out():
    sale = sale_of(100_000, 1000, BEARERS)
    parts = [sale.paid_won, sale.borne_won["government"], sale.borne_won["city"]]
    found = [parts]
    first = drawn_of(parts, 33_333)
    parts = [a - b for a, b in zip(parts, first, strict=True)]
    found.append(parts)
    back = given_back_of(first, (0, 0, 0), 11_111)
    parts = [a + b for a, b in zip(parts, back, strict=True)]
    found.append(parts)
    parts = [a - b for a, b in zip(parts, drawn_of(parts, 40_000), strict=True)]
    found.append(parts)
    found.append([0, 0, 0])
    told = [[int(row[name]) for name in ("citizen", "government", "city")] for row in documented()]
    assert found == told
    assert [sum(one) for one in found] == [int(row["left"]) for row in documented()]
    assert may_refund(100_000, 62_222, 6000)


@given(won, st.integers(0, 9_999), st.integers(0, 10_000))
def test_a_sale_makes_the_face_value_and_nobody_bears_more_than_the_share(face, discount, share):
    sale = sale_of(face, discount, (("a", share), ("b", 10_000 - share)))
    assert sale.face_won == face
    whole = face * discount // 10_000
    assert sale.paid_won == face - whole
    for name, part in (("a", share), ("b", 10_000 - share)):
        assert abs(sale.borne_won.get(name, 0) * 10_000 - whole * part) < 10_000


@given(lefts, st.data())
def test_a_spend_takes_its_amount_and_no_source_goes_below_zero(left, data):
    amount = data.draw(st.integers(1, sum(left)))
    drawn = drawn_of(left, amount)
    assert sum(drawn) == amount
    assert all(0 <= part <= own for part, own in zip(drawn, left, strict=True))


@given(lefts, st.data())
def test_what_is_given_back_in_parts_is_in_the_end_what_was_drawn(left, data):
    drawn = drawn_of(left, data.draw(st.integers(1, sum(left))))
    back = [0] * len(drawn)
    while sum(back) < sum(drawn):
        part = given_back_of(drawn, back, data.draw(st.integers(1, sum(drawn) - sum(back))))
        back = [a + b for a, b in zip(back, part, strict=True)]
        assert all(0 <= b <= d for b, d in zip(back, drawn, strict=True))
    assert tuple(back) == drawn


@pytest.mark.parametrize(("left", "amount"), [((5, 5), 11), ((5, 5), 0), ((0,), 1)])
def test_more_than_is_left_is_no_spend(left, amount):
    with pytest.raises(ValueError, match="no more than is left"):
        drawn_of(left, amount)


@given(st.integers(0, 10**BODY - 1), st.integers(0, BODY + 1), st.integers(1, 9))
def test_a_wrong_digit_of_a_code_is_found(body, place, more):
    code = with_check(f"{body:0{BODY}d}")
    assert code_in(in_groups(code)) == code
    wrong = code[:place] + str((int(code[place]) + more) % 10) + code[place + 1 :]
    assert code_in(wrong) is None


@given(st.integers(0, 10**BODY - 1), st.integers(0, BODY))
def test_two_digits_that_were_exchanged_are_found(body, place):
    code = with_check(f"{body:0{BODY}d}")
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert code_in(swapped) == (code if swapped == code else None)


def test_the_law_has_bounds_from_the_day_on_which_it_came_into_force():
    from datetime import date

    day = date(2020, 7, 2)
    assert (REFUND_FROM_LEAST_BP.on(day), REFUND_FROM_MOST_BP.on(day), GOOD_DAYS.on(day)) == (
        6000,
        8000,
        1825,
    )
    assert all(one.name in ALL for one in (REFUND_FROM_LEAST_BP, REFUND_FROM_MOST_BP, GOOD_DAYS))
