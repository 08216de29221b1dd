"""What tests of benefits need: a programme with a fund and benefits of each kind, and holders of places."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from tests.domains.builders import application, merchant, published, signed_up
from tests.domains.people import person

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.models import Application
from dure.domains.benefits.file import benefit_case
from dure.domains.benefits.granting import Asked, Planned, plan_of
from dure.domains.benefits.models import Grant
from dure.domains.benefits.services.grant_benefit import grant_benefit
from dure.domains.funds.accounts import standings
from dure.domains.funds.services.allot_money import allot_money
from dure.domains.selection.models import Decision, Place, Selection
from dure.domains.uploads.models import StoredFile
from dure.engine.law.deadlines import day_of

GRANTS, FUND = "grants-2025", "support"
THEN = datetime.fromisoformat("2025-06-02T10:00:00+09:00")
"""A Monday after the results."""
TODAY = day_of(THEN)
FILE = f"""\
format: 1
id: {GRANTS}
title: {{ko: 지원 시험 2025, en: Support trial 2025}}
year: 2025
window:
  opens_at: "2025-03-18T09:00:00+09:00"
  closes_at: "2025-04-18T18:00:00+09:00"
reference_day: 2025-03-18
executors:
  - {{id: acorn, name: {{ko: 도토리마켓, en: Acorn Market}}}}
  - {{id: otter, name: {{ko: 수달라이브, en: Otter Live}}}}
eligibility:
  - id: small_merchant
    rule: small_merchant()
    reason: {{ko: 소상공인이어야 합니다., en: A small merchant.}}
stages:
  - id: first
    title: {{ko: 1단계, en: Stage 1}}
    quota: {{total: 40, per_executor: 20}}
    benefits: [ads, consulting, device, title, photos, exhibition, discount]
benefits:
  - id: ads
    kind: subsidy
    title: {{ko: 광고비 지원, en: Advertising costs}}
    fund: {FUND}
    ceiling_won: 3000000
    own_share_bp: 1000
    cost_types: [{{ko: 광고비, en: Advertising}}]
  - id: consulting
    kind: service
    title: {{ko: 맞춤 상담, en: Consulting}}
    provided_by: executor
    fund: {FUND}
    sessions: 2
    session_won: 200000
  - id: device
    kind: equipment
    title: {{ko: 무인 주문기, en: Order kiosk}}
    provided_by: provider
    fund: {FUND}
    amount_won: 1500000
    count: 3
    installed_within_days: 60
    used_for_months: 24
    evidence:
      - {{id: after, title: {{ko: 설치 뒤 사진, en: Photograph after}}, kind: photo_after}}
      - {{id: serial, title: {{ko: 일련번호, en: Serial number}}, kind: serial_number}}
      - {{id: record, title: {{ko: 사용 기록, en: Record of use}}, kind: use_record}}
  - id: title
    kind: designation
    title: {{ko: 올해의 가게, en: Shop of the year}}
    provided_by: agency
    valid_months: 36
  - id: photos
    kind: service
    title: {{ko: 메뉴 사진, en: Menu photographs}}
    recipients: 2
    sessions: 1
    only_for: employees < 2
  - id: exhibition
    kind: placement
    title: {{ko: 기획전, en: Exhibition}}
    slots: 2
    allocated_by: lot
  - id: discount
    kind: fee_relief
    title: {{ko: 수수료 할인, en: Fee discount}}
    fee: {{ko: 판매 수수료, en: Sales fee}}
    relief_bp: 3000
    months: 3
funds:
  - id: {FUND}
    title: {{ko: 지원금, en: Support}}
    sources:
      - {{id: government, title: {{ko: 국비, en: Government}}, kind: government, total_won: 70000000}}
      - {{id: province, title: {{ko: 지방비, en: Province}}, kind: local_government, total_won: 30000000}}
    lines:
      - {{id: main, title: {{ko: 직접 지원, en: Direct support}}, total_won: 100000000}}
