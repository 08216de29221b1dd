"""Providers of the small programme, a first round that waits for answers, and an executor's plan."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.queries_own import my_applications
from dure.domains.matching.profiles import Profile
from dure.domains.matching.services.decide_provider import decide_provider
from dure.domains.matching.services.plan_round import plan_round
from dure.domains.matching.services.propose_round import propose_round
from dure.domains.matching.services.register_provider import register_provider
from dure.domains.matching.services.save_wish import Sought, save_wish
from dure.service.demo.scene import at

PROGRAMME = "seedling-2025"


class Helper(NamedTuple):
    """An invented provider."""

    email: str
    kind: str
    ko: str
    en: str
    region: str
    reach: str
    introduction: str
    skills: tuple[str, ...]
    industries: tuple[str, ...]
    approved: bool = True


PROVIDERS = (
    Helper(
        "creator@demo.example", "creator", "봄볕스튜디오(가상)", "Springlight (invented)", "51110", "nation",
        "작은 가게의 이야기를 짧은 영상과 라이브 방송으로 전합니다. 상품 사진과 상세페이지도 함께 만듭니다.",
        ("video", "live_commerce", "photography", "detail_page"), ("10", "47", "56"),
    ),
    Helper(
        "creator2@demo.example", "creator", "골목라디오(가상)", "Alley Radio (invented)", "26350", "adjacent",
        "남쪽 골목 가게를 찾아가 라이브 방송을 합니다. 단골이 생기는 방송이 목표입니다.",
        ("live_commerce", "social_media", "customer_loyalty"), ("10", "56"),
    ),
    Helper(
        "creator3@demo.example", "creator", "느린손영상(가상)", "Slow Hands (invented)", "11440", "nation",
        "공방과 장인의 손을 오래 지켜보고 제작 과정을 영상으로 남깁니다.",
        ("video", "branding", "photography"), ("13", "15", "17", "20", "23"),
    ),
    Helper(
        "seller@demo.example", "seller", "든든판매(가상)", "Sturdy Sales (invented)", "30170", "nation",
        "온라인 판매가 처음인 가게를 대신해 등록부터 배송까지 맡습니다.",
        ("sell_for_merchant", "detail_page", "stock_and_delivery"), ("10", "11", "47"),
    ),
    Helper(
        "creator4@demo.example", "creator", "새참미디어(가상)", "Snack Media (invented)", "46110", "province",
        "농산물과 간식 가게를 소개합니다.", ("video", "advertising"), ("10",), approved=False,
    ),
)  # fmt: skip
SIGNED_IN = (PROVIDERS[0], PROVIDERS[3])
"""Who is told to whoever opens the demo."""


def load_matches(
    merchant: SignedActor,
    officer: SignedActor,
    executor: tuple[str, SignedActor],
    people: Mapping[str, SignedActor],
) -> None:
    """Let providers register, one merchant say what it seeks, and an officer propose the first round.

    An ``executor`` (code and staff) plans one of its own: it stands on its desk, and nobody is told.
    """
    for one in PROVIDERS:
        made = register_provider(
            actor=people[one.email], now=at("2025-03-12T10:00:00"), kind=one.kind, name_ko=one.ko,
            name_en=one.en, profile=_profile(one),
        )  # fmt: skip
        if one.approved:
            decide_provider(actor=officer, now=at("2025-03-13T10:00:00"), provider_id=made, approve=True)
    mine = next(one for one in my_applications(merchant) if one.programme == PROGRAMME)
    sought = Sought(
        skills=("video", "photography", "detail_page"),
        languages=("ko",),
        text="상품 사진과 상세페이지를 새로 만들고, 가게 이야기를 짧은 영상으로 알리고 싶습니다.",
        budget_won=300_000,
    )
    save_wish(
        actor=merchant,
        now=at("2025-03-14T11:00:00"),
        application_id=mine.pk,
        pairing="creator",
        sought=sought,
    )
    planned = plan_round(
        actor=officer, now=at("2025-03-20T10:00:00"), programme=PROGRAMME, pairing="creator", key="demo"
    )
    propose_round(actor=officer, now=at("2025-03-20T10:10:00"), round_id=planned)
    code, staff = executor
    plan_round(
        actor=staff, now=at("2025-03-21T10:00:00"), programme=PROGRAMME, pairing="listing", key="demo",
        executor=code,
    )  # fmt: skip


def _profile(one: Helper) -> Profile:
    return Profile(
        introduction=one.introduction,
        skills=one.skills,
        industries=one.industries,
        languages=("ko",),
        region=one.region,
        reach=one.reach,
        regions=(),
        capacity=3,
        price_won=300_000 if one.kind == "creator" else 0,
        listed=True,
    )
