"""The rate of value-added tax (부가가치세), dated, with its source."""

from __future__ import annotations

from datetime import date

from dure.engine.law.dated import Parameter, Period

VAT_RATE_BP = Parameter(
    "vat_rate_bp",
    "basis points of the value of supply",
    (Period(date(2013, 7, 1), None, 1_000, "부가가치세법 제30조 (2013-07-01 전부개정 시행: 세율 10 %)"),),
)
