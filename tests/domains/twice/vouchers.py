"""Vouchers, each service run twice."""

from __future__ import annotations

from datetime import timedelta

from tests.domains.builders import merchant
from tests.domains.granting import GRANTS, THEN, officer, owner
from tests.domains.twice.scenario import Call, twice
from tests.domains.vouching import (
    LATER,
    LOCAL,
    NIGHT,
    bought,
    citizen,
    ordered,
    shopkeeper,
    taken,
    wallet_of,
)

from dure.domains.accounts.actors import SYSTEM
from dure.domains.vouchers.buyers import buyer_of
from dure.domains.vouchers.models import CodeTry, Issue, Order, Shop
from dure.domains.vouchers.services.ask_registration import ask_registration
from dure.domains.vouchers.services.decide_shop import decide_shop
from dure.domains.vouchers.services.end_issue import end_issue
from dure.domains.vouchers.services.end_shop import end_shop
from dure.domains.vouchers.services.end_till_key import end_till_key
from dure.domains.vouchers.services.expire_wallets import expire_wallets
from dure.domains.vouchers.services.forget_code_tries import forget_code_tries
from dure.domains.vouchers.services.give_back import give_back
from dure.domains.vouchers.services.lapse_orders import lapse_orders
from dure.domains.vouchers.services.look_at_wallet import look_at_wallet
from dure.domains.vouchers.services.make_till_key import make_till_key
from dure.domains.vouchers.services.open_issue import open_issue
from dure.domains.vouchers.services.order_voucher import order_voucher
from dure.domains.vouchers.services.pay_order import pay_order
from dure.domains.vouchers.services.refund_wallet import refund_wallet
from dure.domains.vouchers.services.renew_code import renew_code
from dure.domains.vouchers.services.settle_shops import settle_shops
from dure.domains.vouchers.services.spend import spend
from dure.domains.vouchers.services.take_back_order import take_back_order
from dure.domains.vouchers.services.warn_of_ends import warn_of_ends

WORLD = "vouched"


@twice(spend, WORLD)
def _spend() -> Call:
    who, at, code = shopkeeper(), Shop.objects.get(), wallet_of(1).code
    return lambda: spend(actor=who, now=LATER, shop_id=at.pk, code=code, won=10_000, key="k")


@twice(give_back, WORLD)
def _give_back() -> Call:
    who, done = shopkeeper(), taken(Shop.objects.get(), wallet_of(1), 10_000)
    return lambda: give_back(actor=who, now=LATER, spend_id=done.spend_id, won=4_000, key="b", reason="반품")


@twice(settle_shops, WORLD)
def _settle() -> Call:
    taken(Shop.objects.get(), wallet_of(1), 10_000)
    return lambda: settle_shops(actor=SYSTEM, now=NIGHT)


@twice(renew_code, WORLD)
def _renew() -> Call:
    who, pk = owner(1), wallet_of(1).pk
    return lambda: renew_code(actor=who, now=LATER, wallet_id=pk, key="n")


def _asked() -> int:
    own = merchant(51, owner=shopkeeper(51), business_status="active")
    return ask_registration(
        actor=shopkeeper(51), now=THEN, programme=GRANTS, benefit="market", issuer="", merchant_id=own.pk
    )


@twice(ask_registration, WORLD)
def _ask() -> Call:
    who, own = shopkeeper(51), merchant(51, owner=shopkeeper(51), business_status="active")
    return lambda: ask_registration(
        actor=who, now=THEN, programme=GRANTS, benefit="market", issuer="", merchant_id=own.pk
    )


@twice(decide_shop, WORLD)
def _decide() -> Call:
    who, pk = officer(), _asked()
    return lambda: decide_shop(actor=who, now=LATER, shop_id=pk, approved=True)


@twice(end_shop, WORLD)
def _end_shop() -> Call:
    who, pk = shopkeeper(), Shop.objects.get().pk
    return lambda: end_shop(actor=who, now=LATER, shop_id=pk, reason="폐업")


@twice(open_issue, WORLD)
def _open() -> Call:
    who = officer()
    return lambda: open_issue(
        actor=who, now=LATER, programme=LOCAL, benefit="local", issuer="narae", line="", year=0,
        face_won=1_000_000, reason="발행",
    )  # fmt: skip


@twice(end_issue, WORLD)
def _end() -> Call:
    who, pk = officer(), Issue.objects.get().pk
    return lambda: end_issue(actor=who, now=LATER, issue_id=pk, reason="종료")


@twice(order_voucher, WORLD)
def _order() -> Call:
    who, pk, buyer = citizen(), Issue.objects.get().pk, buyer_of(LOCAL, "ci-1")
    return lambda: order_voucher(actor=who, now=LATER, issue_id=pk, face_won=100_000, buyer=buyer, key="o")


@twice(pay_order, WORLD)
def _pay() -> Call:
    who, pk = officer(), ordered(Issue.objects.get().pk)
    return lambda: pay_order(actor=who, now=LATER, order_id=pk, receipt="R")


@twice(take_back_order, WORLD)
def _take_back() -> Call:
    who, pk = citizen(), ordered(Issue.objects.get().pk)
    return lambda: take_back_order(actor=who, now=LATER, order_id=pk)


@twice(lapse_orders, WORLD)
def _lapse() -> Call:
    ordered(Issue.objects.get().pk)
    return lambda: lapse_orders(actor=SYSTEM, now=THEN + timedelta(days=2))


@twice(refund_wallet, WORLD)
def _refund() -> Call:
    who, pk = citizen(), bought(Issue.objects.get().pk).pk
    return lambda: refund_wallet(actor=who, now=LATER, wallet_id=pk)


@twice(expire_wallets, WORLD)
def _expire() -> Call:
    bought(Issue.objects.get().pk)
    assert Order.objects.filter(state="paid").exists()
    return lambda: expire_wallets(actor=SYSTEM, now=THEN + timedelta(days=1826))


@twice(warn_of_ends, WORLD)
def _warn() -> Call:
    bought(Issue.objects.get().pk)
    return lambda: warn_of_ends(actor=SYSTEM, now=THEN + timedelta(days=1820))


@twice(forget_code_tries, WORLD)
def _forget() -> Call:
    CodeTry.objects.create(shop=Shop.objects.get(), user_id=1, at=THEN)
    return lambda: forget_code_tries(actor=SYSTEM, now=THEN + timedelta(days=100))


@twice(look_at_wallet, WORLD)
def _look() -> Call:
    who, at, code = shopkeeper(), Shop.objects.get(), wallet_of(1).code
    return lambda: look_at_wallet(actor=who, now=LATER, shop_id=at.pk, code=code)


@twice(make_till_key, WORLD)
def _key() -> Call:
    who, pk = shopkeeper(), Shop.objects.get().pk
    return lambda: make_till_key(actor=who, now=LATER, shop_id=pk, name="계산대 1")


@twice(end_till_key, WORLD)
def _end_key() -> Call:
    who, pk = shopkeeper(), Shop.objects.get().pk
    made = make_till_key(actor=who, now=LATER, shop_id=pk, name="계산대 1").till_key_id
    return lambda: end_till_key(actor=who, now=LATER, till_key_id=made)
