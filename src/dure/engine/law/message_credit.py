"""Message credit (채널 메시지 지원금): what one merchant gets at most."""

from __future__ import annotations

from datetime import date

from dure.engine.law.dated import Parameter, Period

MESSAGE_CREDIT_WON = Parameter(
    "message_credit_won",
    "KRW for each merchant who applies, at most",
    (
        Period(
            date(2025, 1, 1),
            None,
            300_000,
            "도시 단위 단골 프로젝트 보도 2025: 신청한 소상공인마다 채널 메시지 비용 최대 30만 원",
        ),
    ),
)
