"""Public holidays (공휴일), year by year: on which a period that ends does not end.

관공서의 공휴일에 관한 규정 제2조·제3조 and 공휴일에 관한 법률, as published for the year (월력요항), with
what was decided later. Saturdays and Sundays are not in the table. A year that is not in it has no value:
asking for a day of it is a refusal, never a guess.
"""

from __future__ import annotations

from datetime import date

from dure.engine.law.dated import Parameter, Period


def _days(year: int, *months: tuple[int, tuple[int, ...]]) -> frozenset[date]:
    return frozenset(date(year, month, day) for month, days in months for day in days)


PUBLIC_HOLIDAYS = Parameter(
    "public_holidays",
    "days, besides Saturdays and Sundays",
    (
        Period(
            date(2025, 1, 1),
            date(2026, 1, 1),
            _days(
                2025,
                (1, (1, 27, 28, 29, 30)),
                (3, (1, 3)),
                (5, (5, 6)),
                (6, (3, 6)),
                (8, (15,)),
                (10, (3, 5, 6, 7, 8, 9)),
                (12, (25,)),
            ),
            "2025년 월력요항; 임시공휴일 2025-01-27(설 연휴), 2025-06-03(제21대 대통령선거일)",
        ),
        Period(
            date(2026, 1, 1),
            date(2027, 1, 1),
            _days(
                2026,
                (1, (1,)),
                (2, (16, 17, 18)),
                (3, (1, 2)),
                (5, (1, 5, 24, 25)),
                (6, (3, 6)),
                (7, (17,)),
                (8, (15, 17)),
                (9, (24, 25, 26)),
                (10, (3, 5, 9)),
                (12, (25,)),
            ),
            "2026년 월력요항; 공휴일에 관한 법률 2026년 개정(노동절 5월 1일, 제헌절 7월 17일)",
        ),
    ),
)
"""Left out: holidays of one region or one body only, and whatever is decided after August 2026."""