rights: {{withdraw: true}}
"""


def with_needs(text: str) -> str:
    """Return a file with what this version does not run yet under ``needs``."""
    from dure.engine.programme import load
    from dure.engine.programme.capabilities import CAPABILITIES, unmet_needs

    every = text + f"needs: [{', '.join(CAPABILITIES)}]\n"
    lacks = unmet_needs(load(every.encode()).programme)
    return text + (f"needs: [{', '.join(lacks)}]\n" if lacks else "")


def officer(name: str = "grants") -> SignedActor:
    return person("officer", email=f"{name}@test.example")


def owner(n: int) -> SignedActor:
    return signed_up(f"holder{n}@test.example")


def staff(executor: str = "acorn") -> SignedActor:
    return person("executor_staff", email=f"{executor}@test.example", kind="executor", code=executor)


def held(
    count: int = 4, facts: Mapping[int, Mapping[str, Any]] | None = None, text: str = FILE
) -> list[Application]:
    """Return accepted applications that hold places of the first stage, the lower the number the better."""
    version = published(with_needs(text).encode())
    file = StoredFile.objects.create(
        id=uuid.uuid4(), purpose="bundle", name="x.zip", size=1, sha256="0" * 64,
        content_type="application/zip", state="clean", uploaded_at=THEN,
    )  # fmt: skip
    selection = Selection.objects.create(
        programme=GRANTS, version=version, stage="first", state="published", seed="spring", inputs=file,
        bundle=file, decisions_sha256="0" * 64, second_officer=False, proposed_at=THEN, proposed_reason="x",
        published_at=THEN, public_from=THEN,
    )  # fmt: skip
    made = []
    for n in range(1, count + 1):
        one = application(
            merchant(n, owner=owner(n), **dict((facts or {}).get(n, {}))), version, n=n, state="accepted",
            choices=("acorn", "otter"), verdict="eligible",
        )  # fmt: skip
        executor = "acorn" if n % 2 else "otter"
        Decision.objects.create(
            selection=selection, application=one, application_no=one.application_no, decision="selected",
            executor=executor, rank=n, reason="within_quota",
        )  # fmt: skip
        Place.objects.create(
            selection=selection, programme=GRANTS, stage="first", application=one, executor=executor,
            seat="open", state="accepted", offered_at=THEN,
        )  # fmt: skip
        made.append(one)
    return made


def with_money(won: int = 20_000_000) -> None:
    """Bring seven and three tenths of an amount from government and province."""
    for source, part in (("government", won * 7 // 10), ("province", won - won * 7 // 10)):
        allot_money(
            actor=officer(), now=THEN, programme=GRANTS, fund=FUND, source=source, year=0,
            won_by_line={"main": part}, reason="교부 결정", key=source,
        )  # fmt: skip


def planned(benefit: str, **asked: Any) -> Planned:
    return plan_of(benefit_case(GRANTS, benefit), Asked("first", **_line(benefit), **asked), TODAY)


def _line(benefit: str) -> dict[str, str]:
    return {"line": "main"} if benefit_case(GRANTS, benefit).benefit.fund else {}


def granted(
    benefit: str,
    key: str = "k",
    who: SignedActor | None = None,
    now: datetime = THEN,
    as_far: bool = False,
    **asked: Any,
) -> int:
    """Grant a benefit to everybody who can have it."""
    wanted = Asked("first", **_line(benefit), **asked)
    return grant_benefit(
        actor=who or officer(), now=now, programme=GRANTS, benefit=benefit, asked=wanted,
        fingerprint=planned(benefit, **asked).plan.fingerprint,
        reason="선정 결과에 따른 지원", key=key, as_far_as_it_goes=as_far,
    )  # fmt: skip


def grant_of(n: int, benefit: str) -> Grant:
    return Grant.objects.get(
        benefit=benefit,
        application__application_no__endswith=f"{n:06d}",
        state__in=("granted", "in_use", "evidenced"),
    )


def line_left() -> dict[str, int]:
    """Return what is free on the budget line, by source."""
    found = standings(GRANTS, FUND, ("line",))
    return {place.source: one.free for place, one in found.items()}


def entitled(n: int, benefit: str) -> dict[str, int]:
    """Return what is free of an entitlement, by source."""
    pk = Application.objects.get(programme=GRANTS, application_no__endswith=f"{n:06d}").pk
    found = standings(GRANTS, FUND, ("entitlement",), [pk])
    return {place.source: one.free for place, one in found.items() if place.benefit == benefit}


def day(text: str) -> date:
    return date.fromisoformat(text)
