"""A place taken by disqualification, told, and read; a mixed score explained, and put right."""

from __future__ import annotations

from playwright.sync_api import Page, expect
from tests.domains.selecting import (
    CONSULT,
    EXECUTORS,
    SMALL,
    THEN,
    TOLD,
    applicant,
    decisions,
    first_stage,
    officer,
    place_of,
    scored,
    small_programme,
    told,
)
from tests.domains.test_selection_breakdown import WITH_EXECUTOR
from tests.domains.test_selection_ways import programme, turned
from tests.journeys.test_selection import STAGE, follow, press, seen, sign_in, site
from tests.journeys.ticking import tick

from dure.domains.selection.models import Objection, Selection
from dure.domains.selection.services.accept_place import accept_place
from dure.domains.selection.services.assign_objection import assign_objection
from dure.domains.selection.services.commit_seed import commit_seed
from dure.domains.selection.services.file_objection import file_objection

__all__ = ["seen", "site"]


def test_a_place_is_taken_by_two_officers_and_its_holder_reads_why(site, page: Page, seen):
    first_stage()
    told()
    accept_place(actor=applicant(1), now=TOLD, place_id=place_of(1).pk)
    officer("second")
    sign_in(page, site, officer())
    page.goto(f"{site}{STAGE}places/?executor=acorn")
    seen()
    follow(page, f"{place_of(1).application.application_no} 자격 취소")
    seen()
    press(page, "사전통지하거나, 통지 없이 제안하기")
    page.get_by_label("취소 사유").fill("소상공인 확인서가 허위로 확인됨 (공고 제9조)")
    tick(page.locator("[name=exempt][value=proved]"))
    press(page, "사전통지하거나, 통지 없이 제안하기")
    expect(page.locator("main")).to_contain_text("자격 취소 제안됨")
    page.goto(f"{site}/officer/places/{place_of(1).pk}/disqualify/")
    expect(page.locator("main")).to_contain_text("다른 담당자가 확정해야 합니다")
    seen()

    sign_in(page, site, officer("second"))
    page.goto(f"{site}/officer/places/{place_of(1).pk}/disqualify/")
    page.locator("textarea").fill("확인했습니다")
    seen()
    press(page, "자격 취소 확정")
    expect(page.locator("main")).to_contain_text("자격 취소됨")
    seen()
    page.goto(f"{site}/officer/places/{place_of(1).pk}/disqualify/")
    seen()

    sign_in(page, site, applicant(1))
    page.goto(f"{site}/my/decisions/{decisions(Selection.objects.get())[1].pk}/")
    expect(page.locator("main")).to_contain_text("취소 사유: 소상공인 확인서가 허위로 확인됨")
    seen()
    page.context.clear_cookies()
    page.goto(f"{site}/results/{SMALL}/?stage={CONSULT}")
    seen()
    assert page.request.get(f"{site}/results/{SMALL}/{CONSULT}/movements.csv").text().count("\n") == 3


def test_a_holder_is_told_beforehand_answers_and_reads_how_it_was_taken_up(
    site, page: Page, seen, monkeypatch
):
    first_stage()
    told()
    monkeypatch.setenv("DURE_NOW", TOLD.isoformat())
    accept_place(actor=applicant(1), now=TOLD, place_id=place_of(1).pk)
    here = f"{site}/officer/places/{place_of(1).pk}/disqualify/"
    officer("second")
    sign_in(page, site, officer())
    page.goto(here)
    page.get_by_label("취소 사유").fill("소상공인 확인서가 허위로 의심됨 (공고 제9조)")
    press(page, "사전통지하거나, 통지 없이 제안하기")
    page.goto(here)
    expect(page.locator("main")).to_contain_text("신청자가 의견을 낼 수 있는 기간입니다")
    seen()

    sign_in(page, site, applicant(1))
    page.goto(f"{site}/my/")
    seen()
    page.goto(f"{site}/my/places/{place_of(1).pk}/notice/")
    expect(page.locator("main")).to_contain_text("2025. 5. 26.")
    seen()
    press(page, "의견 보내기")
    expect(page.locator(".dure-error-summary")).to_be_visible()
    seen()
    page.locator("[name=answer]").fill("확인서는 진본입니다.")
    press(page, "의견 보내기")
    expect(page.locator("main")).to_contain_text("확인서는 진본입니다.")
    seen()

    sign_in(page, site, officer())
    page.goto(f"{site}/officer/")
    page.locator("main a[href*='disqualify']").first.click()
    seen()
    page.locator("[name=reason]").fill("발급기관에 확인했으나 발급한 사실이 없습니다.")
    page.locator("main button[value=propose]").click()
    sign_in(page, site, officer("second"))
    page.goto(here)
    page.locator("[name=reason]").fill("확인했습니다")
    seen()
    page.locator("main button[value=confirm]").click()

    sign_in(page, site, applicant(1))
    page.goto(f"{site}/my/places/{place_of(1).pk}/notice/")
    expect(page.locator("main")).to_contain_text("발급한 사실이 없습니다")
    seen()


def test_a_mixed_score_is_explained_and_put_right(site, page: Page, seen):
    made = turned(small_programme(programme("mix", WITH_EXECUTOR)))
    scored(CONSULT, {(one, e): 90_001 - 1000 * n for n, one in enumerate(made) for e in EXECUTORS})
    commit_seed(actor=officer(), now=THEN, programme=SMALL, stage=CONSULT)
    decision = decisions(told())[20]
    sign_in(page, site, applicant(20))
    page.goto(f"{site}/my/decisions/{decision.pk}/")
    expect(page.locator("main")).to_contain_text("출처별 점수")
    expect(page.locator("main")).to_contain_text("수행기관의 점수")
    seen()
    pk = file_objection(actor=applicant(20), now=TOLD, decision_id=decision.pk, grounds="합산이 틀렸습니다")
    third = officer("third")
    assign_objection(actor=officer(), now=TOLD, objection_id=pk, officer_id=third.user_id or 0)
    sign_in(page, site, third)
    page.goto(f"{site}/officer/objections/{pk}/")
    expect(page.locator("main")).to_contain_text("출처별 점수")
    seen()
    page.goto(f"{site}/officer/objections/{pk}/answer/")
    # The circle of a radio button is drawn by its label.
    page.get_by_text("인용: 이의를 받아들임").click()
    page.get_by_text("해당 수행기관의 점수를 바로잡습니다").click()
    page.get_by_label("바로잡은 점수", exact=False).fill("99.5")
    page.get_by_label("정원 외 자리의 근거", exact=False).fill("심사표 합산 오류를 확인함")
    page.locator("textarea").last.fill("합산 오류를 바로잡습니다")
    seen()
    press(page, "답변하고 신청자에게 알리기")
    expect(page.locator("main")).to_contain_text("점수를 바로잡음")
    seen()
    assert (Objection.objects.get().effect, place_of(20).over_quota) == ("corrected", True)
