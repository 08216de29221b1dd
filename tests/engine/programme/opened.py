"""A call whose credit whoever applies is granted, as a file."""

from __future__ import annotations

MESSAGES, EACH = "messages-2025", 300_000


def file(granted_by: str = "submission", waiting: int = 0, documents: str = "", more: str = "") -> str:
    return f"""\
format: 1
id: {MESSAGES}
title: {{ko: 메시지 지원 2025, en: Message support 2025}}
year: 2025
window:
  opens_at: "2025-03-18T09:00:00+09:00"
  closes_at: "2025-04-18T18:00:00+09:00"
reference_day: 2025-03-18
executors:
  - {{id: acorn, name: {{ko: 도토리마켓, en: Acorn Market}}}}
eligibility:
  - id: small_merchant
    rule: small_merchant()
    reason: {{ko: 소상공인이어야 합니다., en: A small merchant.}}
{documents}stages: []
benefits:
  - id: credit
    kind: voucher_credit
    title: {{ko: 메시지 지원금, en: Message credit}}
    fund: support
    amount_won: {EACH}
    metered_in: {{ko: 메시지 1건, en: One message}}
    unit_won: 15
    expires_after_days: 90
    open: {{granted_by: {granted_by}, line: main, waiting: {waiting}}}
funds:
  - id: support
    title: {{ko: 지원금, en: Support}}
    sources:
      - {{id: government, title: {{ko: 국비, en: Government}}, kind: government, total_won: 70000000}}
      - {{id: province, title: {{ko: 지방비, en: Province}}, kind: local_government, total_won: 30000000}}
    lines:
      - {{id: main, title: {{ko: 직접 지원, en: Direct support}}, total_won: 100000000}}
rights: {{withdraw: true}}
{more}"""


DOCUMENT = """\
documents:
  - {id: certificate, title: {ko: 사업자등록증, en: Registration}}
"""
