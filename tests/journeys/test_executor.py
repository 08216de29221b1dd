"""Executor's staff: nominate, see their own applicants, score page by page and by spreadsheet."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.domains.builders import application, business_number, merchant, published, signed_up
from tests.domains.people import NOW, person
from tests.domains.reviews import TOPS, staff

from dure.domains.events.models import Event
from dure.domains.notices.models import Notice
from dure.domains.privacy.models import AccessRecord
from dure.domains.review.models import ScoreSheet
from dure.domains.review.services.open_first_stage import open_first_stage

NAMES = ("두레상회", "춘천 막국수", "가온공방", "새벽빵집")


@pytest.fixture
def site(live_server, transactional_db, monkeypatch, settings) -> str:
    monkeypatch.setenv("DURE_NOW", NOW.isoformat())
    settings.DURE_VIRUS_SCAN = False
    version = published()
    for n, name in enumerate(NAMES, 1):
        made = merchant(n, name=name, phone="010-1234-5678", owner_name="홍길동")
        application(made, version, n=n, state="accepted", choices=("otter", "acorn"))
    application(merchant(9, name="남의 손님"), version, n=9, state="accepted", choices=("otter",))
    open_first_stage(actor=person(), now=NOW, programme=TOPS)
    staff()
    staff("otter")
    return str(live_server.url)


def sign_in(page: Page, site: str, email: str, address: str) -> None:
    page.goto(f"{site}{address}")
    page.locator("[name=login]").fill(email)
    page.locator("[name=password]").fill("secret-secret")
    page.locator("main button[type=submit]").click()


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).click()


def test_a_nomination_is_confirmed_by_a_newcomer(site, page: Page, looks_right):
    sign_in(page, site, "acorn@test.example", "/executor/")
    expect(page.get_by_role("heading", level=1)).to_have_text("수행기관 업무")
    looks_right()
    page.get_by_role("link", name="업체 추천").click()
    looks_right()
    page.locator("[name=business_no]").fill("123-45-67890")
    page.locator("[name=name]").fill("새싹공방")
    page.locator("[name=email]").fill("sprout@merchant.example")
    page.locator("[name=reason]").fill("수제 도자기의 반응이 좋습니다.")
    press(page, "추천 보내기")
    expect(page.locator(".dure-error-summary")).to_be_focused()
    expect(page.locator("[name=name]")).to_have_value("새싹공방")
    looks_right()
    page.locator("[name=business_no]").fill(business_number(500))
    press(page, "추천 보내기")
    expect(page.locator("main table tbody tr")).to_contain_text("답변 대기")
    looks_right()

    link = Notice.objects.get(template="nomination").secret
    page.context.clear_cookies()
    page.goto(f"{site}{link}")
    assert "nominations/" in page.url
    assert link not in page.url
    expect(page.locator("main")).to_contain_text("수제 도자기의 반응이 좋습니다.")
    looks_right()
    press(page, "추천 거절")
    expect(page.locator(".dure-error-summary")).to_contain_text("거절 사유")
    looks_right()
    page.get_by_role("link", name="회원가입하고 추천 확인").click()
    page.locator("[name=email]").fill("sprout@merchant.example")
    for name in ("password1", "password2"):
        page.locator(f"[name={name}]").fill("a-long-enough-secret-2025")
    page.locator("main button[type=submit]").click()
    page.goto(f"{site}/nominations/")
    press(page, "추천 확인 후 신청서 작성")
    expect(page).to_have_url(re.compile(r"/calls/tops-2025/apply/\d+/eligibility/"))

    page.context.clear_cookies()
    sign_in(page, site, "acorn@test.example", "/executor/tops-2025/nominations/")
    expect(page.locator("main table tbody tr")).to_contain_text("업체 확인")


def test_a_page_of_one_applicant_and_scores_page_by_page(site, page: Page, looks_right):
    sign_in(page, site, "acorn@test.example", "/executor/tops-2025/applicants/")
    expect(page.locator("main table tbody tr")).to_have_count(4)
    expect(page.locator("main")).not_to_contain_text("남의 손님")
    looks_right()
    page.locator("[name=q]").locator("visible=true").last.fill("ㅊㅊ")
    press(page, "조건에 맞는 신청자 보기")
    expect(page.locator("main table tbody tr")).to_have_count(1)
    page.get_by_role("link", name="TOPS-2025-000002").click()
    expect(page.locator("main")).not_to_contain_text("수달라이브")
    expect(page.locator("main")).not_to_contain_text("010-1234-5678")
    looks_right()
    press(page, "연락처 보기")
    expect(page.locator("main")).to_contain_text("010-1234-5678")
    looks_right()
    assert AccessRecord.objects.filter(kind="reveal", subject="application").count() == 1
    assert AccessRecord.objects.filter(kind="view", subject="application").count() == 1

    page.goto(f"{site}/executor/tops-2025/scores/consult/")
    looks_right()
    page.get_by_role("link", name=re.compile("다음 신청자 평가")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("두레상회")
    looks_right()
    page.locator("[name=product]").fill("87.5555")
    press(page, "제출하고 다음으로")
    expect(page.locator(".dure-error-summary")).to_be_focused()
    expect(page.locator("[name=product]")).to_have_value("87.5555")
    looks_right()
    for name, mark in (("product", "87.5"), ("growth", "90.333"), ("will", "70.001")):
        page.locator(f"[name={name}]").fill(mark)
    press(page, "제출하고 다음으로")
    expect(page.locator("#messages")).to_contain_text("85.133점")
    expect(page.get_by_role("heading", level=1)).to_have_text("춘천 막국수")
    expect(page).to_have_url(re.compile("scored=no"))
    page.locator("[name=product]").fill("1")
    press(page, "임시 저장")
    expect(page.locator("#messages")).to_contain_text("임시 저장")
    assert ScoreSheet.objects.get(state="submitted").total == 85_133


def test_scores_by_spreadsheet_a_faulty_one_first(site, page: Page, looks_right, tmp_path: Path):
    sign_in(page, site, "acorn@test.example", "/executor/tops-2025/scores/consult/workbook/")
    press(page, "엑셀 파일 내려받기")
    expect(page.locator(".dure-error-summary")).to_be_focused()
    looks_right()
    page.locator("[name=reason]").fill("1단계 평가")
    with page.expect_download() as saved:
        press(page, "엑셀 파일 내려받기")
    saved.value.save_as(tmp_path / "scores.xlsx")
    assert AccessRecord.objects.get(kind="download").subjects == 4

    sheet = tmp_path / "scores.csv"
    header = "접수번호,상호,상품 경쟁력,성장 가능성,대표자의 의지,의견\n"
    good = "".join(f"TOPS-2025-{n:06d},,{60 + n},70,80,\n" for n in range(1, 4))
    sheet.write_text(header + good + "TOPS-2025-000009,,1,2,3,\nTOPS-2025-000004,,110,,칠십,\n")
    page.goto(f"{site}/executor/tops-2025/scores/consult/uploads/")
    looks_right()
    press(page, "파일 확인")
    expect(page.locator(".dure-error-summary")).to_contain_text("파일")
    page.locator("[name=file]").set_input_files(sheet)
    press(page, "파일 확인")
    expect(page.locator("main table tbody tr")).to_have_count(4)
    expect(page.locator("main table")).to_contain_text("귀 기관이 평가하는 신청이 아닙니다")
    looks_right()
    sheet.write_text(header + good + "TOPS-2025-000004,,,,,\n")
    page.get_by_role("link", name="고친 파일 올리기").click()
    page.locator("[name=file]").set_input_files(sheet)
    press(page, "파일 확인")
    expect(page.locator("main")).to_contain_text("새 점수 3건, 바뀌는 점수 0건")
    assert not ScoreSheet.objects.exists()
    looks_right()
    press(page, "이 점수 제출")
    expect(page.locator("#messages")).to_contain_text("점수 3건을 제출했습니다")
    expect(page.locator("main")).to_contain_text("3/4")
    looks_right()
    assert Event.objects.filter(act="score_upload.confirm", subject="score_upload").count() == 1


def test_another_executor_sees_nothing_of_it(site, page: Page, looks_right):
    own = application(merchant(20, name="도토리만"), published_version(), n=20, state="accepted")
    made = ScoreSheet.objects.create(
        programme=TOPS, stage="consult", executor="acorn", state="submitted", total=85_133,
        application=own,
        items={}, changed_at=NOW,
    )  # fmt: skip
    sign_in(page, site, "otter@test.example", "/executor/tops-2025/applicants/")
    expect(page.locator("main table tbody tr")).to_have_count(5)
    expect(page.locator("main")).not_to_contain_text("도토리만")
    expect(page.locator("main")).not_to_contain_text("85.133")
    looks_right()
    for address in ("applicants/{}/", "scores/consult/{}/"):
        path = f"{site}/executor/tops-2025/{address.format(made.application_id)}"
        assert page.request.get(path).status == 404
    assert page.request.get(f"{site}/executor/tops-2025@acorn/applicants/").status == 404


def published_version():
    from dure.domains.programmes.models import ProgrammeVersion

    return ProgrammeVersion.objects.get(programme=TOPS, state="published")


def test_somebody_without_a_role_is_not_let_in(site, page: Page):
    signed_up("nobody@test.example")
    sign_in(page, site, "nobody@test.example", "/executor/")
    assert page.request.get(f"{site}/executor/").status == 403
