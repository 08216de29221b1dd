"""The business registration number (사업자등록번호) and its check digit."""

from __future__ import annotations

WEIGHTS = (1, 3, 7, 1, 3, 7, 1, 3, 5)


def check_digit(first_nine: str) -> int:
    """Return the tenth digit that belongs to nine digits.

    Source: weights 1 3 7 1 3 7 1 3 5, plus the tens of five times the ninth digit;
    check digit = (10 - sum mod 10) mod 10.

    >>> check_digit("124810099")
    8
    """
    digits = [int(d) for d in first_nine]
    total = sum(w * d for w, d in zip(WEIGHTS, digits, strict=True)) + digits[8] * 5 // 10
    return (10 - total % 10) % 10


def is_business_number(text: str) -> bool:
    """Say whether a text is ten digits whose check digit holds.

    >>> is_business_number("1248100998"), is_business_number("1248100999")
    (True, False)
    """
    return len(text) == 10 and text.isascii() and text.isdigit() and check_digit(text[:9]) == int(text[9])
