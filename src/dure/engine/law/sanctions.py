"""What may be charged beside the money paid back, where a subsidy was got or used wrongly (제재부가금)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from dure.engine.law.dated import Parameter, Period

SUBSIDY_SURCHARGE_BP: Parameter[Mapping[str, int]] = Parameter(
    "subsidy_surcharge_bp",
    "basis points of the subsidy to be paid back, at most, by cause",
    (
        Period(
            date(2016, 4, 29),
            None,
            MappingProxyType(
                {"false_claim": 50_000, "misuse": 30_000, "breach": 20_000, "not_qualified": 10_000}
            ),
            "보조금 관리에 관한 법률 제33조의2와 시행령 (2016-04-28 국무회의 의결 보도: 거짓·부정 5배,"
            " 다른 용도 3배, 법령·처분 위반 2배, 요건 미충족 1배). 시행일은 원문과 대조해야 함",
        ),
    ),
)
"""``false_claim`` 거짓이나 부정한 방법, ``misuse`` 다른 용도, ``breach`` 위반, ``not_qualified`` 요건 미충족.

Whether and how much is charged is decided by the authority.
"""
