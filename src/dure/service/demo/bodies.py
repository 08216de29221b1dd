"""An association with members who agreed or were asked, and a regional centre with its region and visits."""

from __future__ import annotations

from datetime import date

from dure.domains.accounts.actors import SignedActor
from dure.domains.bodies.queries import own_affiliations
from dure.domains.bodies.queries_centre import applicants, desk
from dure.domains.bodies.services.answer_affiliation import answer_affiliation
from dure.domains.bodies.services.ask_affiliation import ask_affiliation
from dure.domains.bodies.services.close_visit import close_visit
from dure.domains.bodies.services.plan_visit import plan_visit
from dure.domains.bodies.services.recommend_member import recommend_member
from dure.domains.bodies.services.set_centre_area import set_centre_area
from dure.domains.merchants.queries import my_merchants
from dure.service.demo.scene import at

ASSOCIATION, CENTRE = "demo-guild", "demo-centre"
PROGRAMME = "seedling-2025"


def load_association(staff: SignedActor, first: SignedActor, second: SignedActor) -> None:
    """Let one merchant agree and be recommended for the programme that is open; another was only asked."""
    for who in (first, second):
        asked = ask_affiliation(
            actor=staff, now=at("2025-03-17T10:00:00"), association=ASSOCIATION,
            business_no=my_merchants(who)[0].business_no,
        )  # fmt: skip
        if who is first:
            answer_affiliation(actor=who, now=at("2025-03-17T15:00:00"), affiliation_id=asked, yes=True)
    recommend_member(
        actor=staff, now=at("2025-03-19T10:00:00"), affiliation_id=own_affiliations(first)[0].pk,
        programme="tops-2025", reason="골목에서 오래 장사하며 온라인 판매를 착실히 준비해 온 회원입니다.",
    )  # fmt: skip


def load_centre(staff: SignedActor, officer: SignedActor) -> None:
    """Give the centre its region, and let it have made one visit and plan another."""
    now = at("2025-03-18T10:00:00")
    set_centre_area(
        actor=officer, now=now, centre=CENTRE, regions=["26", "47", "48", "51"], reason="관할 지역 지정"
    )
    found = desk(staff, now, f"{PROGRAMME}@{CENTRE}")
    assert found is not None, "the programme is published"
    rows = list(applicants(staff, found, now.date(), supported=True).order_by("application_no")[:2])
    days = (date(2025, 3, 20), date(2025, 4, 2))
    purposes = ("매장을 둘러보고 온라인 판매 준비를 함께 점검합니다.", "상품 사진 촬영 장소를 확인합니다.")
    made = [
        plan_visit(
            actor=staff, now=now, centre=CENTRE, application_id=row.pk, planned_on=day, purpose=purpose
        )
        for row, day, purpose in zip(rows, days, purposes, strict=False)
    ]
    if made:
        close_visit(
            actor=staff, now=at("2025-03-20T17:00:00"), visit_id=made[0], visited_on=days[0],
            report="재고 정리와 상품 등록 순서를 함께 정했습니다. 다음 달에 다시 들릅니다.",
        )  # fmt: skip
