"""How long is kept who looked at personal data (접속기록).

개인정보의 안전성 확보조치 기준 제8조: one year at least; two years where a system handles the data of 50,000
people or more, or unique identifiers or sensitive data. This service is made for more people than that, so
the longer one is the value; whether a single installation stays below is not asked.
"""

from __future__ import annotations

from datetime import date

from dure.engine.law.dated import Parameter, Period

ACCESS_LOG_MONTHS = Parameter(
    "access_log_months",
    "months, at least",
    (
        Period(
            date(2016, 9, 1),
            date(2019, 6, 7),
            6,
            "개인정보의 안전성 확보조치 기준(행정자치부고시 제2016-35호) 제8조제1항",
        ),
        Period(
            date(2019, 6, 7),
            None,
            24,
            "개인정보의 안전성 확보조치 기준(개인정보보호위원회고시) 제8조제1항 단서",
        ),
    ),
)
"""Not among the parameters that rules read: it decides nothing about applicants."""
