"""Support of many kinds in the demo: granted, in use, evidenced, closed, expired and cancelled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from dure.domains.accounts.actors import SYSTEM, SignedActor
from dure.domains.applications.queries_own import my_applications
from dure.domains.applications.services.screen import screen
from dure.domains.benefits.queries import Asked, Grant, benefit_case, grants, plan_of
from dure.domains.benefits.services.decide_device import decide_device
from dure.domains.benefits.services.decide_use import decide_use
from dure.domains.benefits.services.end_grant import end_grant
from dure.domains.benefits.services.expire_grants import expire_grants
from dure.domains.benefits.services.grant_benefit import grant_benefit
from dure.domains.benefits.services.install_device import Installed, install_device
from dure.domains.benefits.services.plan_use import plan_use
from dure.domains.benefits.services.report_use import Used, report_use
from dure.domains.funds.services.allot_money import allot_money
from dure.domains.merchants.queries import my_merchants
from dure.domains.programmes.services.publish import publish_programme
from dure.domains.programmes.services.upload import upload_programme
from dure.domains.selection.services.confirm_selection import confirm_selection
from dure.domains.selection.services.propose_selection import propose_selection
from dure.domains.selection.services.publish_selection import publish_selection
from dure.service.demo.money import proof
from dure.service.demo.scene import at, bring_in, decide

FILE = Path(__file__).with_name("magpie-2025.yaml")
PROGRAMME, STAGE = "magpie-2025", "alley"
SHOPS = range(371, 381)
"""Those who came with a list, beside the two businesses that one can sign in for."""
_ALLOTTED = {
    ("support", "government"): {"direct": 28_000_000, "running": 7_000_000},
    ("support", "province"): {"direct": 12_000_000, "running": 3_000_000},
    ("premiums", "public"): {"": 2_000_000},
    ("premiums", "platform"): {"": 1_000_000},
}
_OF_A_LINE = ("ads", "kiosk", "market", "coupons", "messages")
_GRANTED = (*_OF_A_LINE, "advice", "title", "guarantee", "loan", "storm")


def load_grants(officer: SignedActor, second: SignedActor, merchants: Sequence[SignedActor]) -> None:
    """Run a programme of support to where each kind of benefit stands at another step."""
    begun = at("2025-01-27T10:00:00")
    version = upload_programme(actor=officer, now=begun, raw=FILE.read_bytes()).version_id
    publish_programme(actor=officer, now=begun, version_id=version, reason="시연용 사업을 공고합니다.")
    numbers = [int(my_merchants(who)[0].name.rsplit(" ", 1)[1]) for who in merchants]
    bring_in(officer, at("2025-02-26T14:00:00"), PROGRAMME, [*numbers, *SHOPS], 0, ())
    screen(actor=officer, now=at("2025-03-03T10:00:00"), programme=PROGRAMME, key=f"demo/{PROGRAMME}")
    decide(officer, at("2025-03-03T15:00:00"), PROGRAMME)
    _selected(officer, second)
    for (fund, source), by_line in _ALLOTTED.items():
        allot_money(
            actor=officer, now=at("2025-03-05T10:00:00"), programme=PROGRAMME, fund=fund, source=source,
            year=0, won_by_line=by_line, reason="2025년 사업비 교부 결정", key=f"demo-{fund}-{source}",
        )  # fmt: skip
    for benefit in _GRANTED:
        _grant(officer, benefit)
    first, other = merchants[:2]
    _advised(second, first, 1)
    _advised(second, other, 2)
    _installed(second, first)
    _sent_messages(second, first)
    expire_grants(actor=SYSTEM, now=at("2025-03-21T00:20:00"))
    end_grant(
        actor=second, now=at("2025-03-21T10:00:00"), grant_id=grant_of(officer, other, "advice").pk,
        cancelled=False, reason="상담 2회를 모두 마쳤습니다.",
    )  # fmt: skip
    _cancel_one(officer, [*merchants[:2]])


def grant_of(officer: SignedActor, who: SignedActor, benefit: str) -> Grant:
    """Return the grant of a benefit that a merchant one can sign in for has."""
    mine = {one.pk for one in my_applications(who) if one.programme == PROGRAMME}
    return next(one for one in grants(officer, PROGRAMME, benefit) if one.application_id in mine)


def _selected(officer: SignedActor, second: SignedActor) -> None:
    selection = propose_selection(
        actor=officer, now=at("2025-03-04T10:00:00"), programme=PROGRAMME, stage=STAGE,
        reason="요건을 갖춘 가게를 모두 지원합니다.", key="demo",
    )  # fmt: skip
    confirm_selection(
        actor=second, now=at("2025-03-04T15:00:00"), selection_id=selection, reason="대상을 확인했습니다."
    )
    publish_selection(actor=officer, now=at("2025-03-05T09:00:00"), selection_id=selection)


def _grant(officer: SignedActor, benefit: str) -> None:
    now = at("2025-03-06T10:00:00")
    asked = Asked(STAGE, line="direct" if benefit in _OF_A_LINE else "")
    shown = plan_of(benefit_case(PROGRAMME, benefit), asked, now.date())
    grant_benefit(
        actor=officer, now=now, programme=PROGRAMME, benefit=benefit, asked=asked,
        fingerprint=shown.plan.fingerprint, reason="선정 결과에 따라 지원합니다.", key="demo",
    )  # fmt: skip


def _advised(officer: SignedActor, who: SignedActor, times: int) -> None:
    """Let an adviser of the agency come so many times of two; the next visit is planned."""
    one = grant_of(officer, who, "advice")
    for n in range(times):
        use = report_use(
            actor=officer, now=at(f"2025-03-{12 + 4 * n}T17:00:00"), grant_id=one.pk,
            used=Used(date(2025, 3, 12 + 4 * n), f"{n + 1}회차 매장 진단과 상품 배치 상담"),
        )  # fmt: skip
        decide_use(actor=who, now=at(f"2025-03-{13 + 4 * n}T09:00:00"), use_id=use, name="confirm")
    if times < 2:
        plan_use(
            actor=officer, now=at("2025-03-20T10:00:00"), grant_id=one.pk, at=at("2025-03-27T14:00:00"),
            what="2회차 온라인 판매 상담",
        )  # fmt: skip


def _installed(officer: SignedActor, who: SignedActor) -> None:
    """Let a kiosk be installed, proved and accepted."""
    device = install_device(
        actor=who, now=at("2025-03-18T11:00:00"), grant_id=grant_of(officer, who, "kiosk").pk,
        installed=Installed("무인 주문기 K1(가상)", "MAGPIE-0001", date(2025, 3, 17)),
        files={"after": ("after.pdf", proof(92_001)), "serial": ("serial.pdf", proof(92_002))},
    )  # fmt: skip
    decide_device(actor=officer, now=at("2025-03-19T10:00:00"), device_id=device, name="accept")


def _sent_messages(officer: SignedActor, who: SignedActor) -> None:
    """Let messages to regulars be sent of the credit: 1,200 are confirmed, as many more wait for it."""
    one = grant_of(officer, who, "messages")
    for day, units, confirmed in ((14, 1_200, True), (21, 2_400, False)):
        use = report_use(
            actor=officer, now=at(f"2025-03-{day}T18:00:00"), grant_id=one.pk,
            used=Used(date(2025, 3, day), f"단골 소식 문자 {units:,}건 발송", units),
        )  # fmt: skip
        if confirmed:
            decide_use(actor=who, now=at(f"2025-03-{day + 1}T09:00:00"), use_id=use, name="confirm")


def _cancel_one(officer: SignedActor, but: Sequence[SignedActor]) -> None:
    """Cancel one grant of advertising costs; not of the businesses that one can sign in for."""
    own = {one.pk for who in but for one in my_applications(who)}
    found = next(
        one for one in grants(officer, PROGRAMME, "ads").order_by("-pk") if one.application_id not in own
    )
    end_grant(
        actor=officer, now=at("2025-03-21T15:00:00"), grant_id=found.pk, cancelled=True,
        reason="휴업으로 광고를 하지 않겠다고 알려 왔습니다.",
    )  # fmt: skip
