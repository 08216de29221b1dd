"""A diagnosis: by the merchant, then by an expert after a visit; the gap, the ways, the list of officers."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from tests.domains.diagnosing import FORM, PROGRAMME, diagnosed_call, expert
from tests.domains.people import NOW, person
from tests.journeys.ticking import tick

from dure.domains.diagnosis.models import DiagnosisSheet

OFFICER = f"/officer/diagnosis/{PROGRAMME}/{FORM}/"


@pytest.fixture
def site(live_server, transactional_db, monkeypatch) -> str:
    monkeypatch.setenv("DURE_NOW", NOW.isoformat())
    # In its own section, so that the page brings the item while one types.
    diagnosed_call(2, ("weight_bp: 4000, asked_if: has_page,", "weight_bp: 4000, asked_if: orders > 50,"))
    person()
    expert()
    return str(live_server.url)


def sign_in(page: Page, site: str, email: str, address: str) -> None:
    page.context.clear_cookies()
    page.goto(f"{site}{address}")
    page.locator("[name=login]").fill(email)
    page.locator("[name=password]").fill("secret-secret")
    page.locator("main button[type=submit]").click()


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).first.click()


def test_from_the_first_answer_to_the_gap(site, page: Page, looks_right):
    sign_in(page, site, "owner@test.example", "/my/")
    page.get_by_role("link", name="진단으로 가기").first.click()
    looks_right()
    press(page, "진단 시작")
    looks_right()
    tick(page.locator("[name=has_page][value=yes]"))
    tick(page.locator("[name=photos][value='4']"))
    expect(page.locator("#draft-state")).to_contain_text("저장됨")
    press(page, "저장하고 다음")
    expect(page.locator("[name=reviews]")).to_have_count(0)
    page.locator("[name=orders]").fill("80")
    expect(page.locator("[name=reviews]")).to_have_count(5)
    looks_right()
    press(page, "저장하고 다음")
    looks_right()
    press(page, "진단 제출")
    expect(page.locator(".dure-error-summary")).to_contain_text("후기 관리")
    looks_right()
    page.locator(".dure-error-summary a").first.click()
    tick(page.locator("[name=reviews][value='3']"))
    press(page, "저장하고 다음")
    press(page, "진단 제출")
    expect(page.locator("h1")).to_contain_text("진단 결과")
    expect(page.locator("main")).to_contain_text("숙련")
    looks_right()
    page.get_by_role("link", name="인쇄용 화면").click()
    looks_right()

    sign_in(page, site, "officer@test.example", OFFICER)
    looks_right()
    page.get_by_role("link", name="전문가에게 배정").click()
    looks_right()
    tick(page.locator("[name=experts]").first)
    page.locator("main form button[type=submit]").last.click()
    expect(page.locator("#messages")).to_contain_text("2건을 배정했습니다")
    page.goto(f"{site}/officer/diagnosis/{PROGRAMME}/")
    looks_right()

    sheet = DiagnosisSheet.objects.filter(filled_by="expert").order_by("application_id")[0]
    sign_in(page, site, "expert@test.example", "/diagnosis/")
    looks_right()
    page.goto(f"{site}/diagnosis/{sheet.pk}/sections/selling/")
    tick(page.locator("[name=has_page][value=no]"))
    tick(page.locator("[name=photos][value='2']"))
    press(page, "저장하고 다음")
    page.locator("[name=orders]").fill("20")
    press(page, "저장하고 다음")
    page.locator("[name='own.visited_on']").fill("2025-03-24")
    looks_right()
    press(page, "진단 제출")
    expect(page.locator("main")).to_contain_text("자가진단과 전문가 진단의 차이")
    looks_right()

    sign_in(page, site, "officer@test.example", f"{OFFICER}{sheet.application_id}/")
    looks_right()
