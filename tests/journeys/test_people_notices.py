"""Somebody reads what they were told; an officer sees what was sent, sends again, and looks into the log."""

from __future__ import annotations

import os

import pytest
from playwright.sync_api import expect
from tests.domains.builders import signed_up
from tests.domains.people import NOW, person
from tests.journeys.ticking import tick

from dure.domains.events.act import act
from dure.domains.events.models import Seal
from dure.domains.notices.models import Notice
from dure.domains.notices.services.notify import Recipient, notify
from dure.domains.notices.wording import templates

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "secret-secret"


def sign_in(page, address: str, email: str) -> None:
    """Open a page, be asked to sign in, and land on it."""
    page.goto(address)
    page.locator("[name=login]").fill(email)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main button[type=submit]").click()
    page.wait_for_url(address)


def told(recipients: list[Recipient], template: str) -> None:
    with act("test.tell", actor=person(), now=NOW, reason="여정") as this:
        notify(this, recipients, template=template, key="1")


def shot(page, name: str) -> None:
    """Keep a picture where DURE_SHOTS names a folder."""
    if folder := os.environ.get("DURE_SHOTS"):
        page.screenshot(path=f"{folder}/{name}-{page.viewport_size['width']}.png", full_page=True)


def test_a_merchant_reads_what_was_told(page, live_server, looks_right):
    who = signed_up("merchant@test.example")
    sign_in(page, live_server.url + "/my/notices/", "merchant@test.example")
    page.get_by_text("아직 알림이 없습니다").wait_for()
    looks_right()
    for template in ("application_received", "decision"):
        given = templates()[template].examples()
        told(
            [Recipient(user_id=who.user_id, email="merchant@test.example", parameters=given, link="/calls/")],
            template,
        )
    page.reload()
    expect(page.get_by_text("새 알림", exact=True)).to_have_count(2)
    looks_right()
    shot(page, "inbox")
    page.get_by_role("link", name="1단계 컨설팅 선정 결과").click()
    page.get_by_text("결과: 선정").wait_for()
    page.get_by_text("2025. 5. 30.(금)까지").wait_for()
    looks_right()
    shot(page, "notice")
    page.get_by_role("link", name="알림 전체 보기").click()
    expect(page.get_by_text("새 알림", exact=True)).to_have_count(1)
    page.goto(live_server.url + "/my/notices/")
    page.get_by_role("link", name="신청 접수 완료").click()
    page.get_by_role("link", name="관련 화면으로 이동").click()
    page.wait_for_url("**/calls/")


def test_an_officer_sees_what_was_sent_and_the_log(page, live_server, looks_right):
    person("officer", email="officer@test.example")
    given = templates()["decision"].examples()
    told(
        [Recipient(email=f"m{n}@test.example", merchant_id=n, parameters=given) for n in range(30)],
        "decision",
    )
    Notice.objects.filter(merchant_id=29).update(state="failed", fault="refused", lasting=True, tries=1)
    Seal.objects.create(from_id=1, to_id=1, count=1, previous="0" * 64, hash="ab" * 32, at=NOW)
    sign_in(page, live_server.url + "/officer/notices/", "officer@test.example")
    shot(page, "sent")
    looks_right()
    page.get_by_role("button", name="고른 편지 다시 보내기").click()
    page.get_by_text("보내지 못한 편지를 하나 이상 골라 주십시오").wait_for()
    looks_right()
    tick(page.get_by_role("checkbox"))
    page.get_by_role("button", name="고른 편지 다시 보내기").click()
    page.get_by_text("편지 1통을 다시 보냅니다.").wait_for()
    assert Notice.objects.get(merchant_id=29).state == "queued"
    page.goto(live_server.url + f"/officer/notices/{Notice.objects.latest('pk').pk}/")
    looks_right()
    shot(page, "sent-notice")
    page.goto(live_server.url + "/officer/notices/templates/")
    looks_right()
    shot(page, "templates")
    page.goto(live_server.url + "/officer/notices/templates/decision/")
    looks_right()
    shot(page, "preview")
    page.goto(live_server.url + "/officer/events/")
    looks_right()
    shot(page, "log")
    page.goto(live_server.url + f"/officer/history/mail/{Notice.objects.get(merchant_id=29).pk}/")
    page.get_by_text("실패 → 발송 대기").wait_for()
    looks_right()
    shot(page, "history")
