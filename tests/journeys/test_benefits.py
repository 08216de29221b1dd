"""Benefits from the plan to the confirmed session and the verified title: an officer, an executor, a shop."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from tests.domains.agreeing import PDF
from tests.domains.granting import (
    GRANTS,
    THEN,
    TODAY,
    grant_of,
    granted,
    held,
    officer,
    owner,
    staff,
    with_money,
)
from tests.journeys.test_funds import fill, press, sign_in

from dure.domains.benefits.models import Certificate, Device
from dure.domains.benefits.services.install_device import Installed, install_device

RUN = f"/officer/benefits/{GRANTS}/"
SHOTS = os.environ.get("DURE_SHOTS", "")
LATER = THEN + timedelta(days=3)


@pytest.fixture
def site(live_server, transactional_db, monkeypatch) -> str:
    monkeypatch.setenv("DURE_NOW", LATER.isoformat())
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
            page.screenshot(path=f"{SHOTS}/benefits-{width}-{count:02d}.png", full_page=True)
        looks_right()

    return check


def test_a_benefit_is_granted_carried_out_confirmed_and_verified(page: Page, site: str, seen):
    held(3)
    with_money(7_000_000)
    for benefit in ("device", "title"):
        granted(benefit, as_far=True)
    sign_in(page, site, officer())
    page.goto(f"{site}{RUN}")
    seen()
    page.goto(f"{site}{RUN}consulting/grant/")
    fill(page, {"reason": "선정 결과에 따른 지원"})
    press(page, "지원 대상 확인하기")
    expect(page.locator("main")).to_contain_text("업체 3곳이 지원받습니다.")
    seen()
    press(page, "보이는 대로 지원 결정하기")
    expect(page.locator("main")).to_contain_text("업체 3곳에 지원을 결정하고 알렸습니다.")
    seen()
    grant = grant_of(1, "consulting")
    sign_in(page, site, staff())
    page.goto(f"{site}/grants/")
    seen()
    page.goto(f"{site}/grants/{grant.pk}/report/")
    fill(page, {"used_on": LATER.date().isoformat(), "what": "브랜드 진단"})
    seen()
    press(page, "보고하기")
    sign_in(page, site, owner(1))
    page.goto(f"{site}/my/benefits/")
    seen()
    page.goto(f"{site}/my/benefits/{grant.pk}/")
    page.locator("main tbody a").first.click()
    seen()
    press(page, "예, 진행되었습니다")
    expect(page.locator("main")).to_contain_text("지급 대기")
    seen()
    device = install_device(
        actor=owner(1), now=LATER, grant_id=grant_of(1, "device").pk,
        installed=Installed("무인 주문기 K1", "SN1", TODAY), files={"after": ("설치.pdf", PDF)},
    )  # fmt: skip
    page.goto(f"{site}/grants/devices/{device}/")
    seen()
    title = Certificate.objects.get(sequence=1)
    page.goto(f"{site}/grants/certificates/{title.pk}/")
    seen()
    page.goto(f"{site}/titles/verify/?code={title.code}")
    expect(page.locator("main")).to_contain_text("유효")
    seen()
    page.goto(f"{site}/titles/")
    seen()
    sign_in(page, site, officer())
    page.goto(f"{site}/my/benefits/{grant.pk}/")
    expect(page.locator("main")).to_contain_text("자금의 출처와 흐름")
    seen()
    page.goto(f"{site}/grants/devices/{device}/")
    press(page, "설치 인정하기")
    assert Device.objects.get().state == "accepted"
