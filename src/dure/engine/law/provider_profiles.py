"""How long the profile of a provider is kept that no programme keeps.

개인정보 보호법 제21조제1항 has personal data destroyed without delay once not needed any more, its
시행령 제16조 says how, and 제30조 has the privacy policy tell until when data are kept. None of them names a
number of months, and none asks that people are told before. Both values here are settings of this service,
which the policy must tell; another one is another period.
"""

from __future__ import annotations

from datetime import date

from dure.engine.law.dated import Parameter, Period

PROVIDER_PROFILE_MONTHS = Parameter(
    "provider_profile_months",
    "months after the last change",
    (
        Period(
            date(2023, 9, 15),
            None,
            12,
            "개인정보 보호법 제21조제1항, 제30조제1항제2호: 처리방침에서 정하는 보유기간",
        ),
    ),
)
"""Not among the parameters that rules read: it decides nothing about applicants."""

PROVIDER_PROFILE_WARNING_DAYS = Parameter(
    "provider_profile_warning_days",
    "days before a profile is destroyed",
    (
        Period(
            date(2023, 9, 15),
            None,
            28,
            "운영 기준: 법령에 파기 전 안내 의무나 기간은 없음(개인정보 보호법 제21조, 시행령 제16조)",
        ),
    ),
)
"""So long before the day a provider is told, and can keep the profile."""
