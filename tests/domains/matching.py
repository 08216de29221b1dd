"""A programme with two pairings, merchants with places and diagnoses, and providers of every state."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from tests.domains.builders import application, merchant, published, signed_up
from tests.domains.diagnosing import with_forms
from tests.domains.people import NOW, person

from dure.domains.accounts.actors import SignedActor, actor_of
from dure.domains.applications.models import Application
from dure.domains.diagnosis.models import DiagnosisSheet
from dure.domains.matching.models import Match, MatchRound, Provider
from dure.domains.matching.profiles import Profile
from dure.domains.matching.services.decide_provider import decide_provider
from dure.domains.matching.services.plan_round import plan_round
from dure.domains.matching.services.propose_round import propose_round
from dure.domains.matching.services.register_provider import register_provider
from dure.domains.matching.services.save_wish import Sought, save_wish
from dure.domains.selection.models import Place, Selection
from dure.domains.uploads.models import StoredFile

PROGRAMME, SELLER, TUTOR = "tops-2025", "seller", "tutor"
PAIRINGS = """
pairings:
  - id: seller
    title: {ko: 전담셀러 매칭, en: Pairing with sellers}
    paired_with: seller
    merchants_each: 2
    way: online.seller
    answered_within_days: 7
    criteria:
      - {id: skills, compares: skills, points: 400, needed: true, title: {ko: 할 일, en: Skills}}
      - {id: near, compares: region, points: 300, title: {ko: 가까운 곳, en: Nearness}}
      - {id: words, compares: text, points: 200, title: {ko: 글, en: Texts}}
      - {id: female, merchant: owner_female, provider: "contains(skills, 'branding')", points: 100,
         title: {ko: 여성 대표, en: Led by a woman}}
  - id: tutor
    title: {ko: 튜터 파견, en: Dispatch of tutors}
    paired_with: tutor
    by: agency
    ranked_by: both_sides
    criteria:
      - {id: near, compares: region, points: 100, title: {ko: 가까운 곳, en: Nearness}}
"""
PROFILE = Profile(
    introduction="상세페이지와 사진을 만들어 대신 판매합니다.",
    skills=("detail_page", "sell_for_merchant"),
    industries=("47",),
    languages=("ko",),
    region="51110",
    reach="nation",
    regions=(),
    capacity=2,
    price_won=300_000,
    listed=True,
)
SOUGHT = Sought(skills=("detail_page",), text="상세페이지 사진이 필요합니다", budget_won=500_000)


def seller_case(count: int = 2) -> tuple[SignedActor, list[Application]]:
    """Return who acts for the first of some accepted merchants whose way to a seller is open, and all."""
    owner = signed_up("owner@test.example")
    version = published(with_forms() + PAIRINGS.encode())
    rows = [
        application(merchant(n, owner=owner if n == 1 else None), version, n=n, state="accepted")
        for n in range(1, count + 1)
    ]
    for row in rows:
        beginner(row)
    return owner, rows


def beginner(of: Application) -> None:
    """Let a merchant be diagnosed a beginner."""
    DiagnosisSheet.objects.create(
        programme=of.programme, version=of.version, form="online", form_hash="0" * 64, application=of,
        filled_by="merchant", state="handed_in", answers={"has_page": False, "photos": 2, "orders": 20},
        score_low=15_500, score_high=15_500, level="beginner", counts=True, revision=1, begun_at=NOW,
        changed_at=NOW, handed_in_at=NOW,
    )  # fmt: skip


def provider(email: str = "seller@test.example", *, approve: bool = True, **more: Any) -> Provider:
    """Return a provider, approved by an officer unless it is not to be."""
    kind = more.pop("kind", SELLER)
    profile = Profile(**{**{name: getattr(PROFILE, name) for name in Profile.__slots__}, **more})
    made = register_provider(
        actor=signed_up(email), now=NOW, kind=kind, name_ko="해솔(가상)", name_en="Haesol", profile=profile
    )
    if approve:
        decide_provider(actor=person(), now=NOW, provider_id=made, approve=True)
    return Provider.objects.select_related("organisation").get(pk=made)


def seller(email: str = "seller@test.example") -> SignedActor:
    """Return who acts for a provider, with the role."""
    return actor_of(signed_up(email).user_id or 0, NOW)


def wished(owner: SignedActor, row: Application, sought: Sought = SOUGHT) -> None:
    save_wish(actor=owner, now=NOW, application_id=row.pk, pairing=SELLER, sought=sought)


def planned(pairing: str = SELLER, key: str = "k", now: datetime = NOW) -> MatchRound:
    """Return a round that an officer has planned."""
    made = plan_round(actor=person(), now=now, programme=PROGRAMME, pairing=pairing, key=key)
    return MatchRound.objects.get(pk=made)


def proposed(pairing: str = SELLER, key: str = "k", now: datetime = NOW) -> list[Match]:
    """Return the matches of a round that an officer has planned and proposed."""
    made = planned(pairing, key, now)
    propose_round(actor=person(), now=now, round_id=made.pk)
    return list(Match.objects.filter(round=made).order_by("pk"))


def matched() -> tuple[SignedActor, SignedActor, Match]:
    """Return who acts for the merchant, who for the provider, and the match that is proposed to both."""
    owner, rows = seller_case(1)
    provider()
    wished(owner, rows[0])
    (one,) = proposed()
    return owner, seller(), one


LATER = NOW + timedelta(days=9)
"""After the time to answer is over."""

BY_EXECUTORS = PAIRINGS.replace(
    "    paired_with: seller\n", "    paired_with: seller\n    run_by: executor\n    stage: consult\n"
)


def placed(rows: Sequence[Application], executor: str) -> list[Place]:
    """Return the places that merchants hold at an executor's first stage."""
    inputs = StoredFile.objects.create(
        purpose="selection", name="x", size=1, sha256="0" * 64, content_type="text/csv", state="clean",
        uploaded_at=NOW,
    )  # fmt: skip
    earlier = Selection.objects.filter(programme=PROGRAMME, stage="consult").first()
    of = earlier or Selection.objects.create(
        programme=PROGRAMME, version=rows[0].version, stage="consult", seed="s", inputs=inputs,
        decisions_sha256="0" * 64, proposed_at=NOW, proposed_reason="why",
    )  # fmt: skip
    return [
        Place.objects.create(
            selection=of, programme=PROGRAMME, stage="consult", application=row, executor=executor,
            seat="open", state="accepted", offered_at=NOW,
        )
        for row in rows
    ]  # fmt: skip


def staff(code: str) -> SignedActor:
    """Return staff of an executor of the programme."""
    return person("executor_staff", email=f"{code}@test.example", kind="executor", code=code)


def executors_case(acorn: int = 2, otter: int = 1) -> list[Application]:
    """Return merchants placed with two executors that run the pairing themselves, acorn's first."""
    version = published(with_forms() + BY_EXECUTORS.encode())
    rows = [
        application(merchant(n), version, n=n, state="accepted", choices=("acorn", "otter"))
        for n in range(1, acorn + otter + 1)
    ]
    for row in rows:
        beginner(row)
    placed(rows[:acorn], "acorn")
    if otter:
        placed(rows[acorn:], "otter")
    return rows


def planned_by(code: str, key: str = "k", now: datetime = NOW) -> MatchRound:
    """Return a round that staff of an executor have planned."""
    made = plan_round(actor=staff(code), now=now, programme=PROGRAMME, pairing=SELLER, key=key, executor=code)
    return MatchRound.objects.get(pk=made)
