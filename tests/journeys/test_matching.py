"""Matching: what a merchant seeks, the plan of an officer, answers of both sides, and the contact."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from tests.domains.matching import provider, seller_case
from tests.domains.people import NOW, person
from tests.journeys.ticking import tick

from dure.domains.applications.models import Application
from dure.domains.matching.models import Match

OFFICER = "/officer/matching/tops-2025/seller/"


@pytest.fixture
def site(live_server, transactional_db, monkeypatch) -> str:
    monkeypatch.setenv("DURE_NOW", NOW.isoformat())
    seller_case(2)
    provider(capacity=1)
    person()
    return str(live_server.url)


def sign_in(page: Page, site: str, email: str, address: str) -> None:
    page.context.clear_cookies()
    page.goto(f"{site}{address}")
    page.locator("[name=login]").fill(email)
    page.locator("[name=password]").fill("secret-secret")
    page.locator("main button[type=submit]").click()


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).first.click()


def test_from_what_is_sought_to_the_contact(site, page: Page, looks_right):
    mine = Application.objects.order_by("pk")[0]
    sign_in(page, site, "owner@test.example", f"/my/applications/{mine.pk}/matching/seller/")
    tick(page.locator("[name=skills][value=detail_page]"))
    page.locator("[name=text]").fill("상세페이지 사진이 필요합니다")
    press(page, "찾는 도움 저장")
    expect(page.locator("#messages")).to_contain_text("다음 회차부터 반영됩니다")
    expect(page.locator("main")).to_contain_text("찾는 것 1가지 중 1가지: 상세페이지")
    looks_right()

    sign_in(page, site, "officer@test.example", OFFICER)
    looks_right()
    press(page, "다음 회차 계획")
    expect(page.locator("main")).to_contain_text("가능한 공급자가 모두 다른 곳으로 찼음")
    looks_right()
    page.get_by_role("link", name="맺어지지 못한 곳 목록").click()
    looks_right()
    page.go_back()
    press(page, "짝 1건 제안")
    expect(page.locator("#messages")).to_contain_text("회차를 제안했습니다")

    sign_in(page, site, "seller@test.example", "/provider/")
    looks_right()
    page.locator("tbody th a").first.click()
    expect(page.locator("main")).not_to_contain_text("두레상회")
    press(page, "매칭 거절")
    expect(page.locator(".dure-error-summary")).to_contain_text("사유")
    looks_right()
    press(page, "매칭 수락")
    expect(page.locator("main")).to_contain_text("상대는 아직 답하지 않았습니다")

    one = Match.objects.get(state="proposed")
    sign_in(page, site, "owner@test.example", "/my/")
    page.locator(f"a[href='/matches/{one.pk}/']").first.click()
    looks_right()
    press(page, "매칭 수락")
    expect(page.locator("main")).to_contain_text("seller@test.example")
    looks_right()
