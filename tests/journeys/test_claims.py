"""A claim of two lines: one is cut and confirmed by a second officer, the other mended first."""

from __future__ import annotations

import os
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect
from tests.domains.agreeing import PARTNERS, firm
from tests.domains.claiming import LEVELS, NOW, funded
from tests.domains.funding import officer, pdf
from tests.journeys.ticking import tick

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.models import User

SHOTS = os.environ.get("DURE_SHOTS", "")


@pytest.fixture
def site(live_server, transactional_db, monkeypatch) -> str:
    monkeypatch.setenv("DURE_NOW", NOW.isoformat())
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
            page.screenshot(path=f"{SHOTS}/claims-{width}-{count:02d}.png", full_page=True)
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


def attach(page: Page, n: int) -> None:
    page.locator("[name=file]").set_input_files(
        [{"name": f"invoice-{n}.pdf", "mimeType": "application/pdf", "buffer": pdf(n)}]
    )


def test_one_line_is_cut_the_other_mended_and_a_second_officer_confirms(site, page: Page, seen):
    funded(LEVELS)
    main = page.locator("main")
    # The executor begins a claim on its advance and writes two lines.
    sign_in(page, site, firm(1))
    page.goto(f"{site}/claims/")
    seen()
    main.get_by_role("link", name="새 청구").click()
    source = f"executor|{PARTNERS}|budget|0|advance|maple|0|0||"
    fill(page, {"source": source, "title": "5월 상담비"})
    seen()
    press(page, "청구 시작")
    expect(main).to_contain_text("아직 항목이 없습니다")
    seen()
    main.get_by_role("link", name="항목 추가").click()
    line = {
        "line": "consulting", "what": "상담 10회", "payee": "가상상담소", "spent_on": "2025-05-12",
        "supply_won": "10,000,000", "vat_won": "1,000,000", "kind": "tax_invoice",
    }  # fmt: skip
    fill(page, line)
    seen()
    attach(page, 1)
    press(page, "항목 저장")
    # The number is missing: the line is kept, and so is what was typed.
    expect(main).to_contain_text("승인번호를 적어 주십시오")
    expect(page.locator("[name=what]")).to_have_value("상담 10회")
    fill(page, {"number": "20250512-0001"})
    attach(page, 1)
    press(page, "항목 저장")
    expect(main).to_contain_text("항목을 저장하였습니다")
    main.get_by_role("link", name="항목 추가").click()
    fill(page, line | {"what": "교재 인쇄", "payee": "", "supply_won": "2,000,000", "vat_won": "200,000"})
    fill(page, {"number": "20250512-0002"})
    attach(page, 2)
    press(page, "항목 저장")
    expect(main).to_contain_text("항목 2: 지급받은 곳을 적어 주십시오")
    seen()
    main.get_by_role("link", name="교재 인쇄").click()
    seen()
    fill(page, {"payee": "가상인쇄"})
    press(page, "항목 저장")
    press(page, "청구 제출")
    expect(main).to_contain_text("청구가 제출되었습니다")
    seen()
    # An officer cuts one with a reason, and asks about the other.
    sign_in(page, site, officer())
    page.goto(f"{site}/officer/claims/{PARTNERS}/")
    seen()
    main.get_by_role("link", name="5월 상담비").click()
    seen()
    main.get_by_role("link", name="상담 10회").click()
    fill(page, {"approved_won": "10,000,000"})
    press(page, "금액 승인")
    expect(main).to_contain_text("사유를 적어 주십시오")
    seen()
    fill(page, {"answer": "부가가치세는 인정하지 않습니다."})
    press(page, "금액 승인")
    expect(main).to_contain_text("다른 담당자가 확인해야 합니다")
    page.go_back()
    page.goto(f"{site}/officer/claims/{PARTNERS}/")
    main.get_by_role("link", name="5월 상담비").click()
    main.get_by_role("link", name="교재 인쇄").click()
    tick(page.locator("[name=fields_asked][value=payee]"))
    fill(page, {"question": "상호를 확인해 주십시오."})
    press(page, "청구자에게 보완 요청")
    expect(main).to_contain_text("처리하였습니다")
    # The executor answers; the second officer confirms the first line.
    sign_in(page, site, firm(1))
    page.goto(f"{site}/claims/")
    main.get_by_role("link", name="5월 상담비").click()
    expect(main).to_contain_text("상호를 확인해 주십시오.")
    seen()
    main.get_by_role("link", name="보완: 교재 인쇄").click()
    fill(page, {"payee": "가상인쇄소", "answer": "상호를 바로잡았습니다."})
    seen()
    press(page, "보완 제출")
    expect(main).to_contain_text("보완 내용을 제출하였습니다")
    sign_in(page, site, officer(2))
    page.goto(f"{site}/officer/claims/{PARTNERS}/together/")
    seen()
    press(page, "모두 확정")
    expect(main).to_contain_text("항목 1개를 처리하였습니다")
    main.get_by_role("link", name="5월 상담비").click()
    expect(main).to_contain_text("교부금에서 정산됨")
    seen()
