"""The style guide in a real browser: every component, both languages, five ways to look at it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from tests.journeys.axe import violations_and_fit

WINDOWS: dict[str, dict[str, Any]] = {
    "desktop": {"viewport": {"width": 1280, "height": 900}},
    "phone": {"viewport": {"width": 360, "height": 740}},
    "zoom-200": {"viewport": {"width": 640, "height": 450}, "device_scale_factor": 2},
    "more-contrast": {"viewport": {"width": 1280, "height": 900}, "contrast": "more"},
    "forced-colours": {"viewport": {"width": 1280, "height": 900}, "forced_colors": "active"},
}


@pytest.fixture
def opened(browser: Browser) -> Iterator[Any]:
    contexts: list[BrowserContext] = []
    said: list[str] = []

    def open_with(**how: Any) -> Page:
        context = browser.new_context(**{"locale": "ko-KR", **how})
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda m: said.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        return page

    yield open_with
    for context in contexts:
        context.close()
    assert said == []  # the content security policy and the scripts have nothing to complain about


@pytest.fixture
def address(live_server, transactional_db) -> str:
    return f"{live_server.url}/styleguide/"


@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize("language", ["ko-KR", "en-GB"])
def test_every_component_is_accessible_and_fits(address, opened, window, language):
    how = WINDOWS[window] | {"locale": language}
    page = opened(**how)  # with the policy as it is served
    page.goto(address)
    expect(page.locator("html")).to_have_attribute("lang", language[:2])
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page = opened(**how, bypass_csp=True)  # axe is injected
    page.goto(address)
    found, fits = violations_and_fit(page)
    assert found == []
    assert fits


def test_more_contrast_is_given_to_those_who_ask_their_system_for_it(address, opened):
    page = opened(contrast="more")
    page.goto(address)
    expect(page.locator("html")).to_have_attribute("data-krds-mode", "high-contrast")


@pytest.mark.parametrize("scripts", [True, False])
def test_an_error_summary_has_the_focus_and_leads_to_the_field(address, opened, scripts):
    page = opened(java_script_enabled=scripts)
    page.goto(address)
    expect(page.locator(".dure-error-summary")).to_be_focused()
    page.locator(".dure-error-summary a").first.click()
    expect(page).to_have_url(re.compile("#id_wrong-business_no$"))


def test_the_first_stop_of_the_keyboard_skips_to_the_content(address, opened):
    page = opened()
    page.goto(address.removesuffix("styleguide/"))
    page.keyboard.press("Tab")
    expect(page.locator("#krds-skip-link a")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


@pytest.mark.parametrize("scripts", [True, False])
def test_the_menu_opens_on_a_phone_and_holds_the_language(address, opened, scripts):
    page = opened(**WINDOWS["phone"], java_script_enabled=scripts)
    page.goto(address)
    page.locator("summary.all").click()
    page.locator(".dure-menu-foot .dure-language button").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page).to_have_url(address)


def test_escape_closes_the_menu_and_gives_the_focus_back(address, opened):
    page = opened(**WINDOWS["phone"])
    page.goto(address)
    page.locator("summary.all").click()
    page.keyboard.press("Escape")
    expect(page.locator(".dure-menu")).not_to_have_attribute("open", re.compile(""))
    expect(page.locator("summary.all")).to_be_focused()


def test_a_dialog_opens_closes_and_gives_the_focus_back(address, opened):
    page = opened()
    page.goto(address)
    page.locator("[data-opens=withdraw]").click()
    expect(page.get_by_role("dialog", name="이 신청을 철회할까요?")).to_be_visible()
    page.get_by_role("button", name="신청 유지").click()
    expect(page.locator("#withdraw")).to_be_hidden()
    expect(page.locator("[data-opens=withdraw]")).to_be_focused()


def test_small_comforts_need_scripts_and_hide_without_them(address, opened):
    page = opened()
    page.goto(address)
    page.locator("[data-shows=id_wrong-password]").click()
    expect(page.locator("#id_wrong-password")).to_have_attribute("type", "text")
    page.locator("#id_wrong-plan").fill("가나다")
    expect(page.locator("[data-counts=id_wrong-plan] [data-count-now]")).to_have_text("3")
    large = {"name": "큰 파일.pdf", "mimeType": "application/pdf", "buffer": b"x" * 11_000_000}
    page.locator("#id_wrong-licence").set_input_files(large)
    expect(page.locator("[data-chosen] .too-large")).to_contain_text(
        "큰 파일.pdf (10.5MB) 파일이 너무 큽니다."
    )
    plain = opened(java_script_enabled=False)
    plain.goto(address)
    expect(plain.locator("[data-shows=id_wrong-password]")).to_be_hidden()
    expect(plain.locator("[data-counts=id_wrong-plan]")).to_be_hidden()
