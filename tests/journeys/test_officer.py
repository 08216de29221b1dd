"""An officer: signs in, uploads a programme file, tries it on a population, publishes it with a reason."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from dure.library import library_bytes
from dure.service.demo import PASSWORD, load_demo

MERCHANTS = (
    "business_no,ksic,region,employees,annual_sales,mail_order_no,tax_arrears,closed_on,sanctioned_until,channels\n"
    "1248100998,47912,1111010100,3,300000000,2021-1,false,,,\n"
    "1018116293,91249,4211010100,3,300000000,2021-2,false,,,\n"
)


@pytest.fixture
def site(live_server, transactional_db) -> str:
    load_demo()
    return str(live_server.url)


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    path = tmp_path / "tops-2025.yaml"
    path.write_bytes(library_bytes("tops-2025").replace(b"reserve_length: 60", b"reserve_length: 50"))
    return path


def test_from_upload_to_publication(site, page: Page, looks_right, changed, tmp_path):
    page.goto(f"{site}/officer/programmes/")
    looks_right()
    page.locator("[name=login]").fill("officer@demo.example")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main button[type=submit]").click()
    expect(page.locator("main table tbody tr")).to_have_count(1)
    looks_right()

    page.goto(f"{site}/officer/programmes/upload/")
    looks_right()
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("id: x\ntitel: {ko: a}\n")
    page.locator("[name=file]").set_input_files(wrong)
    page.locator("main button[type=submit]").click()
    expect(page.locator(".dure-error-summary")).to_contain_text("titel")
    looks_right()
    page.locator("[name=file]").set_input_files(changed)
    page.locator("main button[type=submit]").click()
    expect(page.locator("main")).to_contain_text("초안")
    looks_right()

    population = tmp_path / "population.csv"
    population.write_text(MERCHANTS)
    page.locator("[name=population]").set_input_files(population)
    page.locator("form[enctype] button[type=submit]").click()
    expect(page.locator("#trial-result")).to_contain_text("2")
    expect(page.locator("#trial-result tr", has_text="industry_allowed")).to_contain_text("1")
    expect(page.locator("#trial-result tr", has_text="강원")).to_contain_text("1")
    looks_right()
    page.locator("main a[href*='/officer/programmes/']").first.click()
    looks_right()

    page.locator("[name=reason]").fill("예비순위를 50명으로 줄임")
    page.locator("form[action*=publish] button[type=submit]").click()
    expect(page.locator("main")).to_contain_text("공고")
    looks_right()
    page.goto(f"{site}/officer/programmes/")
    expect(page.locator("main table tbody tr")).to_have_count(2)


def test_others_are_not_let_in(site, page: Page):
    page.goto(f"{site}/officer/programmes/upload/")
    page.locator("[name=login]").fill("ministry@demo.example")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main button[type=submit]").click()
    assert page.request.get(f"{site}/officer/programmes/upload/").status == 403
    assert page.request.get(f"{site}/officer/programmes/").status == 200
