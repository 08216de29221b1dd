"""An officer compares two merchants, decides, sees it at the document check, and takes it back."""

from __future__ import annotations

import pytest
from django.test import Client
from playwright.sync_api import Page, expect
from tests.domains.builders import application, merchant, published
from tests.domains.people import NOW, person

from dure.domains.accounts.actors import SYSTEM
from dure.domains.accounts.models import User
from dure.domains.merchants.models import DuplicatePair
from dure.domains.merchants.services.seek_duplicates import seek_duplicates

PERSON = {"owner_name": "김하나", "phone": "010-0000-1234", "owner_birth_year": 1975}


@pytest.fixture
def site(live_server, transactional_db, monkeypatch, page: Page) -> str:
    """The service with two entries of one business, of which one applied, and an officer signed in."""
    monkeypatch.setenv("DURE_NOW", NOW.isoformat())
    officer = person("officer")
    application(merchant(1, name="두레상회", **PERSON), published(), n=1)
    merchant(2, name="두래상회", **PERSON)
    seek_duplicates(actor=SYSTEM, now=NOW)
    signed = Client()
    signed.force_login(User.objects.get(pk=officer.user_id))
    page.context.add_cookies(
        [{"name": "sessionid", "value": signed.cookies["sessionid"].value, "url": live_server.url}]
    )
    return str(live_server.url)


def test_two_entries_are_compared_decided_and_undone(site: str, page: Page, looks_right) -> None:
    pair = DuplicatePair.objects.get()
    main = page.locator("main")
    page.goto(f"{site}/officer/duplicates/")
    looks_right()
    main.get_by_role("link", name=f"짝 {pair.pk}").click()
    expect(main.get_by_role("table", name="두 업체 나란히 보기")).to_contain_text("거의 같음")
    expect(main).not_to_contain_text("010-0000-1234")
    looks_right()
    main.get_by_role("button", name="번호와 연락처 전체 보기").click()
    expect(main).to_contain_text("010-0000-1234")
    page.goto(f"{site}/officer/duplicates/{pair.pk}/")
    main.get_by_text("같은 업체가 두 번 등록되었습니다").click()
    main.get_by_label("사유").fill("대표자에게 확인했습니다.")
    main.get_by_role("button", name="판단 저장").click()
    expect(page.get_by_text("판단을 저장했습니다. 합쳐진 것은 없습니다.")).to_be_visible()
    main.get_by_role("link", name="TOPS-2025-000001").click()
    expect(main.get_by_text("두래상회와(과) 같은 업체로 판단되었습니다.")).to_be_visible()
    looks_right()
    main.get_by_role("link", name=f"짝 {pair.pk}").click()
    main.get_by_label("사유").fill("다시 보니 다릅니다.")
    main.get_by_role("button", name="판단 되돌리기").click()
    expect(page.get_by_text("판단을 되돌렸습니다. 다시 판단해야 합니다.")).to_be_visible()
    pair.refresh_from_db()
    assert pair.state == "open"
