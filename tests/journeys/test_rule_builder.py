"""An officer builds a rule, sees whom it lets through, keeps it as a new draft, with scripts and without."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.domains.people import NOW

from dure.service.demo import PASSWORD, load_demo


@pytest.fixture
def site(live_server, transactional_db, monkeypatch) -> str:
    monkeypatch.setenv("DURE_NOW", NOW.isoformat())
    load_demo()
    return str(live_server.url)


@pytest.fixture
def plain_page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, locale="ko-KR", java_script_enabled=False
    )
    yield context.new_page()
    context.close()


def open_version(page: Page, site: str) -> None:
    page.goto(f"{site}/officer/programmes/")
    page.locator("[name=login]").fill("officer@demo.example")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main button[type=submit]").click()
    page.locator("main table a", has_text="TOPS").first.click()


def test_a_rule_is_built_counted_and_kept_as_a_new_draft(site, page: Page, looks_right):
    open_version(page, site)
    expect(page.locator("#rules + .dure-table")).to_contain_text("폐업 상태")
    looks_right()
    page.locator("main a[href$='/rules/']").click()
    looks_right()
    page.locator("#part-0-what").focus()
    page.locator("#part-0-what").select_option("employees")
    expect(page.locator("#part-0-op")).to_be_visible()
    expect(page.locator("#part-0-what")).to_be_focused()
    page.locator("#part-0-v0").fill("5")
    page.keyboard.press("Tab")
    expect(page.locator(".dure-letter")).to_contain_text("상시근로자 수가 5명 미만입니다.")
    expect(page.locator(".dure-rule-figures")).to_be_visible()
    page.locator("button[value='group:f']").click()
    page.locator("#part-1-0-what").select_option("region")
    page.locator("#part-1-0-add-0").select_option("51")
    expect(page.locator("#part-1-0-v")).to_have_value("51")
    page.locator("#part-1-1-what").select_option("sanctioned_until")
    page.locator("#part-1-1-op").select_option("not >=")
    page.locator("#part-1-1-from0").select_option("as_of()")
    expect(page.locator(".dure-letter code")).to_have_text(
        "employees < 5 AND (region_in('51') OR NOT sanctioned_until >= as_of())"
    )
    looks_right()
    page.locator("button[value='remove:f.0']").click()
    expect(page.locator(".dure-letter code")).to_have_text(
        "(region_in('51') OR NOT sanctioned_until >= as_of())"
    )
    page.locator("button[value='undo']").click()
    expect(page.locator("#part-0-v0")).to_have_value("5")
    page.locator("button[value='text']").click()
    page.locator("#rule-text").fill("employees < 5 AND employes > 3")
    page.locator("button[value='form']").click()
    expect(page.locator(".dure-error-summary")).to_be_focused()
    expect(page.locator("#rule-text")).to_have_value("employees < 5 AND employes > 3")
    looks_right()
    page.locator("#rule-text").fill("employees < 5 AND annual_sales * online_sales_share > 1000")
    page.locator("button[value='form']").click()
    expect(page.locator("#part-1-text")).to_have_value("annual_sales * online_sales_share > 1000")
    page.locator("#rule-id").fill("small_and_online")
    page.locator("#told-ko").fill("직원이 다섯 명 미만이고 온라인 매출이 있어야 합니다.")
    page.locator("#told-en").fill("Fewer than five employees, and online sales.")
    page.locator("button[value='review']").click()
    expect(page.locator(".dure-lines .added").first).to_contain_text("small_and_online")
    looks_right()
    page.locator("button[value='back']").click()
    expect(page.locator("#rule-id")).to_have_value("small_and_online")
    page.locator("button[value='review']").click()
    page.locator("button[value='save']").click()
    expect(page.locator(".dure-alert.success")).to_be_visible()
    expect(page.locator(".dure-lines .added").first).to_contain_text("small_and_online")
    looks_right()
    page.locator("main .dure-actions-main a").click()
    expect(page.locator("#publish")).to_be_visible()


def test_without_scripts_every_step_is_a_button(site, plain_page: Page):
    page = plain_page
    open_version(page, site)
    page.locator("main a[href$='/rules/sells_online/']").click()
    page.locator("#facts summary").click()
    page.locator("#find").fill("소상공인")
    page.locator("#facts button[value='check']").click()
    page.locator("button[value='field:small_merchant']").click()
    expect(page.locator("#part-3-what")).to_have_value("small_merchant")
    page.locator("#part-2-what").select_option("legal_form")
    page.locator("button[value='check']").first.click()
    page.locator("#part-2-v0, #part-2-v").first.select_option("sole")
    page.locator("button[value='review']").click()
    expect(page.locator(".dure-lines .added")).to_contain_text(
        "has(mail_order_no) OR has(channels) OR legal_form = 'sole' OR small_merchant()"
    )
    page.locator("button[value='save']").click()
    expect(page.locator(".dure-alert.success")).to_be_visible()
