"""How long a business must have run for a title: hundred-year store (백년가게), master maker (명문소공인)."""

from __future__ import annotations

from datetime import date

from dure.engine.law.dated import Parameter, Period

_BEGAN = date(2018, 1, 1)
"""The ministry began both in 2018; the act on 백년소상공인 came later and left the years as they were."""

HUNDRED_YEAR_STORE_YEARS = Parameter(
    "hundred_year_store_years",
    "completed years in business, at least",
    (
        Period(
            _BEGAN,
            None,
            30,
            "중소벤처기업부 백년가게 지정 기준(업력 30년 이상), 소상공인 보호 및 지원에 관한 법률의"
            " 백년소상공인 법제화 보도 2024. 고시 원문과 대조해야 함",
        ),
    ),
)

MASTER_MAKER_YEARS = Parameter(
    "master_maker_years",
    "completed years in business, at least",
    (
        Period(
            _BEGAN,
            None,
            15,
            "중소벤처기업부 명문소공인(백년소공인) 지정 기준(제조업, 업력 15년 이상), 백년소상공인 법제화"
            " 보도 2024. 고시 원문과 대조해야 함",
        ),
    ),
)
"""Or a skill that is worth preserving, which is judged and no figure."""
