"""Measured points: a file with a fault, the mended one, taken over, and the stage that they decide."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect
from tests.domains.measuring import falling, measured, points_file
from tests.domains.selecting import CONSULT, SMALL, THEN, officer

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.models import User
from dure.domains.selection.measured import points_standing

STAGE = f"/officer/selection/{SMALL}/{CONSULT}/"


@pytest.fixture
def site(live_server, transactional_db, monkeypatch) -> str:
    monkeypatch.setenv("DURE_NOW", THEN.isoformat())
    return str(live_server.url)


def sign_in(page: Page, site: str, who: SignedActor) -> None:
    client = Client()
    client.force_login(User.objects.get(pk=who.user_id))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": site}])


def hand_in(page: Page, content: bytes) -> None:
    page.locator("[name=file]").set_input_files(
        [{"name": "points.csv", "mimeType": "text/csv", "buffer": content}]
    )
    page.locator("main").get_by_role("button", name="파일 검사", exact=True).click()


def test_points_are_mended_taken_over_and_previewed(site, page: Page, looks_right):
    made = measured(6)
    told = falling(made)
    first = str(made[0].application_no)
    main = page.locator("main")
    sign_in(page, site, officer())
    page.goto(f"{site}{STAGE}")
    main.get_by_role("link", name="측정 점수", exact=True).click()
    looks_right()
    hand_in(page, points_file(told | {first: "구십"}))
    expect(main).to_contain_text("87.5처럼 단위 없이 숫자만 적어 주십시오.")
    looks_right()
    main.get_by_role("link", name="고친 파일 올리기").click()
    hand_in(page, points_file(told))
    expect(main).to_contain_text("새 점수")
    main.locator("form[action$='/apply/'] button").first.click()
    expect(page.locator(".dure-alert.success").first).to_be_visible()
    assert points_standing(SMALL, CONSULT)[made[0].pk] == 90_000
    page.goto(f"{site}{STAGE}preview/")
    expect(main).to_contain_text("90.000")
