"""Conflicts declared from a long list of names: in parts, each kept, and cases open after the last."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from tests.domains.people import NOW
from tests.journeys.test_selection import press, seen, sign_in
from tests.journeys.ticking import tick
from tests.web.test_reviewer_pages import HOME, hiding_names

from dure.domains.accounts.actors import actor_of
from dure.domains.accounts.models import User
from dure.domains.review.models import Assignment, ConflictDeclaration

__all__ = ["seen"]


@pytest.fixture
def site(live_server, transactional_db, monkeypatch) -> str:
    monkeypatch.setenv("DURE_NOW", NOW.isoformat())
    monkeypatch.setattr("dure.domains.review.naming.MOST_NAMES", 2)
    return str(live_server.url)


def test_names_are_declared_about_in_parts(site, page: Page, seen):
    made, _ = hiding_names()
    reviewer = User.objects.get(email="reviewer@test.example")
    sign_in(page, site, actor_of(reviewer.pk, NOW))
    page.goto(f"{site}{HOME}")
    expect(page.locator("main")).to_contain_text("이름 1–2, 전체 3")
    seen()
    others = page.locator("[name=against]")
    assert others.count() == 2
    tick(page.locator("[name=signed]"))
    press(page, "이 부분에 서명하고 다음으로")
    expect(page.locator("main")).to_contain_text("이름 3–3, 전체 3")
    assert Assignment.objects.get().declared_at is None
    seen()
    press(page, "신고서 제출")
    expect(page.locator("main")).to_contain_text("확인해 주십시오")
    seen()
    tick(page.locator("[name=signed]"))
    press(page, "신고서 제출")
    page.wait_for_url(f"{site}/reviewer/")
    assert [len(one.seen) for one in ConflictDeclaration.objects.order_by("pk")] == [2, 1]
    page.goto(f"{site}{HOME}{made[0].pk}/")
    seen()
