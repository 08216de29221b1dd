"""An accountant reads a programme's ledger: its accounts, what moved on one, the month, and the file."""

from __future__ import annotations

import os

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect
from tests.domains.agreeing import FILE, LATER
from tests.domains.builders import published
from tests.domains.funding import allotted
from tests.domains.people import person

from dure.domains.accounts.models import User

SHOTS = os.environ.get("DURE_SHOTS", "")


@pytest.fixture
def site(live_server, transactional_db, monkeypatch) -> str:
    monkeypatch.setenv("DURE_NOW", LATER.isoformat())
    return str(live_server.url)


def test_an_accountant_reads_the_ledger(page: Page, site: str, looks_right):
    published(FILE.read_bytes(), now=LATER)
    allotted()
    who = person("accountant", kind="accountant", code="ledger-house")
    client = Client()
    client.force_login(User.objects.get(pk=who.user_id))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": site}])

    def seen(name: str) -> None:
        if SHOTS:
            width = page.viewport_size["width"] if page.viewport_size else 0
            page.screenshot(path=f"{SHOTS}/ledger-{width}-{name}.png", full_page=True)
        looks_right()

    page.goto(f"{site}/ledger/")
    seen("programmes")
    page.locator("main li a").first.click()
    expect(page.locator("h1")).to_contain_text("원장 계정")
    page.get_by_label("계정 종류").select_option("line")
    page.get_by_role("button", name="이 계정 보기").click()
    expect(page.locator("main td", has_text="150,000,000").first).to_be_visible()
    seen("accounts")
    page.locator("main th", has_text="government/consulting").first.locator("a").click()
    expect(page.locator("h1")).to_contain_text("계정 명세")
    expect(page.locator("main tbody tr")).to_have_count(1)
    seen("account")
    page.get_by_role("link", name="계정 목록으로").click()
    page.get_by_role("link", name="시산표").click()
    expect(page.locator("main tbody tr").last).to_contain_text("400,000,000")
    seen("trial")
    page.get_by_role("link", name="원장 내려받기").click()
    page.get_by_role("button", name="목록 내려받기").click()
    expect(
        page.locator("main [role=alert], main .krds-alert, main .dure-error-summary").first
    ).to_be_visible()
    seen("file")
