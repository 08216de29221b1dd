"""A guarantee from the question to the answer: a shop asks and agrees, officers hand over and tell."""

from __future__ import annotations

import os

import pytest
from playwright.sync_api import Page, expect
from tests.domains.financing import CHANGE, LATER, LOAN, asked, financed, teller
from tests.domains.granting import GRANTS, grant_of, officer, owner
from tests.journeys.test_funds import fill, press, sign_in
from tests.journeys.ticking import tick

from dure.domains.referrals.models import Referral

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
            page.screenshot(path=f"{SHOTS}/referrals-{width}-{count:02d}.png", full_page=True)
        looks_right()

    return check


def test_a_guarantee_is_asked_for_handed_over_and_answered(page: Page, site: str, seen):
    financed(1, "guarantee", "deferral")
    changed = asked(1, "deferral", loan=LOAN, change=CHANGE)
    sign_in(page, site, owner(1))
    page.goto(f"{site}/my/benefits/{grant_of(1, 'guarantee').pk}/referral/")
    seen()
    page.get_by_label("기관 선택").select_option("seoul")
    fill(page, {"won": "50000000"})
    press(page, "신청하기")
    expect(page.locator("main")).to_contain_text("제공받는 자")
    seen()
    tick(page.get_by_label("위 내용을 기관에 제공하는 데 동의합니다"))
    page.locator("button[name=consent]").click()
    expect(page.locator("main")).to_contain_text("동의함, 송부 전")
    page.goto(f"{site}/referrals/{changed}/schedule/")
    expect(page.locator("main")).to_contain_text("바꾸면 이자가 49,000원 늘어납니다")
    seen()
    sign_in(page, site, officer())
    page.goto(f"{site}/officer/benefits/{GRANTS}/guarantee/referrals/")
    fill(page, {"reason": "재단 송부"})
    press(page, "송부 파일 만들기")
    expect(page.locator("main")).to_contain_text("파일에 담긴 건수: 1건.")
    seen()
    sign_in(page, site, teller())
    page.goto(f"{site}/officer/referrals/{Referral.objects.get(benefit='guarantee').pk}/")
    seen()
    page.goto(f"{site}/officer/benefits/{GRANTS}/guarantee/referrals/answers/")
    seen()
