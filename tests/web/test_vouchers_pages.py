"""Pages of vouchers: one's own, the counter, what a shop is paid, buying, and those who run them."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import urllib3
from django.test import Client
from django.urls import reverse
from tests.domains.granting import GRANTS, THEN, officer, owner
from tests.domains.vouching import (
    LATER,
    LOCAL,
    NIGHT,
    SALE,
    bought,
    citizen,
    credited,
    left_won,
    on_sale,
    settled,
    shop,
    shopkeeper,
    taken,
    wallet_of,
)

from dure.adapters.identity.stub import DONE, WINDOW
from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.models import User
from dure.domains.vouchers.models import Issue, Order, Shop, Spend, Wallet
from dure.engine.money.voucher_codes import in_groups

BROWSER = urllib3.PoolManager()
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    monkeypatch.setenv("DURE_NOW", LATER.isoformat())


def browser(who: SignedActor) -> Client:
    found = Client()
    found.force_login(User.objects.get(pk=who.user_id))
    return found


def key_in(page: str) -> str:
    found = re.search(r'name="key" value="([0-9a-f]+)"', page)
    assert found is not None
    return found[1]


def test_a_code_is_shown_to_its_owner_taken_at_the_counter_once_and_given_back():
    credited(1)
    one, at = wallet_of(1), shop()
    own = browser(owner(1))
    assert "장보기 크레딧" in own.get(reverse("my_wallets")).content.decode()
    page = own.get(reverse("my_wallet", args=[one.pk])).content.decode()
    assert in_groups(one.code) in page
    assert '<svg class="dure-qr"' in page
    assert browser(officer()).get(reverse("my_wallet", args=[one.pk])).status_code == 404
    till = browser(shopkeeper())
    counter = reverse("voucher_counter", args=[at.pk])
    key = key_in(till.get(counter).content.decode())
    wrong = till.post(counter, {"code": "1234", "won": "30,000", "key": key})
    assert (wrong.status_code, Spend.objects.count()) == (422, 0)
    assert 'value="30,000"' in wrong.content.decode()
    sent = {"code": in_groups(one.code), "won": "30,000", "key": key}
    first, again = till.post(counter, sent, follow=True), till.post(counter, sent, follow=True)
    for answer in (first, again):
        assert "30,000원을 받았습니다. 상품권에 70,000원이 남았습니다." in answer.content.decode()
    assert Spend.objects.count() == 1
    back = reverse("voucher_spend", args=[Spend.objects.get().pk])
    key = key_in(till.get(back).content.decode())
    empty = till.post(back, {"won": "10000", "reason": "", "key": key})
    assert (empty.status_code, left_won(one)) == (422, 70_000)
    done = till.post(back, {"won": "10000", "reason": "반품", "key": key}, follow=True)
    assert "10,000원을 돌려주었습니다." in done.content.decode()
    assert "20,000원" in till.get(reverse("voucher_shops")).content.decode()
    assert own.get(reverse("voucher_spend", args=[Spend.objects.get().pk])).status_code == 404
    own.post(reverse("my_wallet", args=[one.pk]), {"renew": "yes", "key": "abc"})
    assert Wallet.objects.get(pk=one.pk).code != one.code


def test_a_shop_sees_what_it_is_paid(monkeypatch):
    credited(1)
    one, at = wallet_of(1), shop()
    taken(at, one, 40_000)
    settled()
    monkeypatch.setenv("DURE_NOW", (NIGHT + timedelta(hours=9)).isoformat())
    page = browser(shopkeeper()).get(reverse("voucher_shop", args=[at.pk])).content.decode()
    assert "39,800원" in page
    assert "지급 대기" in page


def test_a_business_asks_is_approved_and_leaves():
    from tests.domains.builders import merchant

    credited(1)
    one = merchant(50, owner=shopkeeper(), business_status="active")
    own, clerk = browser(shopkeeper()), browser(officer())
    form = reverse("register_voucher_shop")
    assert "장보기 크레딧" in own.get(form).content.decode()
    own.post(form, {"merchant": one.pk, "offer": f"{GRANTS}|market|"})
    at = Shop.objects.get()
    where = [GRANTS, "market"]
    listed = clerk.get(reverse("officer_voucher_shops", args=where) + "?words=두레&state=asked")
    assert one.name in listed.content.decode()
    decide = reverse("officer_voucher_shop", args=[*where, at.pk])
    assert clerk.post(decide, {"refuse": "yes", "answer": ""}).status_code == 422
    clerk.post(decide, {"answer": ""})
    assert Shop.objects.get().state == "approved"
    file = clerk.post(reverse("officer_voucher_file", args=where), {"kind": "csv", "reason": "보고"})
    assert one.name in b"".join(file.streaming_content).decode("utf-8-sig")
    own.post(reverse("voucher_shop", args=[at.pk]), {"reason": "폐업"})
    assert Shop.objects.get().state == "ended"
    closed = own.get(reverse("voucher_counter", args=[at.pk])).content.decode()
    assert 'name="won"' not in closed


def test_figures_add_up():
    credited(2)
    at = shop()
    taken(at, wallet_of(1), 40_000)
    settled()
    taken(at, wallet_of(2), 10_000, key="k2", now=NIGHT)
    clerk = browser(officer())
    assert "장보기 크레딧" in clerk.get(reverse("officer_vouchers")).content.decode()
    page = clerk.get(reverse("officer_voucher", args=[GRANTS, "market"])).content.decode()
    for won in ("200,000원", "50,000원", "40,000원", "150,000원"):
        assert won in page
    file = clerk.post(
        reverse("officer_voucher_figures", args=[GRANTS, "market"]), {"kind": "csv", "reason": "보고"}
    )
    assert "200000,50000,40000,0,0,0,150000" in b"".join(file.streaming_content).decode("utf-8-sig")


def through_the_agency(answer) -> str:
    """Go through the stub's window with the fields of a page; return the address one comes back to."""
    page = answer.content.decode()
    action = re.search(rf'action="(http://127[^"]+{re.escape(WINDOW)})"', page)
    assert action is not None
    named = ("m", "token_version_id", "enc_data", "integrity_value")
    found = {name: re.search(rf'name="{name}" value="([^"]*)"', page) for name in named}
    told = {name: one[1].replace("&#x3D;", "=") for name, one in found.items() if one is not None}
    done = BROWSER.request(
        "POST", action[1].replace(WINDOW, DONE), fields=told | {"person": "1"}, encode_multipart=False,
        redirect=False,
    )  # fmt: skip
    back = urlsplit(done.headers["Location"])
    return f"{back.path}?{back.query}"


