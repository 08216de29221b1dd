"""A programme whose rules ask beside the profile: questions, and support in the small programme before it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.domains.builders import published
from tests.domains.drafts import complete, drafted
from tests.domains.selecting import SMALL, TOLD, applicant

from dure.domains.applications.models import Application
from dure.domains.merchants.models import Merchant
from dure.domains.programmes.models import ProgrammeVersion

ASKING = "second-2025"
FILE = f"""\
format: 1
id: {ASKING}
title: {{ko: 두 번째 지원 2025, en: Second support 2025}}
year: 2025
window:
  opens_at: "2025-05-01T09:00:00+09:00"
  closes_at: "2025-06-18T18:00:00+09:00"
reference_day: 2025-05-01
executors:
  - {{id: acorn, name: {{ko: 도토리마켓, en: Acorn Market}}}}
eligibility:
  - id: new_here
    rule: NOT supported_in('{SMALL}')
    reason: {{ko: 작은 탑스 2025에 선정되지 않아야 합니다., en: Not selected in Small TOPS 2025.}}
  - id: some_shops
    rule: answer.shops >= 2
    reason: {{ko: 점포가 둘 이상이어야 합니다., en: Two shops or more.}}
  - id: little
    rule: total_support_won(36) < 10000000 OR answer.owed
    reason: {{ko: 받은 지원이 적거나 빚이 있어야 합니다., en: Little support or debt.}}
questions:
  - id: shops
    title: {{ko: 점포는 몇 곳입니까?, en: How many shops?}}
    kind: whole_number
    required: false
  - {{id: owed, title: {{ko: 빚이 있습니까?, en: Is there debt?}}, kind: yes_no, required: false}}
stages:
  - id: first
    title: {{ko: 1단계, en: Stage 1}}
    quota: {{total: 4, per_executor: 4}}
    set_asides:
      - id: owing
        title: {{ko: 빚이 있는 곳, en: Owing}}
        share_bp: 2500
        rule: answer.owed AND NOT supported_in('{SMALL}')
rights: {{withdraw: true, supplement_days: 7}}
"""


def asking(text: str = FILE) -> ProgrammeVersion:
    """Return the programme that asks, as published."""
    return published(text.encode(), TOLD)


def merchant_of(n: int) -> Merchant:
    """Return the merchant of one of the small programme's applicants, with what it needs to apply."""
    found = Application.objects.get(programme=SMALL, application_no__endswith=f"{n:06d}").merchant
    return complete(found)


def draft_of(n: int, answers: Mapping[str, Any], programme: str = ASKING) -> Application:
    """Return a draft of one of them with answers to the questions."""
    return drafted(
        applicant(n),
        merchant_of(n),
        choices=("acorn",),
        files=(),
        now=TOLD,
        programme=programme,
        documents={},
        consents={},
        questions={name: [value] for name, value in answers.items()},
    )
