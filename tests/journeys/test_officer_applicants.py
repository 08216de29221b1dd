"""An officer's day: a list with errors, mended, imported; screened; documents checked; decided; exported."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Page, expect
from tests.domains.builders import application, merchant, published, signed_up
from tests.domains.lists import row, sheet
from tests.domains.people import NOW, person
from tests.jobs.running import run_jobs

from dure.domains.accounts.models import User
from dure.domains.applications.models import Application, ApplicationDocument, Supplement
from dure.domains.notices.models import Notice
from dure.domains.privacy.models import AccessRecord
from dure.domains.uploads.models import StoredFile

REQUIRED = (
    "small_merchant_certificate",
    "business_registration",
    "national_tax_certificate",
    "local_tax_certificate",
    "brand_plan",
)
"""The tax service was not asked about the applicant, so the registration too is handed in."""


def document(of: Application, name: str, **more: object) -> ApplicationDocument:
    file = StoredFile.objects.create(
        purpose="document", name=f"{name}.pdf", size=1024, sha256="0" * 64, content_type="application/pdf",
        state="clean", uploaded_at=NOW,
    )  # fmt: skip
    days = {"issued_on": date(2025, 3, 20), "valid_until": date(2025, 12, 31)}
    return ApplicationDocument.objects.create(
        application=of, document=name, file=file, handed_in_at=NOW, **(days | more)
    )


@pytest.fixture
def site(live_server, transactional_db, monkeypatch, page: Page) -> str:
    """The service with one application from a merchant, and an officer signed in."""
    monkeypatch.setenv("DURE_NOW", NOW.isoformat())
    officer = person("officer")
    applied = application(
        merchant(90, owner=signed_up("owner@test.example"), name="도담공방"), published(), n=90
    )
    for name in REQUIRED:
        document(applied, name)
    signed = Client()
    signed.force_login(User.objects.get(pk=officer.user_id))
    page.context.add_cookies(
        [{"name": "sessionid", "value": signed.cookies["sessionid"].value, "url": live_server.url}]
    )
    return str(live_server.url)


def main(page: Page):
    return page.locator("main")


def press(page: Page, name: str) -> None:
    main(page).get_by_role("button", name=name, exact=True).click()


def test_a_list_is_checked_mended_imported_and_screened(site, page: Page, looks_right, tmp_path: Path):
    page.goto(f"{site}/officer/")
    expect(main(page)).to_contain_text("확인할 서류가 있는 신청")
    looks_right()
    main(page).get_by_role("link", name="명단 올리기").click()
    looks_right()
    press(page, "명단 점검")
    expect(page.locator(".dure-error-summary")).to_be_visible()
    looks_right()

    wrong = tmp_path / "명단.csv"
    wrong.write_bytes(sheet(row(1), row(2, 지역코드="강원"), row(3, 이메일="없음", 상호="다람상회")))
    page.locator("[name=list]").set_input_files(wrong)
    press(page, "명단 점검")
    expect(main(page)).to_contain_text("명단을 점검하고 있습니다")
    looks_right()
    run_jobs()
    page.reload()
    expect(main(page).locator("table tbody tr")).to_have_count(2)
    expect(main(page)).to_contain_text("지역코드")
    looks_right()

    press(page, "오류 명단 내려받기")
    expect(page.locator(".dure-error-summary")).to_contain_text("내려받는 사유")
    looks_right()
    page.locator("[name=reason]").fill("오류 수정")
    with page.expect_download() as waiting:
        press(page, "오류 명단 내려받기")
    lines = waiting.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 3
    assert "지역코드" in lines[1]

    press(page, "신청 1건 등록")
    expect(page.locator(".dure-error-summary")).to_contain_text("오류가 있는 행")
    looks_right()

    page.goto(f"{site}/officer/programmes/by-id/tops-2025/imports/")
    mended = tmp_path / "명단-수정.csv"
    mended.write_bytes(sheet(row(1), row(2), row(3, 상호="다람상회")))
    page.locator("[name=list]").set_input_files(mended)
    press(page, "명단 점검")
    run_jobs()
    page.reload()
    press(page, "신청 3건 등록")
    expect(main(page)).to_contain_text("명단을 등록하고 있습니다")
    run_jobs()
    page.reload()
    expect(main(page)).to_contain_text("신청 3건을 등록했습니다")
    looks_right()

    page.goto(f"{site}/officer/programmes/by-id/tops-2025/screening/")
    looks_right()
    press(page, "전체 신청 요건판정")
    expect(main(page)).to_contain_text("신청 4건을 판정했습니다")
    looks_right()

    page.goto(f"{site}/officer/programmes/by-id/tops-2025/applications/")
    looks_right()
    page.locator("[name=words]").fill("ㄷㄹ")
    press(page, "신청자 조회")
    expect(main(page).locator("table tbody tr")).to_have_count(3)
    expect(main(page).locator("table")).not_to_contain_text("도담공방")
    looks_right()

    main(page).get_by_role("link", name="적합 처리할 수 있는 신청 모두 처리").click()
    expect(main(page)).to_contain_text("총 3건")
    looks_right()
    press(page, "3건 모두 요건 적합으로 처리")
    expect(page.locator(".dure-error-summary")).to_contain_text("사유")
    looks_right()
    page.locator("[name=reason]").fill("오프라인 서류 확인 완료")
    press(page, "3건 모두 요건 적합으로 처리")
    expect(main(page)).to_contain_text("신청 3건을 요건 적합으로 처리하고")
    assert Application.objects.filter(state="accepted").count() == 3

    main(page).get_by_role("link", name="이 목록 내려받기").click()
    looks_right()
    press(page, "목록 내려받기")
    expect(page.locator(".dure-error-summary")).to_contain_text("내려받는 사유")
    looks_right()
    page.locator("[name=reason]").fill("선정위원회 자료 작성")
    with page.expect_download() as waiting:
        press(page, "목록 내려받기")
    assert waiting.value.suggested_filename == "applicants-tops-2025-2025-03-24.xlsx"
    assert AccessRecord.objects.get(what="applicants of tops-2025").subjects == 3


def test_documents_are_checked_a_supplement_asked_and_the_application_accepted(site, page: Page, looks_right):
    applied = Application.objects.get()
    page.goto(f"{site}/officer/applications/{applied.pk}/?state=submitted")
    looks_right()
    press(page, "다시 판정")
    expect(main(page)).to_contain_text("다시 판정했습니다: 자격 충족")
    expect(main(page)).to_contain_text("브랜드 소개서: 아직 확인하지 않았습니다.")

    plan = page.locator("#document-brand_plan")
    plan.get_by_role("button", name="서류 불인정").click()
    expect(page.locator(".dure-error-summary")).to_contain_text("신청인 안내 내용")
    looks_right()
    plan.locator("textarea").fill("서명이 없습니다.")
    plan.get_by_role("button", name="서류 불인정").click()
    expect(main(page)).to_contain_text("서류를 인정하지 않았습니다.")
    looks_right()

    main(page).get_by_role("link", name="보완 요청").click()
    expect(page.locator("[name='note-document.brand_plan']")).to_have_value("서명이 없습니다.")
    looks_right()
    page.locator("[name='note-document.brand_plan']").fill("")
    press(page, "보완 요청하기")
    expect(page.locator(".dure-error-summary")).to_contain_text("무엇을 보완해야 하는지")
    looks_right()
    page.locator("[name='note-document.brand_plan']").fill("서명한 소개서를 내 주십시오.")
    press(page, "보완 요청하기")
    expect(main(page)).to_contain_text("보완을 요청하고 신청인에게 알렸습니다.")
    assert Notice.objects.filter(template="supplement_asked").count() == 1
    looks_right()

    # The applicant answers: another file in place of the one refused.
    ApplicationDocument.objects.filter(document="brand_plan").update(state="replaced")
    document(applied, "brand_plan")
    Supplement.objects.update(state="answered", answered_at=NOW, difference={"document.brand_plan": [1, 2]})
    Application.objects.update(state="submitted")
    page.goto(f"{site}/officer/")
    expect(main(page)).to_contain_text("보완을 제출한 신청")
    main(page).get_by_role("link", name="보완을 제출한 신청").click()
    main(page).get_by_role("link", name="TOPS-2025-000090").click()
    for name in REQUIRED:
        page.locator(f"#document-{name}").get_by_role("button", name="서류 인정").click()
        expect(main(page)).to_contain_text("서류를 인정했습니다.")
    expect(main(page)).to_contain_text("서류로 인정")
    press(page, "요건 적합으로 처리")
    expect(main(page)).to_contain_text("요건 적합으로 처리하고 신청인에게 알렸습니다.")
    looks_right()

    main(page).get_by_role("link", name="다음 신청 건").click()
    expect(main(page)).to_contain_text("목록의 마지막 신청입니다.")
    page.goto(f"{site}/officer/applications/{applied.pk}/history/")
    expect(main(page)).to_contain_text("브랜드 소개서: 인정")
    looks_right()

    page.goto(f"{site}/officer/applications/{applied.pk}/")
    press(page, "요건검토 다시 열기")
    expect(page.locator(".dure-error-summary")).to_contain_text("사유")
    looks_right()
    page.locator("[name=reopen-reason]").fill("확인서 재검토")
    press(page, "요건검토 다시 열기")
    expect(main(page)).to_contain_text("요건검토를 다시 열고")
    press(page, "요건 부적합으로 처리")
    expect(page.locator(".dure-error-summary")).to_contain_text("사유를 알려 주십시오")
    looks_right()
    page.locator("label", has_text="기준일 현재 업종별 매출액과").click()
    press(page, "요건 부적합으로 처리")
    expect(main(page)).to_contain_text("신청인에게 사유를 알렸습니다.")
    assert Notice.objects.get(template="application_refused").parameters["objection_until"] == "2025-04-23"


def test_merchants_are_found_by_initials_and_shown_whole_on_a_noted_act(site, page: Page, looks_right):
    page.goto(f"{site}/officer/merchants/")
    looks_right()
    page.locator("[name=words]").fill("ㄷㄷㄱㅂ")
    press(page, "소상공인 조회")
    main(page).get_by_role("link", name="도담공방").click()
    expect(main(page)).to_contain_text("*****")
    looks_right()
    press(page, "번호와 연락처 전체 보기")
    expect(main(page)).to_contain_text("열람 사실을 기록했습니다")
    looks_right()
    page.goto(f"{site}/officer/merchants/?words=없는이름")
    expect(main(page)).to_contain_text("조건에 맞는 소상공인이 없습니다")
    looks_right()
