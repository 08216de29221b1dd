"""An officer compares a draft with what is published on synthetic merchants; merchants ask what they get."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.domains.builders import merchant, signed_up
from tests.domains.people import NOW
from tests.jobs.running import run_jobs
from tests.web.simulated import simulated

from dure.files.reports import write_simulation
from dure.library import library_bytes
from dure.service.demo import PASSWORD, load_demo


@pytest.fixture
def site(live_server, transactional_db, monkeypatch) -> str:
    monkeypatch.setenv("DURE_NOW", NOW.isoformat())
    load_demo()
    return str(live_server.url)


def sign_in(page: Page, who: str, password: str = PASSWORD) -> None:
    page.locator("[name=login]").fill(f"{who}@demo.example")
    page.locator("[name=password]").fill(password)
    page.locator("main button[type=submit]").click()


def test_a_draft_is_compared_on_synthetic_merchants(site, page: Page, looks_right, tmp_path: Path):
    stricter = tmp_path / "tops-2025.yaml"
    stricter.write_bytes(
        library_bytes("tops-2025").replace(b"rule: small_merchant()", b"rule: employees < 3")
    )
    page.goto(f"{site}/officer/programmes/upload/")
    sign_in(page, "officer")
    page.locator("[name=file]").set_input_files(stricter)
    page.locator("main button[type=submit]").click()
    page.locator("[name=size]").fill("0")
    page.locator("form:has([value=synthetic]) button[type=submit]").click()
    expect(page.locator(".dure-error-summary")).to_be_focused()
    expect(page.locator("[name=size]")).to_have_value("0")
    looks_right()
    page.locator("[name=size]").fill("400")
    expect(page.locator("#against-synthetic option:checked")).to_contain_text("공고됨")
    page.locator("form:has([value=synthetic]) button[type=submit]").click()
    expect(page.locator("#progress")).to_be_visible()
    looks_right()
    run_jobs()
    expect(page.locator("#moves")).to_be_visible()
    expect(page.locator("#trial-result tr", has_text="더는").first).to_be_attached()
    looks_right()
    with page.expect_download() as taken:
        page.locator("main a[href$='/html/']").click()
    assert taken.value.suggested_filename.endswith(".html")


def test_the_page_that_is_taken_away_looks_right(site, page: Page, looks_right, tmp_path: Path):
    out = tmp_path / "simulation.html"
    write_simulation(simulated(), out, "ko")
    page.goto(site)  # axe is loaded as on every page
    page.set_content(out.read_text(encoding="utf-8"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("모의실험")
    looks_right()


def test_a_merchant_asks_what_it_can_get(site, page: Page, looks_right):
    page.goto(f"{site}/what-can-i-get/")
    looks_right()
    page.locator("[name=ksic]").fill("91249")
    page.locator("main button[type=submit]").click()
    expect(page.locator("#ineligible")).to_be_visible()
    expect(page.locator("#advice")).to_contain_text("사행시설")
    looks_right()
    mine = merchant(1, owner=signed_up("merchant@demo.example"))
    page.goto(f"{site}/my/")
    sign_in(page, "merchant", "secret-secret")
    page.locator(f"main a[href='/my/merchants/{mine.pk}/what-can-i-get/']").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("받을 수 있는 지원")
    expect(page.locator("#advice")).to_be_visible()
    looks_right()
