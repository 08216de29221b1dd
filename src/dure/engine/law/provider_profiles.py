"""How long the profile of a provider is kept that no programme keeps.

개인정보 보호법 제21조 has personal data destroyed once not needed any more, 제30조 the privacy policy
tell until when that is; neither names a number. The value here is the one that the policy must tell; another
one is another period.
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
