"""Figures of money that is taken back (환수): interest on what is late, instalments, and bans (참여제한).

What a subsidy may be charged with beside stands in ``sanctions.py``. That other public money than subsidies
of the state is collected by the same rules is assumed.
"""

from __future__ import annotations

from datetime import date

from dure.engine.law.dated import Parameter, Period

_ASSUMED = "반환금에도 국세 강제징수의 예를 따른다고 가정. 원문과 대조해야 함"
_LATE = "보조금 관리에 관한 법률 제33조의3, 국세기본법 제47조의4, 시행령 제27조의4"
_RATE = "국세기본법 시행령 제43조의3, 시행규칙 제19조의3 (국세환급가산금 이자율)"
_INSTALMENT_ASSUMED = "분할납부에도 이 이율을 쓴다고 가정. 원문과 대조해야 함"

LATE_PER_DAY = Parameter(
    "recovery_late_per_day",
    "parts of 100,000 of what is late, a day",
    (
        Period(
            date(2019, 2, 12), date(2022, 2, 15), 25,
            f"{_LATE} (1일 10만분의 25). {_ASSUMED}",
        ),
        Period(
            date(2022, 2, 15), None, 22,
            f"{_LATE} (1일 10만분의 22). {_ASSUMED}",
        ),
    ),
)  # fmt: skip
LATE_DAYS_MOST = Parameter(
    "recovery_late_days_most",
    "days, at most",
    (
        Period(
            date(2019, 2, 12), None, 1_825, f"국세기본법 제47조의4제7항 (5년을 넘는 기간은 제외). {_ASSUMED}"
        ),
    ),
)
INSTALMENT_RATE_BP = Parameter(
    "recovery_instalment_rate_bp",
    "basis points of what is left, a year",
    (
        Period(date(2021, 3, 16), date(2023, 3, 20), 120, f"{_RATE}: 연 1.2 %. {_INSTALMENT_ASSUMED}"),
        Period(date(2023, 3, 20), date(2024, 3, 22), 290, f"{_RATE}: 연 2.9 %. {_INSTALMENT_ASSUMED}"),
        Period(date(2024, 3, 22), date(2025, 3, 21), 350, f"{_RATE}: 연 3.5 %. {_INSTALMENT_ASSUMED}"),
        Period(date(2025, 3, 21), None, 310, f"{_RATE}: 연 3.1 %. {_INSTALMENT_ASSUMED}"),
    ),
)
INSTALMENTS_MOST = Parameter(
    "recovery_instalments_most",
    "monthly instalments, at most",
    (
        Period(
            date(2021, 1, 1),
            None,
            9,
            "국세징수법 제13조, 시행령 제12조 (납부기한 연장과 분납: 9개월 이내). "
            "반환금에도 같다고 가정. 원문과 대조해야 함",
        ),
    ),
)
DUE_DAYS = Parameter(
    "recovery_due_days",
    "days from the demand, at most",
    (
        Period(
            date(2021, 1, 1),
            None,
            30,
            "국세징수법 제6조 (납부고지: 고지하는 날부터 30일 이내의 기한). "
            "반환금에도 같다고 가정. 원문과 대조해야 함",
        ),
    ),
)
BAN_YEARS_MOST = Parameter(
    "recovery_ban_years_most",
    "years, at most",
    (
        Period(
            date(2016, 4, 29),
            None,
            5,
            "보조금 관리에 관한 법률 제31조의2 (수행 배제와 지급 제한: 5년의 범위). "
            "시행일은 원문과 대조해야 함",
        ),
    ),
)
ALL = (
    LATE_PER_DAY,
    LATE_DAYS_MOST,
    INSTALMENT_RATE_BP,
    INSTALMENTS_MOST,
    DUE_DAYS,
    BAN_YEARS_MOST,
)
