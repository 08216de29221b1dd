"""From the call for executors to an amended agreement: a firm, an accountant, the panel and two officers."""

from __future__ import annotations

import os
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect
from tests.domains.agreeing import (
    LATER,
    MARKS,
    OPEN,
    PARTNERS,
    PDF,
    accountant,
    called,
    checked,
    firm,
    has_declared,
    second,
)
from tests.domains.builders import business_number
from tests.domains.people import person
from tests.journeys.ticking import tick

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.models import User
from dure.domains.agreements.models import AgreementVersion, Proposal
from dure.domains.agreements.services.mark_proposal import mark_proposal

RUN = f"/officer/executors/{PARTNERS}/"
SHOTS = os.environ.get("DURE_SHOTS", "")


@pytest.fixture
def site(live_server, transactional_db, monkeypatch) -> str:
    monkeypatch.setenv("DURE_NOW", OPEN.isoformat())
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
            page.screenshot(path=f"{SHOTS}/executors-{width}-{count:02d}.png", full_page=True)
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
        page.locator(f"main [name={name}]").fill(str(value))


def test_from_the_call_to_an_amended_agreement(site, page: Page, seen, monkeypatch):
    called()
    other = checked(2)
    officer, panel, ledger = person(), person("reviewer"), accountant()
    firm(1)
    # A firm reads the call, proposes, is told what is missing, and hands it in.
    sign_in(page, site, firm(1))
    page.goto(f"{site}/calls/{PARTNERS}/executors/")
    seen()
    press(page, "제안하기")
    fill(page, {"firm": "단풍커머스", "business_no": "101-00-90016", "contact_name": "담당 가상"})
    press(page, "제안서 제출")
    expect(page.locator("main")).to_contain_text("필수 제출서류가 없습니다")
    expect(page.locator("[name=firm]")).to_have_value("단풍커머스")
    seen()
    number = Proposal.objects.exclude(pk=other).values_list("pk", flat=True).get()
    fill(
        page,
        {
            "business_no": business_number(9_001), "contact_email": "firm1@firm.example",
            "places_consult": 20, "cash_won": "40,000,000", "gives": "판매 교육",
            "kind_0_title": "광고 지면", "kind_0_won": "20,000,000", "kind_0_basis": "공개 단가표",
            "issued_national_tax_certificate": "2025-02-05",
        },
    )  # fmt: skip
    for document in ("business_registration", "financial_statement", "national_tax_certificate"):
        page.locator(f"[name=document_{document}]").set_input_files(
            [{"name": f"{document}.pdf", "mimeType": "application/pdf", "buffer": PDF}]
        )
    press(page, "제안서 제출")
    expect(page.locator("main")).to_contain_text("제안서를 제출하였습니다")
    seen()
    # An officer accepts the documents and lets it pass, and says who scores.
    monkeypatch.setenv("DURE_NOW", LATER.isoformat())
    sign_in(page, site, officer)
    page.goto(f"{site}{RUN}")
    seen()
    page.locator("main").get_by_role("link", name="PARTNERS-2025-EX-0002").click()
    for title in ("사업자등록증", "재무제표(최근 2년)", "국세 납세증명서"):
        page.get_by_role("button", name=f"서류 인정 ({title})").click()
    seen()
    press(page, "통과시켜 평가로 넘기기")
    page.goto(f"{site}{RUN}scorers/")
    for box in page.locator("main input[type=checkbox]").all():
        tick(box)
    seen()
    press(page, "제안서 배정")
    # The accountant sees what is given, and only the criterion of its own.
    sign_in(page, site, ledger)
    page.goto(f"{site}/scoring/")
    expect(page.locator("main")).not_to_contain_text("PARTNERS-2025-EX-0002")
    seen()
    page.locator("main").get_by_role("link", name="이해충돌 신고").click()
    seen()
    for choice in page.locator("main select").all():
        choice.select_option("none")
    tick(page.locator("[name=signed]"))
    press(page, "신고서 제출")
    seen()
    page.locator("main").get_by_role("link", name="PARTNERS-2025-EX-0002").click()
    expect(page.locator("main")).not_to_contain_text("사업 수행계획")
    fill(page, {"mark_finance": "82.5"})
    seen()
    press(page, "점수 저장")
    mark_proposal(actor=ledger, now=LATER, proposal_id=other, marks={"finance": (70_000, "")})
    has_declared(panel)
    for pk, n in ((number, 1), (other, 2)):
        own = {c: (MARKS[n][c], "") for c in ("plan", "reach")}
        mark_proposal(actor=panel, now=LATER, proposal_id=pk, marks=own)
    # One officer proposes, another confirms.
    sign_in(page, site, officer)
    page.goto(f"{site}{RUN}choice/")
    fill(page, {"reason": "평가가 끝났습니다."})
    press(page, "선정안 제안")
    expect(page.locator("main")).to_contain_text("다른 담당자가 확정해야 합니다")
    seen()
    sign_in(page, site, second())
    page.goto(f"{site}{RUN}choice/")
    fill(page, {"reason": "확인하였습니다."})
    press(page, "확정하고 모든 기업에 알리기")
    expect(page.locator("main")).to_contain_text("86.250")
    seen()
    # The agreement: proposed, signed by both, amended by the firm and approved.
    page.goto(f"{site}/officer/proposals/{number}/agreement/")
    fill(
        page,
        {
            "code": "maple", "budget_won": "100,000,000", "starts_on": "2025-04-01", "ends_on": "2025-12-31",
            "due_0_on": "2025-08-31", "due_0_what": "중간보고",
        },
    )  # fmt: skip
    seen()
    press(page, "협약 제안")
    address = page.url
    sign_in(page, site, firm(1))
    page.goto(address)
    seen()
    press(page, "협약 서명")
    sign_in(page, site, officer)
    page.goto(address)
    press(page, "서명하고 효력 부여")
    sign_in(page, site, firm(1))
    page.goto(f"{site}/proposals/")
    seen()
    page.goto(f"{address}amend/")
    fill(page, {"cash_won": "45,000,000", "reason": "출연을 늘립니다."})
    seen()
    press(page, "변경안 제안")
    monkeypatch.setenv("DURE_NOW", (LATER + timedelta(days=1)).isoformat())
    sign_in(page, site, officer)
    page.goto(address)
    seen()
    press(page, "변경안 승인")
    expect(page.locator("main")).to_contain_text("협약 내용: 2판")
    page.goto(f"{site}{RUN}agreements/")
    seen()
    assert list(AgreementVersion.objects.order_by("number").values_list("terms__cash_won", flat=True)) == [
        40_000_000, 45_000_000,
    ]  # fmt: skip
