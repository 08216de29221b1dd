"""A mark put right by an objection, a set-aside that does nothing, a place nobody has: read on every page."""

from __future__ import annotations

from playwright.sync_api import Page, expect
from tests.domains.selecting import (
    CONSULT,
    PROMOTE,
    SMALL,
    TOLD,
    applicant,
    decisions,
    officer,
    place_of,
)
from tests.domains.test_selection_breakdown import with_rubric
from tests.journeys.test_selection import STAGE, press, seen, sign_in, site
from tests.journeys.ticking import tick

from dure.domains.selection.services.accept_place import accept_place
from dure.domains.selection.services.assign_objection import assign_objection
from dure.domains.selection.services.file_objection import file_objection
from dure.domains.selection.services.give_up_place import give_up_place

__all__ = ["seen", "site"]


def test_a_mark_is_put_right_and_read_by_the_applicant(site, page: Page, seen):
    selection = with_rubric()
    decision = decisions(selection)[20]
    pk = file_objection(
        actor=applicant(20), now=TOLD, decision_id=decision.pk, grounds="상품성 가점이 빠졌습니다"
    )
    third = officer("third")
    assign_objection(actor=officer(), now=TOLD, objection_id=pk, officer_id=third.user_id or 0)
    sign_in(page, site, third)
    page.goto(f"{site}/officer/objections/{pk}/answer/")
    tick(page.locator("[name=outcome][value=granted]"))
    tick(page.locator("[name=effect][value=corrected]"))
    page.locator("[name=executor]").select_option("acorn")
    page.locator("[name='mark.product']").fill("78.5")
    page.locator("[name='why.product']").fill("가점 서류를 확인하지 못했음")
    page.locator("[name=basis]").fill("평가지침 제12조")
    page.locator("[name=answer]").fill("가점을 더하여 바로잡습니다")
    seen()
    press(page, "답변하고 신청자에게 알리기")
    expect(page.locator("main")).to_contain_text("71.200 → 75.700")
    seen()
    sign_in(page, site, applicant(20))
    page.goto(f"{site}/my/decisions/{decision.pk}/")
    expect(page.locator("main")).to_contain_text("가점 서류를 확인하지 못했음")
    seen()


def test_a_place_that_nobody_has_and_a_set_aside_without_seats_are_named(site, page: Page, seen):
    with_rubric()
    for n in (1, 4, 7, 10, 13):
        give_up_place(actor=applicant(n), now=TOLD, place_id=place_of(n).pk)
    accept_place(actor=applicant(2), now=TOLD, place_id=place_of(2).pk)
    sign_in(page, site, officer())
    page.goto(f"{site}{STAGE}")
    expect(page.locator("main")).to_contain_text("예비 명단에 남은 사람이 없습니다")
    seen()
    page.goto(f"{site}{STAGE}places/?executor=acorn")
    expect(page.locator("main")).to_contain_text("채우지 못함: 1자리")
    seen()
    page.goto(f"{site}/officer/selection/{SMALL}/{PROMOTE}/preview/")
    expect(page.locator("main")).to_contain_text("한 자리가 되지 않아")
    seen()
    page.goto(f"{site}/results/{SMALL}/?stage={CONSULT}")
    expect(page.locator("main")).to_contain_text("기록 9건")
    seen()
