"""Storm-and-flood insurance (풍수해보험) of small merchants: what is covered at most."""

from __future__ import annotations

from datetime import date

from dure.engine.law.dated import Parameter, Period

STORM_COVER_WON = Parameter(
    "storm_insurance_cover_won",
    "KRW, at most",
    (
        Period(
            date(2022, 1, 1),
            None,
            90_000_000,
            "음식점 풍수해보험 무상 가입 보도 2022–2023: 가입한 날부터 1년 동안 최대 9천만 원."
            " 상가·공장·재고자산별 가입 한도는 풍수해보험법에 따른 약관이 따로 정함",
        ),
    ),
)