def test_a_verified_citizen_orders_within_the_month_whatever_the_account():
    issue = on_sale()
    url = reverse("buy_voucher", args=[issue])
    for n in (1, 2):  # two accounts of one person
        own = browser(citizen(n))
        assert own.post(url, {"won": "300000", "key": "k"}).status_code == 200
        back = through_the_agency(own.post(url, {"verify": "yes"}))
        assert own.get(back).headers["Location"] == url
        assert own.get(back).status_code == 422
        assert Order.objects.count() == n - 1
        back = through_the_agency(own.post(url, {"verify": "yes"}))
        own.get(back)
        form = own.get(url).content.decode()
        sent = {"won": "300,000", "key": key_in(form)}
        answer = own.post(url, sent)
        assert answer.status_code == (302 if n == 1 else 422)
    assert "이번 달에 200,000원까지 더 살 수 있습니다" in answer.content.decode()
    assert (Order.objects.count(), Order.objects.get().buyer == "1") == (1, False)


def test_a_citizen_buys_and_has_it_paid_back():
    issue = on_sale()
    own, clerk = browser(citizen()), browser(officer())
    assert "봄내사랑상품권" in Client().get(reverse("voucher_sales")).content.decode()
    first = own.get(reverse("buy_voucher", args=[issue])).content.decode()
    assert "본인확인" in first
    one = bought(issue)
    assert "90,000원" in own.get(reverse("voucher_order", args=[Order.objects.get().pk])).content.decode()
    page = own.get(reverse("my_wallet", args=[one.pk])).content.decode()
    assert "남은 금액 돌려받기" in page
    done = own.post(reverse("my_wallet", args=[one.pk]), {"refund": "yes", "key": "x"}, follow=True)
    assert "90,000원을 돌려드립니다." in done.content.decode()
    figures = clerk.get(reverse("officer_voucher", args=[LOCAL, "local"])).content.decode()
    assert "1,000,000원" in figures


def test_an_officer_puts_on_sale_notes_a_payment_and_ends_the_sale():
    from tests.domains.builders import published
    from tests.domains.granting import with_needs
    from tests.domains.vouching import ordered

    published(with_needs(SALE).encode())
    clerk = browser(officer())
    form = reverse("officer_voucher_issue", args=[LOCAL, "local"])
    assert clerk.post(form, {"issuer": "bomnae", "won": "9000000", "reason": "발행"}).status_code == 422
    clerk.post(form, {"issuer": "bomnae", "won": "1000000", "reason": "발행"})
    issue = Issue.objects.get()
    from dure.domains.funds.services.allot_money import allot_money

    for source in ("government", "province"):
        allot_money(
            actor=officer(), now=THEN, programme=LOCAL, fund="support", source=source, year=0,
            won_by_line={"": 500_000}, reason="교부 결정", key=source,
        )  # fmt: skip
    pk = ordered(issue.pk, now=LATER)
    where = [LOCAL, "local"]
    assert str(pk) in clerk.get(reverse("officer_voucher_orders", args=where)).content.decode()
    note = reverse("officer_voucher_order", args=[*where, pk])
    assert clerk.post(note, {"receipt": " "}).status_code == 422
    clerk.post(note, {"receipt": "B-1"})
    assert (Order.objects.get().state, Wallet.objects.get().face_won) == ("paid", 100_000)
    clerk.post(reverse("officer_voucher_end", args=[*where, issue.pk]), {"reason": "종료"})
    assert Issue.objects.get().state == "ended"
