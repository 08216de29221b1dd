"""Local vouchers: sold at a discount, bounded, spent at registered shops, paid back, expired."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from tests.domains.at_once import twice_at_once
from tests.domains.granting import FUND, THEN, officer
from tests.domains.people import person
from tests.domains.vouching import (
    LATER,
    LOCAL,
    bought,
    citizen,
    coming,
    left,
    left_won,
    on_sale,
    ordered,
    settled,
    shop,
    taken,
    totals,
)

from dure.domains.accounts.actors import SYSTEM
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.funds.accounts import standings
from dure.domains.ledger.models import Account, Transfer
from dure.domains.payments.models import Payable
from dure.domains.vouchers.models import Issue, Order, Wallet
from dure.domains.vouchers.services.ask_registration import ask_registration
from dure.domains.vouchers.services.end_issue import end_issue
from dure.domains.vouchers.services.expire_wallets import expire_wallets
from dure.domains.vouchers.services.lapse_orders import lapse_orders
from dure.domains.vouchers.services.open_issue import open_issue
from dure.domains.vouchers.services.pay_order import pay_order
from dure.domains.vouchers.services.refund_wallet import refund_wallet
from dure.domains.vouchers.services.take_back_order import take_back_order
from dure.engine.problems import Refused

pytestmark = pytest.mark.django_db(transaction=True)


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def line_free() -> dict[str, int]:
    found = standings(LOCAL, FUND, ("line",))
    return {place.source: one.free for place, one in found.items() if one.received}


def balance(kind: str) -> int:
    return sum(one.credits - one.debits for one in Account.objects.filter(kind=kind))


def test_a_voucher_is_sold_at_a_discount_that_two_bear_and_its_shop_gets_the_face_value():
    one = bought(on_sale())
    assert left(one) == {"citizens": 90_000, "government": 4_000, "province": 6_000}
    assert line_free() == {"government": 396_000, "province": 594_000}
    assert (one.kind, one.face_won, str(one.ends_on)) == ("voucher", 100_000, "2030-06-01")
    at = shop(programme=LOCAL, benefit="local", issuer="bomnae", region="51110")
    taken(at, one, 50_000)
    assert left(one) == {"citizens": 45_000, "government": 2_000, "province": 3_000}
    assert settled() == 1
    owed = Payable.objects.get()
    assert (owed.won, owed.payee.kind) == (50_000, "shop")
    assert totals() == {"KRW": 0, "KRW-FACE": 0}


def test_one_person_buys_no_more_than_the_ceiling_of_a_month_under_whatever_account():
    issue = on_sale()
    ordered(issue, 300_000)
    with pytest.raises(Refused) as refused:
        ordered(issue, 201_000, key="o2")
    assert codes(refused) == ["vouchers.month"]
    ordered(issue, 200_000, key="o3")
    july = datetime.fromisoformat("2025-07-01T00:00:00+09:00")
    assert ordered(issue, 500_000, key="o4", now=july) > 0
    assert Order.objects.count() == 3


def test_an_order_holds_the_discount_and_lets_it_go():
    issue = on_sale()
    first, second = ordered(issue), ordered(issue, n=2)
    assert line_free() == {"government": 392_000, "province": 588_000}
    with pytest.raises(NotAllowed):
        take_back_order(actor=citizen(2), now=LATER, order_id=first)
    take_back_order(actor=citizen(1), now=LATER, order_id=first)
    with pytest.raises(Refused) as refused:
        take_back_order(actor=citizen(1), now=LATER, order_id=first)
    assert codes(refused) == ["vouchers.not_ordered"]
    assert lapse_orders(actor=SYSTEM, now=THEN + timedelta(hours=23)) == 0
    assert lapse_orders(actor=SYSTEM, now=THEN + timedelta(hours=24)) == 1
    assert line_free() == {"government": 400_000, "province": 600_000}
    with pytest.raises(Refused) as refused:
        pay_order(actor=officer(), now=LATER, order_id=second, receipt="R")
    assert codes(refused) == ["vouchers.not_ordered"]
    assert Wallet.objects.count() == 0


def test_a_receipt_pays_one_order_and_who_buys_does_not_confirm():
    issue = on_sale()
    first, second = ordered(issue), ordered(issue, n=2)
    with pytest.raises(NotAllowed):
        pay_order(actor=citizen(1), now=LATER, order_id=first, receipt="R1")
    staff = person("executor_staff", email="bomnae@test.example", kind="executor", code="bomnae")
    pk = pay_order(actor=staff, now=LATER, order_id=first, receipt="R1")
    assert pay_order(actor=staff, now=LATER, order_id=first, receipt="R1") == pk
    for receipt, code in (("R1", "vouchers.receipt_used"), (" ", "vouchers.receipt")):
        with pytest.raises(Refused) as refused:
            pay_order(actor=staff, now=LATER, order_id=second, receipt=receipt)
        assert codes(refused) == [code]
    other = person("executor_staff", email="narae@test.example", kind="executor", code="narae")
    with pytest.raises(NotAllowed):
        pay_order(actor=other, now=LATER, order_id=second, receipt="R2")
    assert Wallet.objects.count() == 1


def test_no_more_is_sold_than_was_issued_and_than_the_discount_lasts():
    issue = on_sale(face_won=150_000, government=4_000, province=600_000)
    ordered(issue, 100_000)
    with pytest.raises(Refused) as refused:
        ordered(issue, 51_000, n=2)
    assert codes(refused) == ["vouchers.sold_out"]
    with pytest.raises(Refused) as refused:
        ordered(issue, 50_000, n=2)  # the government's part is used up
    assert codes(refused) == ["vouchers.sold_out"]
    assert line_free() == {"government": 0, "province": 594_000}


def test_two_at_once_buy_the_last_voucher_once():
    issue = on_sale(face_won=100_000)
    citizen(1), citizen(2)
    came = twice_at_once(lambda: ordered(issue, n=1), lambda: ordered(issue, n=2))
    assert sorted(type(one).__name__ for one in came) == ["Refused", "int"]
    assert Order.objects.count() == 1


def test_an_unused_voucher_is_paid_back_without_the_discount():
    issue = on_sale()
    one = bought(issue)
    with pytest.raises(NotAllowed):
        refund_wallet(actor=citizen(2), now=LATER, wallet_id=one.pk)
    assert refund_wallet(actor=citizen(), now=LATER, wallet_id=one.pk) == 90_000
    owed = Payable.objects.get()
    assert (owed.cause, owed.won, owed.payee.kind) == (f"voucher-refund/{one.pk}", 90_000, "person")
    assert line_free() == {"government": 400_000, "province": 600_000}
    assert balance("voucher_sold") == 0
    with pytest.raises(Refused) as refused:
        refund_wallet(actor=citizen(), now=LATER, wallet_id=one.pk)
    assert codes(refused) == ["vouchers.ended"]


def test_the_rest_is_paid_back_once_six_tenths_were_spent():
    one = bought(on_sale())
    at = shop(programme=LOCAL, benefit="local", issuer="bomnae", region="51110")
    taken(at, one, 59_000)
    before = Transfer.objects.count()
    with pytest.raises(Refused) as refused:
        refund_wallet(actor=citizen(), now=LATER, wallet_id=one.pk)
    assert codes(refused) == ["vouchers.refund_early"]
    assert Transfer.objects.count() == before
    taken(at, one, 1_000, key="k2")
    assert refund_wallet(actor=citizen(), now=LATER, wallet_id=one.pk) == 36_000
    assert line_free() == {"government": 397_600, "province": 596_400}
    assert (coming(at), Wallet.objects.get(pk=one.pk).returned_won) == (60_000, 40_000)


def test_an_old_voucher_ends_and_its_discount_goes_back():
    one = bought(on_sale())
    assert expire_wallets(actor=SYSTEM, now=THEN + timedelta(days=1824)) == 0
    assert expire_wallets(actor=SYSTEM, now=THEN + timedelta(days=1825)) == 1
    assert expire_wallets(actor=SYSTEM, now=THEN + timedelta(days=1825)) == 0
    assert (left_won(one), balance("voucher_lapsed")) == (0, 90_000)
    assert line_free() == {"government": 400_000, "province": 600_000}


def test_issues_are_bounded_by_the_file_and_one_is_on_sale():
    issue = on_sale()
    told = {"programme": LOCAL, "benefit": "local", "line": "", "year": 0, "reason": "발행"}
    for issuer, won, code in (
        ("bomnae", 2_000_000, "vouchers.on_sale"),
        ("narae", 4_000_001, "vouchers.total"),
        ("nobody", 1, "vouchers.issuer"),
        ("narae", 0, "vouchers.amount"),
    ):
        with pytest.raises(Refused) as refused:
            open_issue(actor=officer(), now=THEN, issuer=issuer, face_won=won, **told)
        assert codes(refused) == [code]
    end_issue(actor=officer(), now=LATER, issue_id=issue, reason="판매 종료")
    with pytest.raises(Refused) as refused:
        ordered(issue)
    assert codes(refused) == ["vouchers.off_sale"]
    assert Issue.objects.count() == 1


def test_a_shop_outside_of_the_issuers_area_is_not_registered():
    from tests.domains.builders import merchant
    from tests.domains.vouching import shopkeeper

    on_sale()
    own = merchant(60, owner=shopkeeper(60), region="11110", business_status="active")
    told = {"programme": LOCAL, "benefit": "local", "merchant_id": own.pk}
    with pytest.raises(Refused) as refused:
        ask_registration(actor=shopkeeper(60), now=THEN, issuer="bomnae", **told)
    assert codes(refused) == ["vouchers.region"]
    assert ask_registration(actor=shopkeeper(60), now=THEN, issuer="narae", **told) > 0


def test_a_voucher_of_one_issuer_is_not_good_at_shops_of_another():
    one = bought(on_sale())
    at = shop(programme=LOCAL, benefit="local", issuer="narae")
    with pytest.raises(Refused) as refused:
        taken(at, one, 1_000)
    assert codes(refused) == ["vouchers.not_here"]


def test_a_share_outside_of_the_bounds_of_the_law_is_not_put_on_sale(monkeypatch):
    from tests.domains import vouching

    text = vouching.SALE.replace("refund_from_spent_bp: 6000", "refund_from_spent_bp: 5000")
    monkeypatch.setattr(vouching, "SALE", text)
    with pytest.raises(Refused) as refused:
        on_sale()
    assert (codes(refused), Issue.objects.count()) == (["vouchers.refund_bounds"], 0)
