"""A public vote: candidates, agency, ballot, receipt; officers who seal, set aside and count; the result."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from tests.domains.selecting import CONSULT, SMALL, TOLD, accepted, officer, small_programme
from tests.domains.voting import CLOSES, COUNTED, PREPARED, VOTING, cast, counted, vote_made, vote_programme
from tests.journeys.test_selection import follow, press, seen, sign_in, site
from tests.journeys.ticking import tick

from dure.domains.selection.models import Selection
from dure.domains.selection.services.confirm_selection import confirm_selection
from dure.domains.selection.services.propose_selection import propose_selection
from dure.domains.selection.services.publish_selection import publish_selection
from dure.domains.voting.models import Ballot
from dure.domains.voting.services.cast_ballot import Trace

__all__ = ["seen", "site"]

HERE, THERE = f"/votes/{SMALL}/{CONSULT}/", f"/officer/votes/{SMALL}/{CONSULT}/"


@pytest.fixture
def at(monkeypatch):
    def set_now(instant) -> None:
        monkeypatch.setenv("DURE_NOW", instant.isoformat())

    return set_now


def test_somebody_votes_with_a_verified_identity_and_keeps_a_receipt(site, page: Page, seen, at):
    _vote, made = vote_made()
    at(VOTING)
    page.goto(f"{site}/votes/")
    seen()
    page.goto(f"{site}{HERE}")
    seen()
    follow(page, made[0].name)
    expect(page.locator("main")).to_contain_text("1번 가게입니다.")
    seen()
    page.locator("main button[type=submit]").first.click()
    page.goto(f"{site}{HERE}ballot/")
    expect(page.locator("main")).to_contain_text(made[0].name)
    seen()
    press(page, "본인확인하기")
    expect(page.locator(".dure-error-summary")).to_be_visible()
    seen()
    tick(page.locator("[name=consent]"))
    press(page, "본인확인하기")
    seen()
    press(page, "본인확인 기관으로 가기")
    page.locator("[name=person]").fill("7")
    page.get_by_role("button", name="본인확인 마치기").click()
    expect(page.locator("main")).to_contain_text(made[0].name)
    seen()
    press(page, "표 내기")
    expect(page.locator("main")).to_contain_text(Ballot.objects.get().hash)
    seen()


def test_officers_fix_the_candidates_seal_set_aside_and_count(site, page: Page, seen, at):
    made = accepted(small_programme(vote_programme()), 4)
    at(PREPARED)
    one, other = officer(), officer("second")
    sign_in(page, site, one)
    page.goto(f"{site}{THERE}")
    seen()
    press(page, "후보 확정하기")
    seen()
    from dure.domains.voting.models import Vote

    vote = Vote.objects.select_related("version").get()
    for n in range(6):
        cast(vote, f"farm{n}", made[:1])
    cast(vote, "kim", made[1:2], at=VOTING + timedelta(days=1), trace=Trace("198.51.100.9"))
    at(CLOSES)
    page.goto(f"{site}{THERE}")
    seen()
    press(page, "투표 봉인하기")
    seen()
    page.locator("main a[href*='signal=address']").first.click()
    seen()
    page.locator("[name=reason]").fill("한 주소에서 몰린 표")
    page.locator("main button[type=submit]").last.click()
    seen()
    sign_in(page, site, other)
    page.goto(f"{site}{THERE}")
    page.locator("main a[href*='set-asides']").first.click()
    seen()
    page.locator("[name=reason]").fill("맞습니다")
    page.locator("main button[value=confirm]").click()
    seen()
    at(COUNTED)
    page.goto(f"{site}{THERE}count/")
    seen()
    page.locator("[name=reason]").fill("마감되어 개표합니다")
    page.locator("main button[type=submit]").click()
    expect(page.locator("#result")).to_be_visible()
    seen()


def test_the_result_can_be_checked_by_everybody(site, page: Page, seen, at):
    vote, made = vote_made(14)
    receipt = cast(vote, "kim", made[:2])
    counted(vote)
    propose_selection(actor=officer(), now=COUNTED, programme=SMALL, stage=CONSULT, reason="개표대로")
    selection = Selection.objects.get()
    confirm_selection(actor=officer("second"), now=COUNTED, selection_id=selection.pk, reason="확인")
    at(TOLD)
    publish_selection(actor=officer(), now=TOLD, selection_id=selection.pk)
    page.goto(f"{site}{HERE}")
    seen()
    page.goto(f"{site}{HERE}results/")
    expect(page.locator("main")).to_contain_text(made[0].name)
    seen()
    page.goto(f"{site}{HERE}check/")
    seen()
    page.locator("main [name=ballot]").fill(receipt.ballot)
    page.locator("main button[type=submit]").click()
    expect(page.locator("main")).to_contain_text("목록에 있습니다")
    seen()
