"""A voucher from the order to the shop's settlement: a citizen, an officer, a shop."""

from __future__ import annotations

import os

import pytest
from playwright.sync_api import Page, expect
from tests.domains.granting import officer
from tests.domains.vouching import LATER, LOCAL, bought, citizen, on_sale, ordered, settled, shop, shopkeeper
from tests.journeys.test_funds import fill, press, sign_in

from dure.domains.vouchers.models import Spend, Wallet
from dure.engine.money.voucher_codes import in_groups

RUN = f"/officer/vouchers/{LOCAL}/local/"
SHOTS = os.environ.get("DURE_SHOTS", "")


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
            page.screenshot(path=f"{SHOTS}/vouchers-{width}-{count:02d}.png", full_page=True)
        looks_right()

    return check


def test_a_voucher_is_ordered_paid_spent_given_back_and_settled(page: Page, site: str, seen):
    issue = on_sale()
    at = shop(programme=LOCAL, benefit="local", issuer="bomnae", region="51110")
    page.goto(f"{site}/vouchers/")
    seen()
    sign_in(page, site, citizen())
    page.goto(f"{site}/vouchers/{issue}/buy/")
    seen()
    order = ordered(issue)
    page.goto(f"{site}/my/vouchers/")
    seen()
    page.goto(f"{site}/my/voucher-orders/{order}/")
    seen()
    sign_in(page, site, officer())
    page.goto(f"{site}{RUN}orders/{order}/")
    fill(page, {"receipt": "B-1"})
    seen()
    press(page, "입금 확인")
    expect(page.locator("main")).to_contain_text("입금을 확인하고 상품권을 발급했습니다.")
    one = Wallet.objects.get()
    sign_in(page, site, citizen())
    page.goto(f"{site}/my/vouchers/{one.pk}/")
    expect(page.locator("main")).to_contain_text(in_groups(one.code))
    seen()
    sign_in(page, site, shopkeeper())
    page.goto(f"{site}/my/shops/{at.pk}/counter/")
    fill(page, {"code": "1234", "won": "30000"})
    press(page, "결제하기")
    expect(page.locator("main")).to_contain_text("이 코드의 상품권이 없습니다.")
    seen()
    fill(page, {"code": in_groups(one.code)})
    press(page, "결제하기")
    expect(page.locator("main")).to_contain_text("30,000원을 받았습니다. 상품권에 70,000원이 남았습니다.")
    seen()
    settled()
    page.goto(f"{site}/my/shops/{at.pk}/")
    expect(page.locator("main")).to_contain_text("지급 대기")
    seen()
    page.goto(f"{site}/my/shops/")
    seen()
    page.goto(f"{site}/my/shops/register/")
    seen()
    sign_in(page, site, officer())
    for address in ("", "issue/", "shops/", f"shops/{at.pk}/", "file/"):
        page.goto(f"{site}{RUN}{address}")
        seen()


def test_what_was_taken_without_a_network_is_kept_and_sent_once(page: Page, site: str, seen):
    one = bought(on_sale())
    at = shop(programme=LOCAL, benefit="local", issuer="bomnae", region="51110")
    sign_in(page, site, shopkeeper())
    page.goto(f"{site}/my/shops/{at.pk}/counter/")
    page.context.set_offline(True)
    fill(page, {"code": in_groups(one.code), "won": "30000"})
    press(page, "결제하기")
    expect(page.locator("#counter-tools")).to_contain_text("30,000원 · 네트워크 연결 대기")
    expect(page.locator("#id_code")).to_have_value("")
    assert Spend.objects.count() == 0
    seen()
    page.context.set_offline(False)
    expect(page.locator("main")).to_contain_text("30,000원을 받았습니다. 상품권에 70,000원이 남았습니다.")
    expect(page.locator("#counter-tools [data-queue]")).to_be_hidden()
    assert Spend.objects.count() == 1
    page.reload()
    assert Spend.objects.count() == 1
