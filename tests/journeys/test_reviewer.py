"""A panel: formed and assigned; a reviewer declares a conflict before seeing a case and scores the rest."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from tests.domains.builders import application, merchant, published, signed_up
from tests.domains.people import NOW, person
from tests.domains.reviews import CHAMPION, ROUND, TOPS, assigned_panel, opened, panel_of
from tests.journeys.ticking import tick

from dure.domains.accounts.models import User
from dure.domains.merchants.models import MerchantMember
from dure.domains.privacy.models import AccessRecord
from dure.domains.review.models import Assignment, RecusalRequest, ScoreSheet

NAMES = ("두레상회", "춘천 막국수", "가온공방")


@pytest.fixture
def site(live_server, transactional_db, monkeypatch) -> str:
    monkeypatch.setenv("DURE_NOW", NOW.isoformat())
    version = published()
    made = [
        application(merchant(n, name=name), version, n=n, state="accepted", choices=("acorn",))
        for n, name in enumerate(NAMES, 1)
    ]
    opened(CHAMPION, [(one.pk, "acorn") for one in made])
    panel_of(6)
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


def test_from_the_panel_to_the_last_score(site, page: Page, looks_right):
    sign_in(page, site, "officer@test.example", f"/officer/review/{TOPS}/")
    looks_right()
    page.get_by_role("link", name="위원회와 배정").click()
    looks_right()
    press(page, "평가 배정")
    expect(page.locator(".dure-error-summary")).to_contain_text("위원이 없습니다")
    looks_right()
    for box in page.locator("[name=reviewers]").all():
        tick(box)
    press(page, "위원회 저장")
    press(page, "평가 배정")
    expect(page.locator("#messages")).to_contain_text("15건을 배정했습니다")
    looks_right()

    busy = Assignment.objects.values_list("reviewer_id", flat=True)
    reviewer = next(pk for pk in set(busy) if list(busy).count(pk) == 3)
    sign_in(page, site, User.objects.get(pk=reviewer).email, "/reviewer/")
    looks_right()
    page.locator("main table a").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("이해충돌 신고")
    expect(page.locator("main")).not_to_contain_text("240,000,000")
    looks_right()
    mine = list(Assignment.objects.filter(reviewer_id=reviewer).order_by("application_id"))
    case = f"{site}/reviewer/{TOPS}/{ROUND}/{mine[0].application_id}/"
    assert page.request.get(case).status == 404
    press(page, "신고서 제출")
    expect(page.locator(".dure-error-summary")).to_be_focused()
    looks_right()
    for place, one in enumerate(mine):
        relation = "family" if place == 0 else "none"
        page.locator(f"[name='case.{one.application_id}']").select_option(relation)
    tick(page.locator("[name=signed]"))
    press(page, "신고서 제출")
    expect(page.locator("main table tbody tr")).to_have_count(2)
    expect(page.locator("main")).not_to_contain_text(NAMES[0])
    looks_right()
    assert page.request.get(case).status == 404

    page.locator("main table a").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("춘천 막국수")
    looks_right()
    page.locator("[name=product]").fill("아흔")
    press(page, "제출하고 다음으로")
    expect(page.locator(".dure-error-summary")).to_be_focused()
    looks_right()
    for _ in range(2):
        for name in ("product", "growth", "will"):
            page.locator(f"[name={name}]").fill("90.5")
        press(page, "제출하고 다음으로")
    expect(page).to_have_url(re.compile(rf"/reviewer/{TOPS}/{ROUND}/$"))
    expect(page.locator("main")).to_contain_text("2/2")
    assert list(ScoreSheet.objects.values_list("total", flat=True)) == [90_500, 90_500]

    page.get_by_role("link", name="평가 대상 내려받기").click()
    looks_right()
    page.get_by_text("CSV", exact=True).click()
    page.locator("[name=reason]").fill("발표평가 준비")
    with page.expect_download() as saved:
        press(page, "평가 대상 내려받기")
    text = saved.value.path().read_text(encoding="utf-8-sig")
    assert NAMES[1] in text
    assert NAMES[0] not in text
    assert AccessRecord.objects.get(kind="download").subjects == 2


def test_an_applicant_asks_for_a_recusal_and_an_officer_looks_around_the_panel(
    live_server, transactional_db, monkeypatch, page: Page, looks_right
):
    monkeypatch.setenv("DURE_NOW", NOW.isoformat())
    site = str(live_server.url)
    cases, sitting = assigned_panel(3, 7)
    owner = signed_up("owner@test.example")
    MerchantMember.objects.create(
        merchant_id=cases[0].merchant_id, user_id=owner.user_id, proved_by="first", since=NOW
    )
    sign_in(page, site, "owner@test.example", f"/my/applications/{cases[0].pk}/recusal/")
    looks_right()
    press(page, "기피 신청 제출")
    expect(page.locator(".dure-error-summary")).to_be_focused()
    page.locator("[name=about]").fill("가상협회 가상인")
    page.locator("[name=grounds]").fill("분쟁이 있었습니다")
    press(page, "기피 신청 제출")
    asked = RecusalRequest.objects.get()
    looks_right()

    sign_in(page, site, "officer@test.example", "/officer/recusals/")
    looks_right()
    page.goto(f"{site}/officer/recusals/{asked.pk}/")
    press(page, "답변하고 신청자에게 알리기")
    expect(page.locator(".dure-error-summary")).to_be_focused()
    looks_right()
    tick(page.locator("[name=outcome][value=granted]"))
    page.locator("[name=reviewer]").select_option(index=1)
    page.locator("[name=reason]").fill("사실로 확인됨")
    press(page, "답변하고 신청자에게 알리기")
    expect(page.locator("#messages")).to_be_visible()
    panel = f"{site}/officer/review/{TOPS}/{ROUND}/panel/"
    for address in ("cases/", f"cases/{cases[0].pk}/", "replace/", "quality/", "quality/export/"):
        page.goto(f"{panel}{address}")
        looks_right()

    assert sitting[0].user_id is not None
    sign_in(page, site, User.objects.get(pk=sitting[0].user_id).email, "/reviewer/expertise/")
    looks_right()
