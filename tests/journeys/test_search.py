"""The search of the whole site: by first consonants, for each what they may see, with a way on."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from tests.domains.builders import application, merchant, published, signed_up
from tests.domains.people import NOW, person
from tests.domains.reviews import staff


@pytest.fixture
def site(live_server, transactional_db, monkeypatch) -> str:
    monkeypatch.setenv("DURE_NOW", NOW.isoformat())
    version = published()
    for n, name in enumerate(("두레상회", "춘천 도라지네", "가온공방"), 1):
        application(merchant(n, name=name), version, n=n, state="accepted", choices=("acorn",))
    signed_up("owner@test.example")
    person()
    staff()
    return str(live_server.url)


def look_for(page: Page, words: str) -> None:
    page.locator("#site-search").fill(words)
    page.locator("#site-search").press("Enter")


def sign_in(page: Page, site: str, email: str) -> None:
    page.goto(f"{site}/accounts/login/")
    page.locator("[name=login]").fill(email)
    page.locator("[name=password]").fill("secret-secret")
    page.locator("main button[type=submit]").click()


def test_everybody_finds_calls_and_nobody_elses_business(site, page: Page, looks_right):
    page.goto(site)
    look_for(page, "ㅌㅅ")
    expect(page.locator("main")).to_contain_text("검색 결과 1건")
    expect(page.locator("main mark").first).to_have_text("탑스")
    looks_right()
    look_for(page, "ㄷㄹ")
    expect(page.locator("#site-search")).to_have_value("ㄷㄹ")
    expect(page.locator("main")).to_contain_text("0건")
    expect(page.locator("main")).not_to_contain_text("두레상회")
    looks_right()
    page.locator("main .dure-empty a").click()
    expect(page.locator("main article")).to_have_count(1)
    page.goto(f"{site}/search/")
    looks_right()


@pytest.mark.parametrize("email", ["officer@test.example", "acorn@test.example"])
def test_staff_find_what_they_may_see_by_first_consonants(site, page: Page, looks_right, email):
    sign_in(page, site, email)
    look_for(page, "ㄷㄹ")
    expect(page.locator("#found-applications")).to_contain_text("2")
    expect(page.locator("main mark").first).to_have_text("두레")
    expect(page.locator("main")).not_to_contain_text("가온공방")
    expect(page.locator("#found-merchants")).to_have_count(1 if "officer" in email else 0)
    looks_right()
    page.locator("main li a", has_text="두레상회").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("main")).to_contain_text("두레상회")
