"""How long a certificate of an authority is good for."""

from __future__ import annotations

from datetime import date

from dure.engine.law.dated import Parameter, Period

TAX_CLEARANCE_DAYS = Parameter(
    "tax_clearance_days",
    "days from the day of issue",
    (
        Period(
            date(2016, 1, 1),
            None,
            30,
            "국세징수법 시행령, 지방세징수법 시행령 (납세증명서의 유효기간: 발급일부터 30일)."
            " 조문 번호는 개정마다 달라 원문과 대조해야 함",
        ),
    ),
)
