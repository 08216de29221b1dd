"""Money from its source to a settled account: two officers, a third, and an executor."""

from __future__ import annotations

import os
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect
from tests.domains.agreeing import LATER, PARTNERS, PDF, firm
from tests.domains.funding import FUND, agreed, officer

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.models import User

RUN = f"/officer/funds/{PARTNERS}/"
OWN = f"/funds/{PARTNERS}/maple/"
SHOTS = os.environ.get("DURE_SHOTS", "")


@pytest.fixture
def site(live_server, transactional_db, monkeypatch) -> str:
    monkeypatch.setenv("DURE_NOW", LATER.isoformat())
    return str(live_server.url)


@pytest.fixture
def seen(page: Page, looks_right):
    """Return a check of the page shown, which also takes its picture where that is asked for."""
    count = 0

    def check() -> None:
        nonlocal count
        count += 1
        if SHOTS:
            width = page.viewport_size["width"] if page.viewport_size else 0
            page.screenshot(path=f"{SHOTS}/funds-{width}-{count:02d}.png", full_page=True)
        looks_right()

    return check


def sign_in(page: Page, site: str, who: SignedActor) -> None:
    client = Client()
    client.force_login(User.objects.get(pk=who.user_id))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.clear_cookies()
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": site}])


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).first.click()


def fill(page: Page, told: dict[str, Any]) -> None:
    for name, value in told.items():
        control = page.locator(f"main [name={name}]").first
        if control.evaluate("one => one.tagName") == "SELECT":
            control.select_option(str(value))
        else:
            control.fill(str(value))


def attach(page: Page, content: bytes) -> None:
    page.locator("[name=file]").set_input_files(
        [{"name": "evidence.pdf", "mimeType": "application/pdf", "buffer": content}]
    )


def test_from_the_source_to_a_settled_account(site, page: Page, seen):
    agreed()
    main = page.locator("main")
    # An officer notes what came in; more than the file has is refused, and what was typed stays.
    sign_in(page, site, officer())
    page.goto(f"{site}/officer/funds/")
    seen()
    main.get_by_role("link", name="동네상점 온라인 동행 2025(가상 사업)").click()
    seen()
    page.goto(f"{site}{RUN}{FUND}/allot/")
    fill(page, {"source": "government", "won_consulting": "280,000,001", "reason": "교부 결정"})
    press(page, "비목에 편성")
    expect(main).to_contain_text("파일 금액은 280,000,000원인데 280,000,001원이 됩니다")
    expect(page.locator("[name=won_consulting]")).to_have_value("280,000,001")
    seen()
    fill(page, {"won_consulting": "150,000,000", "won_promotion": "50,000,000"})
    press(page, "비목에 편성")
    expect(main).to_contain_text("사업비를 비목에 편성하였습니다")
    # It asks for an instalment and a reallocation, and cannot decide them itself.
    page.goto(f"{site}{RUN}{FUND}/advance/")
    fill(page, {"executor": "maple", "line": "consulting", "won": "60000000", "reason": "1차 선지급"})
    seen()
    press(page, "승인 요청")
    page.goto(f"{site}{RUN}{FUND}/reallocate/")
    fill(page, {"line": "consulting", "to_line": "running", "won": "10000000", "reason": "운영비"})
    press(page, "승인 요청")
    page.goto(f"{site}{RUN}orders/")
    seen()
    main.get_by_role("link", name="수행기관 교부").click()
    expect(main.get_by_role("button", name="승인", exact=True)).to_have_count(0)
    # Another officer approves one and refuses the other, with a reason.
    sign_in(page, site, officer(2))
    page.reload()
    seen()
    press(page, "승인")
    expect(main).to_contain_text("다른 담당자가 승인함")
    page.goto(f"{site}{RUN}orders/")
    main.get_by_role("link", name="비목 간 전용").click()
    press(page, "거부")
    expect(main).to_contain_text("사유를 적어 주십시오")
    seen()
    fill(page, {"answer": "근거가 부족합니다."})
    press(page, "거부")
    expect(main).to_contain_text("다른 담당자가 거부함")
    # The executor sees its promise, reports what it gave.
    sign_in(page, site, firm(1))
    page.goto(f"{site}/funds/")
    seen()
    page.goto(f"{site}{OWN}")
    seen()
    page.goto(f"{site}{OWN}{FUND}/deliver/")
    fill(
        page,
        {
            "source": "executors_in_kind", "what": "첫 화면 광고", "won": "5,000,000",
            "delivered_on": "2025-03-20",
        },
    )  # fmt: skip
    attach(page, PDF)
    press(page, "보고서 제출")
    expect(main).to_contain_text("금액의 산정 근거를 적어 주십시오")
    seen()
    fill(page, {"basis": "공개 단가표"})
    attach(page, PDF)
    press(page, "보고서 제출")
    expect(main).to_contain_text("보고하였습니다")
    # An officer accepts the evidence and settles; another confirms.
    sign_in(page, site, officer())
    page.goto(f"{site}{RUN}deliveries/")
    seen()
    main.get_by_role("link", name="첫 화면 광고").click()
    seen()
    press(page, "증빙 인정")
    page.goto(f"{site}{RUN}")
    expect(main).to_contain_text("이행할 금액 45,000,000원")
    seen()
    page.goto(f"{site}{RUN}{FUND}/settle/")
    fill(page, {"executor": "maple", "interest_won": "12345", "reason": "사업 종료"})
    seen()
    press(page, "정산 제안")
    sign_in(page, site, officer(2))
    page.goto(f"{site}{RUN}")
    main.locator("section[aria-labelledby=settlements] a").click()
    expect(main).to_contain_text("60,012,345원")
    seen()
    press(page, "정산 확정")
    expect(main).to_contain_text("정산 완료")
    page.goto(f"{site}{RUN}")
    seen()
