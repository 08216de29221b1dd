"""The check digit of the business number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dure.engine.profile.business_number import check_digit, is_business_number

nine_digits = st.text("0123456789", min_size=9, max_size=9)


@pytest.mark.parametrize(
    ("number", "by_hand"),
    [
        # 1*1 2*3 4*7 8*1 1*3 0*7 0*1 9*3 9*5 = 118, and 5*9 // 10 = 4: 122, so 10 - 2
        ("1248100998", 118 + 4),
        # 2*1 2*3 0*7 8*1 1*3 6*7 2*1 5*3 1*5 = 83, and 5*1 // 10 = 0: 83, so 10 - 3
        ("2208162517", 83 + 0),
        # 1*1 2*3 3*7 4*1 5*3 6*7 7*1 8*3 9*5 = 165, and 5*9 // 10 = 4: 169, so 10 - 9
        ("1234567891", 165 + 4),
        # nothing but zeros: 0, so (10 - 0) mod 10
        ("0000000000", 0),
        # 9 times all the weights, 9 * 31 = 279, and 4: 283, so 10 - 3
        ("9999999997", 279 + 4),
        # 1*1 0*3 1*7 8*1 1*3 0*7 0*1 0*3 2*5 = 29, and 5*2 // 10 = 1: 30, so 0
        ("1018100020", 29 + 1),
        # 6*1 1*3 7*7 8*1 1*3 0*7 7*1 8*3 6*5 = 130, and 5*6 // 10 = 3: 133, so 7
        ("6178107867", 130 + 3),
    ],
)
def test_numbers_calculated_by_hand(number, by_hand):
    assert int(number[9]) == (10 - by_hand % 10) % 10
    assert check_digit(number[:9]) == int(number[9])
    assert is_business_number(number)
    wrong = (int(number[9]) + 1) % 10
    assert not is_business_number(number[:9] + str(wrong))


@given(nine_digits)
def test_exactly_one_of_ten_numbers_is_right(first_nine):
    right = [d for d in "0123456789" if is_business_number(first_nine + d)]
    assert right == [str(check_digit(first_nine))]


@given(nine_digits, st.integers(0, 7), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(first_nine, place, shift):
    """The weights 1, 3 and 7 have no divisor in common with ten; the ninth digit has another rule."""
    other = str((int(first_nine[place]) + shift) % 10)
    assert check_digit(first_nine[:place] + other + first_nine[place + 1 :]) != check_digit(first_nine)


@given(st.integers(0, 99_999_999), st.integers(0, 9), st.integers(1, 9))
def test_a_wrong_ninth_digit_is_noticed_too(first_eight, ninth, shift):
    numbers = [f"{first_eight:08d}{digit}" for digit in (ninth, (ninth + shift) % 10)]
    assert check_digit(numbers[0]) != check_digit(numbers[1])


@pytest.mark.parametrize(
    "text",
    ["", "124810099", "12481009988", "124-81-00998", "12481o0998", "１２４８１００９９８", " 124810099"],
)
def test_what_is_not_ten_digits_is_no_number(text):
    assert not is_business_number(text)
