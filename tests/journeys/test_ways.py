"""Stages chosen without scores, from the hash of the seed to the applicant; shares that are tried."""

from __future__ import annotations

from playwright.sync_api import Page, expect
from tests.domains.reviews import staff
from tests.domains.selecting import (
    CONSULT,
    SMALL,
    applicant,
    decisions,
    first_stage,
    officer,
    small_programme,
    told,
)
from tests.domains.test_selection_ways import nominated, programme, turned
from tests.journeys.test_selection import press, seen, sign_in, site

__all__ = ["seen", "site"]
STAGE = f"/officer/selection/{SMALL}/{CONSULT}/"


def test_a_lot_is_committed_to_previewed_and_read_by_who_was_not_drawn(site: str, page: Page, seen):
    turned(small_programme(programme("lot")))
    sign_in(page, site, officer())
    page.goto(site + STAGE)
    seen()
    press(page, "추첨값의 해시 공개하기")
    expect(page.get_by_text("이제 누구도 다른 추첨값을 고를 수 없습니다")).to_be_visible()
    page.goto(f"{site}{STAGE}preview/")
    expect(page.get_by_text("여러 추첨 가운데 한 예입니다")).to_be_visible()
    seen()
    selection = told()
    loser = next(n for n, d in decisions(selection).items() if d.decision == "reserve")
    sign_in(page, site, applicant(loser))
    page.goto(f"{site}/my/decisions/{decisions(selection)[loser].pk}/")
    expect(page.get_by_text("추첨 순번은").first).to_be_visible()
    seen()


def test_other_shares_are_tried_and_nominations_are_put_in_order(site: str, page: Page, seen):
    made = first_stage()
    nominated(made[:6])
    sign_in(page, site, officer())
    page.goto(f"{site}{STAGE}preview/")
    page.get_by_label("비수도권").fill("0")
    press(page, "이 비율로 해 보기")
    expect(page.get_by_text("달라집니다")).to_be_visible()
    seen()
    sign_in(page, site, staff())
    page.goto(f"{site}/executor/{SMALL}/nominations/order/")
    page.get_by_role("textbox").first.fill("9")
    press(page, "이 순서로 저장")
    expect(page.get_by_role("alert").first).to_be_visible()
    seen()
    page.get_by_label("이 순서로 정한 이유").fill("성장이 빠릅니다.")
    press(page, "이 순서로 저장")
    expect(page.get_by_text("순서를 저장했습니다")).to_be_visible()
    seen()
