"""A stage from preview to public result, a second officer, places that move, an objection."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect
from tests.domains.people import person
from tests.domains.selecting import (
    CONSULT,
    SMALL,
    TOLD,
    applicant,
    decisions,
    first_stage,
    officer,
    place_of,
    told,
)
from tests.domains.test_selection_breakdown import with_rubric
from tests.journeys.ticking import tick

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.models import User
from dure.domains.review.models import ScoreSheet
from dure.domains.selection.models import Objection, Selection
from dure.files.replaying import replay_bundle

STAGE = f"/officer/selection/{SMALL}/{CONSULT}/"
SHOTS = os.environ.get("DURE_SHOTS", "")
"""A folder for pictures of every page that is looked at; none where it is not set."""


@pytest.fixture
def site(live_server, transactional_db, monkeypatch) -> str:
    monkeypatch.setenv("DURE_NOW", TOLD.isoformat())
    return str(live_server.url)


@pytest.fixture
def seen(page: Page, looks_right):
    """Return a check of the page shown, which also takes its picture where that is asked for."""
    count = 0

    def check() -> None:
        nonlocal count
        count += 1
        if SHOTS:
            width = page.viewport_size["width"] if page.viewport_size else 0
            name = os.environ["PYTEST_CURRENT_TEST"].split("::")[1].split("[")[0]
            page.screenshot(path=f"{SHOTS}/{name}-{width}-{count:02d}.png", full_page=True)
        looks_right()

    return check


def sign_in(page: Page, site: str, who: SignedActor) -> None:
    """Sign somebody in without the form, which has journeys of its own."""
    client = Client()
    client.force_login(User.objects.get(pk=who.user_id))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.clear_cookies()
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": site}])


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    page.locator("main").get_by_role("link", name=name, exact=True).first.click()


def test_from_preview_to_publication(site, page: Page, seen, tmp_path: Path):
    made = first_stage()
    missing = ScoreSheet.objects.filter(application=made[23], executor="acorn")
    missing.delete()
    first, second = officer(), officer("second")
    sign_in(page, site, first)
    page.goto(f"{site}/officer/selection/")
    seen()
    follow(page, "1단계 상담")
    seen()
    follow(page, "선정 미리보기")
    expect(page.locator("main")).to_contain_text("점수가 없는 신청 1건")
    expect(page.locator("table", has_text="도토리마켓").first).to_contain_text("4")
    seen()

    follow(page, "입력 자료를 내려받아 직접 선정해 보기")
    press(page, "입력 자료 내려받기")
    expect(page.locator(".dure-error-summary")).to_be_visible()
    seen()
    page.locator("[name=reason]").fill("직접 선정해 보고 비교합니다")
    with page.expect_download() as chosen_from:
        press(page, "입력 자료 내려받기")
    assert chosen_from.value.suggested_filename == f"{SMALL}-{CONSULT}-preview.csv"
    follow(page, "미리보기로 돌아가기")

    press(page, "이 선정안 제안하기")
    expect(page.locator(".dure-error-summary")).to_be_visible()
    seen()
    page.locator("[name=reason]").fill("모든 평가가 끝났습니다")
    press(page, "이 선정안 제안하기")
    expect(page.locator(".dure-error-summary")).to_contain_text("점수가 없는 신청")
    tick(page.locator("[name=without_scores]"))
    press(page, "이 선정안 제안하기")
    expect(page.locator("main")).to_contain_text("확정 대기")
    seen()

    # Whoever proposed it cannot confirm it.
    expect(page.get_by_role("link", name="선정안을 확인하고 확정하기")).to_have_count(0)
    page.goto(f"{site}{STAGE}confirm/")
    expect(page.locator("main")).to_contain_text("다른 담당자가 확정해야 합니다")
    expect(page.get_by_role("button", name="이 선정안 확정하기")).to_have_count(0)
    seen()

    sign_in(page, site, second)
    page.goto(f"{site}/officer/")
    follow(page, "확정할 선정안")
    expect(page.locator("main")).to_contain_text("우선배정의 효과")
    seen()
    press(page, "이 선정안 확정하기")
    expect(page.locator(".dure-error-summary")).to_be_visible()
    page.locator("[name=reason]").fill("점수와 입력 자료를 확인했습니다")
    press(page, "이 선정안 확정하기")
    expect(page.locator("main")).to_contain_text("독립 검증을 통과했습니다")
    seen()
    follow(page, "모든 결정과 사유 보기")
    seen()
    page.goto(f"{site}{STAGE}groups/")
    expect(page.locator("main")).to_contain_text("단계별 구성의 변화")
    seen()
    page.goto(f"{site}{STAGE}publish/")
    seen()
    press(page, "공개하고 모든 신청자에게 알리기")
    expect(page.locator("main")).to_contain_text("결과 공개됨")
    seen()
    page.goto(f"{site}{STAGE}inputs/")
    press(page, "입력 자료 내려받기")
    expect(page.locator(".dure-error-summary")).to_be_visible()
    seen()

    page.context.clear_cookies()
    page.goto(f"{site}/calls/")
    seen()
    page.goto(f"{site}/calls/{SMALL}/")
    expect(page.locator("main")).to_contain_text("결과가 공개되었습니다")
    seen()
    page.goto(f"{site}/results/")
    seen()
    follow(page, "작은 탑스 2025")
    expect(page.locator("main")).to_contain_text("두레상회 1")
    expect(page.locator("main")).not_to_contain_text("두레상회 20")
    seen()
    with page.expect_download() as download:
        follow(page, "공개 묶음 내려받기")
    download.value.save_as(tmp_path / "bundle.zip")
    assert replay_bundle(tmp_path / "bundle.zip").faults == ()
    page.locator("main [name=words]").fill("없는 이름")
    press(page, "선정된 곳 검색")
    expect(page.locator("main")).to_contain_text("이 이름으로 선정된 곳이 없습니다")
    seen()


def test_places_are_taken_given_up_and_move_to_the_next(site, page: Page, seen):
    made = first_stage()
    told()
    sign_in(page, site, applicant(1))
    page.goto(f"{site}/my/applications/{made[0].pk}/")
    expect(page.locator("main")).to_contain_text("참여 여부를 알려 주십시오")
    seen()
    follow(page, "결정 안내와 이의신청 방법 보기")
    expect(page.locator("main")).to_contain_text("우선배정(비수도권)으로 선정되었습니다")
    seen()
    follow(page, "참여 수락")
    seen()
    press(page, "참여 수락")
    expect(page.locator("main")).to_contain_text("참여를 수락하셨습니다")
    seen()

    sign_in(page, site, applicant(4))
    page.goto(f"{site}/my/places/{place_of(4).pk}/give-up/")
    seen()
    press(page, "참여 포기")
    expect(page.locator("main")).to_contain_text("참여를 포기하셨습니다")
    seen()

    sign_in(page, site, applicant(14))
    page.goto(f"{site}/my/decisions/{decisions(Selection.objects.get())[14].pk}/")
    expect(page.locator("main")).to_contain_text("지금은 1번째입니다")
    seen()
    sign_in(page, site, applicant(13))
    page.goto(f"{site}/my/applications/{made[12].pk}/")
    expect(page.locator("main")).to_contain_text("예비순위에서 올라옴")
    seen()

    sign_in(page, site, officer())
    page.goto(f"{site}{STAGE}places/?executor=acorn")
    expect(page.locator("main")).to_contain_text("예비순위")
    seen()
    follow(page, "TOPS-2025-000013 포기 기록")
    press(page, "포기한 것으로 기록하기")
    expect(page.locator(".dure-error-summary")).to_be_visible()
    seen()
    page.locator("[name=reason]").fill("전화로 포기 의사를 밝힘")
    press(page, "포기한 것으로 기록하기")
    expect(page.locator("main")).to_contain_text("다음 순위에")
    seen()
    assert place_of(14).state == "offered"

    # Too late: the place says so and cannot be taken any more.
    os.environ["DURE_NOW"] = datetime.fromisoformat("2025-05-24T00:00:00+09:00").isoformat()
    sign_in(page, site, applicant(2))
    page.goto(f"{site}/my/places/{place_of(2).pk}/accept/")
    expect(page.locator("main")).to_contain_text("기한이 지난 자리입니다")
    seen()


def test_an_applicant_reads_why_and_answers_from_my_page(site, page: Page, seen):
    selection = with_rubric()
    sign_in(page, site, applicant(1))
    page.goto(f"{site}/my/")
    expect(page.locator("main")).to_contain_text("선정되었습니다: 참여 여부를 알려 주십시오")
    seen()
    follow(page, "참여 수락")
    press(page, "참여 수락")
    expect(page.locator("main")).to_contain_text("평가 항목별 점수")
    seen()
    page.goto(f"{site}/my/")
    expect(page.locator("main")).not_to_contain_text("참여 여부를 알려 주십시오")

    sign_in(page, site, applicant(24))
    page.goto(f"{site}/my/decisions/{decisions(selection)[24].pk}/")
    expect(page.locator("main")).to_contain_text("상품성")
    expect(page.locator("main")).to_contain_text("14일 안에 답변해 드립니다")
    seen()
    follow(page, "인쇄용 화면")
    seen()


def test_an_objection_is_filed_assigned_extended_and_granted(site, page: Page, seen, tmp_path: Path):
    first_stage()
    told()
    proof = tmp_path / "증빙.pdf"
    proof.write_bytes(b"%PDF-1.4\n1 0 obj <</Type /Catalog>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n")
    decision = decisions(Selection.objects.get())[20]
    sign_in(page, site, applicant(20))
    page.goto(f"{site}/my/decisions/{decision.pk}/")
    expect(page.locator("main")).to_contain_text("선정 최저점")
    seen()
    follow(page, "이의신청")
    press(page, "이의신청서 제출")
    expect(page.locator(".dure-error-summary")).to_be_visible()
    seen()
    page.locator("[name=grounds]").fill("점수가 잘못 입력되었습니다. 90점이 맞습니다.")
    page.locator("[name=file]").set_input_files(proof)
    press(page, "이의신청서 제출")
    expect(page.locator("main")).to_contain_text("이의신청이 접수되었습니다")
    expect(page.locator("main")).to_contain_text("14일 남음")
    seen()

    third = officer("third")
    sign_in(page, site, officer())
    page.goto(f"{site}/officer/objections/")
    expect(page.locator("main table tbody tr")).to_have_count(1)
    seen()
    follow(page, "TOPS-2025-000020")
    # Those who proposed and confirmed it are not to choose from.
    page.wait_for_load_state("load")
    choices = page.locator("[name=officer] option").all_text_contents()
    assert choices
    assert not any(name.startswith(("officer@", "second@")) for name in choices)
    press(page, "담당자로 지정하기")
    expect(page.locator(".dure-error-summary")).to_be_visible()
    seen()
    page.locator("[name=officer]").select_option(str(third.user_id))
    press(page, "담당자로 지정하기")
    expect(page.locator("main")).to_contain_text("담당자를 지정하고 알렸습니다")
    seen()

    sign_in(page, site, third)
    objection = Objection.objects.get()
    page.goto(f"{site}/officer/objections/{objection.pk}/extend/")
    seen()
    page.locator("[name=reason]").fill("평가위원의 의견을 다시 들어야 합니다")
    press(page, "기한을 연장하고 신청자에게 알리기")
    expect(page.locator("main")).to_contain_text("기한을 연장하고")
    follow(page, "이의신청에 답변하기")
    tick(page.locator("[name=outcome][value=granted]"))
    tick(page.locator("[name=effect][value=placed]"))
    page.locator("[name=answer]").fill("점수 입력 착오가 확인되었습니다.")
    page.locator("[name=executor]").select_option("acorn")
    press(page, "답변하고 신청자에게 알리기")
    expect(page.locator(".dure-error-summary")).to_contain_text("정원 외 선정에는 근거가 필요합니다")
    seen()
    page.locator("[name=basis]").fill("2025-05-19 내부결재")
    press(page, "답변하고 신청자에게 알리기")
    expect(page.locator("main")).to_contain_text("정원 외 선정")
    seen()

    sign_in(page, site, applicant(20))
    page.goto(f"{site}/my/objections/{objection.pk}/")
    expect(page.locator("main")).to_contain_text("점수 입력 착오가 확인되었습니다.")
    seen()
    follow(page, "참여 수락")
    press(page, "참여 수락")
    expect(page.locator("main")).to_contain_text("이의신청 결과")
    seen()


def test_the_ministry_reads_everything_and_changes_nothing(site, page: Page, seen):
    first_stage()
    told()
    sign_in(page, site, person("ministry"))
    for address in (
        "/officer/",
        "/officer/programmes/",
        f"/officer/programmes/by-id/{SMALL}/applications/",
        STAGE,
        f"{STAGE}decisions/",
        f"{STAGE}groups/",
        f"/officer/objections/?programme={SMALL}",
        f"/results/{SMALL}/",
    ):
        page.goto(f"{site}{address}")
        expect(page.locator("main h1")).to_be_visible()
        expect(page.locator("main form[method=post]")).to_have_count(0)
        seen()
    for address in (f"{STAGE}preview/", f"{STAGE}inputs/", "/officer/programmes/upload/"):
        assert page.request.get(f"{site}{address}").status == 403
