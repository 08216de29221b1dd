"""Cases without names or numbers, found again by an officer; a call that is full says so in time."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from tests.domains import test_first_come_receipt as receipt
from tests.domains.people import NOW, person
from tests.domains.reviews import ROUND, TOPS
from tests.domains.selecting import SMALL, small_programme
from tests.journeys.test_reviewer import press, sign_in
from tests.web.test_blind_everywhere import NAME, code_of, world


@pytest.fixture
def site(live_server, transactional_db, monkeypatch) -> str:
    monkeypatch.setenv("DURE_NOW", NOW.isoformat())
    return str(live_server.url)


def test_a_case_is_called_by_its_code_and_an_officer_finds_it_by_that(
    site, page: Page, looks_right, monkeypatch
):
    made, _browser = world(monkeypatch)
    person()
    code = code_of(made)
    sign_in(page, site, "reviewer@test.example", f"/reviewer/{TOPS}/{ROUND}/")
    expect(page.locator("main")).to_contain_text(code)
    looks_right()
    page.get_by_role("link", name=code).click()
    expect(page.locator("main")).to_contain_text("대표 ■■■")
    expect(page.locator("main")).not_to_contain_text(NAME)
    expect(page.locator("main")).not_to_contain_text(str(made.application_no))
    looks_right()
    sign_in(page, site, "officer@test.example", f"/officer/review/{TOPS}/{ROUND}/panel/cases/")
    expect(page.locator("main")).to_contain_text(code)
    looks_right()
    page.locator("[name=code]").fill("00000-00000")
    press(page, "사례 찾기")
    expect(page.locator("main")).to_contain_text("사례 번호 00000-00000인 사례가 없습니다")
    looks_right()
    page.locator("[name=code]").fill(code.lower())
    press(page, "사례 찾기")
    expect(page.locator("h1")).to_have_text(NAME)
    expect(page.locator("main")).to_contain_text(f"{made.application_no} ({code})")
    looks_right()


def test_a_full_call_says_so_before_and_when_it_is_handed_in(site, page: Page, looks_right):
    small_programme(receipt.few("refuse", total=1))
    first, second = receipt.draft_of(1), receipt.draft_of(2)
    page.goto(f"{site}/calls/{SMALL}/")
    expect(page.locator("main")).to_contain_text("남은 자리가 없으면 더는 접수하지 않습니다")
    looks_right()
    check = f"/calls/{SMALL}/apply/{second.pk}/check/"
    sign_in(page, site, "applicant2@test.example", check)
    expect(page.locator("main")).to_contain_text("1개 자리 가운데 1개가 아직 남아 있습니다")
    receipt.hand_in(1, first)
    press(page, "신청서 제출")
    expect(page.locator(".dure-error-summary")).to_contain_text("자리 1개가 모두 찼습니다")
    expect(page.locator("main")).to_contain_text("작성한 내용은 임시 저장되어 있습니다")
    looks_right()
    page.locator("main").get_by_role("link", name="공고 보기").click()
    expect(page.locator("main")).to_contain_text("접수 마감(정원이 모두 참)")


def test_who_queues_reads_the_number(site, page: Page, looks_right):
    small_programme(receipt.few("queue", total=1))
    first, second = receipt.draft_of(1), receipt.draft_of(2)
    receipt.hand_in(1, first)
    sign_in(page, site, "applicant2@test.example", f"/calls/{SMALL}/apply/{second.pk}/check/")
    press(page, "신청서 제출")
    expect(page.locator("main")).to_contain_text("지금 대기 1번이며")
    looks_right()
