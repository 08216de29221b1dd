"""Anybody: finds a call, reads it, learns whether one is eligible and why not."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.windows import both_ways

from dure.service.demo import load_demo


@pytest.fixture
def site(live_server, transactional_db) -> str:
    load_demo()
    return str(live_server.url)


def test_from_the_home_page_to_why_one_is_not_eligible(site, page: Page, looks_right):
    page.goto(site)
    looks_right()
    page.get_by_role("link", name="탑스(TOPS) 2025").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("탑스(TOPS) 2025")
    for part in ("자격", "단계", "제출", "문의"):
        expect(page.locator("main")).to_contain_text(part)
    looks_right()
    page.locator("main .dure-actions-main a").click()
    looks_right()
    page.locator("[name=ksic]").fill("91249")
    page.locator("[name=employees]").fill("3")
    page.locator("[name=annual_sales]").fill("300000000")
    page.locator("[name=online_sales_share]").fill("40")
    page.locator("label[for=id_tax_arrears_1]").click()
    for name in ("closed_on", "sanctioned_until"):
        page.locator(f"label[for=id_none_{name}]").click()
    page.locator("main button[type=submit]").click()
    expect(page.locator("#verdict")).to_contain_text("자격 미충족")
    expect(page.locator("#verdict tr", has_text="사행시설")).to_contain_text("미충족")
    looks_right()
    page.locator("[name=ksic]").fill("47912")
    page.locator("main button[type=submit]").click()
    expect(page.locator("#verdict")).to_contain_text("자격 충족")


def test_a_wrong_code_is_told_and_kept(site, page: Page, looks_right):
    page.goto(f"{site}/calls/tops-2025/eligibility/")
    page.locator("[name=ksic]").fill("4")
    page.locator("main button[type=submit]").click()
    expect(page.locator(".dure-error-summary")).to_be_focused()
    expect(page.locator("[name=ksic]")).to_have_value("4")
    looks_right()


def test_search_keeps_the_words_says_how_many_and_offers_a_way_on(site, page: Page, looks_right):
    page.goto(site)
    page.locator("#site-search").fill("없는사업")
    page.locator("#site-search").press("Enter")
    expect(page.locator("#site-search")).to_have_value("없는사업")
    expect(page.locator("main")).to_contain_text("0")
    looks_right()
    page.locator("main .dure-empty a").click()
    expect(page.locator("main article")).to_have_count(1)


@both_ways
def test_the_page_speaks_english_too(site, page: Page, looks_right):
    page.goto(f"{site}/calls/tops-2025/")
    menu = page.locator("details.dure-menu > summary")
    if menu.is_visible():
        menu.click()
    page.locator("form[action*=setlang] button").locator("visible=true").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("TOPS 2025, growing online-brand")
    looks_right()


def test_a_loan_is_reckoned_again_and_the_page_says_who_decides(site, page: Page, looks_right):
    page.goto(f"{site}/what-can-i-get/")
    page.locator("main a[href='/loan-repayment/']").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("대출 상환")
    looks_right()
    for name, value in (
        ("principal_won", "12000000"),
        ("rate_percent", "3.65"),
        ("drawn_on", "2025-01-01"),
        ("months", "6"),
        ("after", "6"),
        ("deferred_months", "2"),
        ("added_months", "2"),
    ):
        page.locator(f"[name={name}]").fill(value)
    page.locator("label[for=id_method_0]").click()
    page.locator("main button[type=submit]").click()
    expect(page.locator(".dure-error-summary")).to_be_focused()
    expect(page.locator("[name=principal_won]")).to_have_value("12000000")
    looks_right()
    page.locator("[name=after]").fill("2")
    page.locator("main button[type=submit]").click()
    expect(page.locator("#answer")).to_contain_text("175,400")
    expect(page.locator("#answer")).to_contain_text("대출 기관")
    looks_right()


def test_the_unemployment_benefit_is_calculated_and_says_who_decides(site, page: Page, looks_right):
    page.goto(f"{site}/what-can-i-get/")
    page.locator("main a[href='/unemployment-benefit/']").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("자영업자 실업급여")
    looks_right()
    page.locator("[name=insured_since]").fill("2014-03-03")
    page.locator("main button[type=submit]").click()
    expect(page.locator(".dure-error-summary")).to_be_focused()
    expect(page.locator("[name=insured_since]")).to_have_value("2014-03-03")
    looks_right()
    page.locator("[name=closed_on]").fill("2019-10-01")
    page.locator("[name=grade]").select_option("1")
    page.locator("label[for=id_forced_0]").click()
    page.locator("main button[type=submit]").click()
    expect(page.locator("#answer")).to_contain_text("35,901")
    expect(page.locator("#answer")).to_contain_text("고용센터만 결정")
    looks_right()
