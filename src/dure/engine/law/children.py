"""Who is a child in the law of personal data (만 14세 미만 아동): a guardian must consent in its stead."""

from __future__ import annotations

from datetime import date

from dure.engine.law.dated import Parameter, Period

CHILD_AGE = Parameter(
    "child_age",
    "completed years of age, exclusive",
    (
        Period(date(2011, 9, 30), date(2023, 9, 15), 14, "개인정보 보호법 제22조"),
        Period(date(2023, 9, 15), None, 14, "개인정보 보호법 제22조의2제1항"),
    ),
)
"""Not among the parameters that rules read: it decides nothing about applicants."""


def is_child(born_on: date, today: date) -> bool:
    """Say whether somebody is a child on a day; age rises on the birthday.

    >>> [is_child(date(2011, 5, 20), day) for day in (date(2025, 5, 19), date(2025, 5, 20))]
    [True, False]
    """
    had_birthday = (today.month, today.day) >= (born_on.month, born_on.day)
    return today.year - born_on.year - (not had_birthday) < CHILD_AGE.on(today)
