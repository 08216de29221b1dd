"""An association and its member, a regional centre and its visit: asked, agreed, recommended, visited."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect
from tests.domains.bodies import area, association, centre
from tests.domains.builders import application, business_number, merchant, published, signed_up
from tests.domains.people import NOW

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.models import User


@pytest.fixture
def site(live_server, transactional_db, monkeypatch) -> str:
    monkeypatch.setenv("DURE_NOW", NOW.isoformat())
    return str(live_server.url)


def sign_in(page: Page, site: str, who: SignedActor) -> None:
    client = Client()
    client.force_login(User.objects.get(pk=who.user_id))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.clear_cookies()
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": site}])


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).first.click()


def test_an_association_asks_a_business_that_agrees_and_is_recommended(site, page: Page, looks_right):
    owner = signed_up("owner@test.example")
    application(merchant(1, owner=owner), published(), n=1)
    main = page.locator("main")
    sign_in(page, site, association())
    page.goto(f"{site}/association/")
    main.locator("[name=business_no]").fill("123-45-67890")
    press(page, "업체에 확인 요청")
    expect(page.locator(".dure-error-summary")).to_be_focused()
    expect(main.locator("[name=business_no]")).to_have_value("123-45-67890")
    main.locator("[name=business_no]").fill(business_number(1))
    press(page, "업체에 확인 요청")
    expect(page.locator(".dure-alert.success")).to_be_visible()
    looks_right()
    # The business reads who asks, and agrees.
    sign_in(page, site, owner)
    page.goto(f"{site}/my/associations/")
    looks_right()
    main.locator("button[value=agree]").click()
    expect(page.locator(".dure-alert.success")).to_be_visible()
    # Now its applications are seen, and it is recommended for the call that is open.
    sign_in(page, site, association())
    page.goto(f"{site}/association/")
    main.get_by_role("row").get_by_role("link").click()
    expect(main).to_contain_text("TOPS-2025-000001")
    main.locator("[name=programme]").select_option("tops-2025")
    main.locator("[name=reason]").fill("온라인 판매를 착실히 준비해 왔습니다.")
    main.locator("button[value=recommend]").click()
    expect(main.locator("table", has_text="온라인 판매를 착실히")).to_be_visible()
    looks_right()
    sign_in(page, site, owner)
    page.goto(f"{site}/my/associations/")
    expect(main).to_contain_text("온라인 판매를 착실히 준비해 왔습니다.")


def test_a_centre_visits_a_business_of_its_region_and_writes_what_came_of_it(site, page: Page, looks_right):
    version, owner = published(), signed_up("owner@test.example")
    application(merchant(1, owner=owner), version, n=1)
    application(merchant(2, region="1111010100"), version, n=2)
    centre()
    area("51")
    main = page.locator("main")
    sign_in(page, site, centre())
    page.goto(f"{site}/centre/")
    main.get_by_role("link", name="신청자 보기").click()
    expect(main).not_to_contain_text("TOPS-2025-000002")
    looks_right()
    main.get_by_role("link", name="TOPS-2025-000001").click()
    press(page, "연락처 보기")
    expect(main.locator("#contacts + .dure-descriptions")).to_be_visible()
    main.locator("[name=planned_on]").fill("2025-04-02")
    main.locator("[name=purpose]").fill("상품 사진 촬영 장소를 확인합니다.")
    press(page, "방문 계획 등록")
    expect(page.locator(".dure-alert.success")).to_be_visible()
    looks_right()
    monkeyed = page.get_by_role("link", name="2025. 4. 2.(수)").first
    monkeyed.click()
    main.locator("button[value=report]").click()
    expect(page.locator(".dure-error-summary")).to_be_focused()
    main.locator("[name$=visited_on]").first.fill(NOW.date().isoformat())
    main.locator("[name$=report]").first.fill("촬영 장소를 함께 정했습니다.")
    main.locator("button[value=report]").click()
    expect(main).to_contain_text("촬영 장소를 함께 정했습니다.")
    sign_in(page, site, owner)
    page.goto(f"{site}/my/notices/")
    expect(main).to_contain_text("현장 방문 안내")
