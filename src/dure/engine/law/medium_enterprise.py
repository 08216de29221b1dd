"""Up to which sales a business is a small or medium enterprise (중소기업) whatever its industry."""

from __future__ import annotations

from datetime import date

from dure.engine.law.dated import Parameter, Period

_RAISED = date(2025, 9, 1)

LOWEST_CEILING = Parameter(
    "sme_sales_ceiling_lowest",
    "KRW of mean annual sales, inclusive",
    (
        Period(
            date(2015, 1, 1),
            _RAISED,
            40_000_000_000,
            "중소기업기본법 시행령 별표 1 (업종별 400억–1,500억 원 이하, 다섯 구간) 가운데 가장 낮은 값",
        ),
        Period(
            _RAISED,
            None,
            40_000_000_000,
            "중소기업기본법 시행령 별표 1 (2025-09-01 시행: 업종별 400억–1,800억 원 이하, 일곱 구간이라고"
            " 보도됨) 가운데 가장 낮은 값",
        ),
    ),
)
"""The lowest of the ceilings by industry: up to it the size of sales excludes nobody.

Whoever sells more shows the certificate (중소기업확인서); the ceilings by industry are not in these tables.
"""
