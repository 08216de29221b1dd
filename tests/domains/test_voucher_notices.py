"""Whom vouchers tell: bought, spent, given back, paid back, about to expire, settled; each once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.domains.granting import FUND, THEN, officer
from tests.domains.vouching import (
    LATER,
    LOCAL,
    bought,
    citizen,
    credited,
    on_sale,
    settled,
    shop,
    shopkeeper_of,
    taken,
    wallet_of,
)

from dure.domains.accounts.actors import SYSTEM
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.notices.models import Notice
from dure.domains.vouchers.models import CodeTry, Wallet
from dure.domains.vouchers.services.forget_code_tries import KEPT, forget_code_tries
from dure.domains.vouchers.services.give_back import give_back
from dure.domains.vouchers.services.refund_wallet import refund_wallet
from dure.domains.vouchers.services.warn_of_ends import warn_of_ends

pytestmark = pytest.mark.django_db(transaction=True)


def told(template: str) -> list[Notice]:
    return list(Notice.objects.filter(template=template).order_by("pk"))


def local_shop():
    return shop(programme=LOCAL, benefit="local", issuer="bomnae", region="51110")


def test_a_citizen_is_told_of_what_was_bought_spent_and_given_back():
    one = bought(on_sale())
    (new,) = told("voucher_bought")
    assert (new.user_id, new.parameters["won"], new.parameters["until"]) == (
        citizen().user_id, "100,000", "2030-05-31",
    )  # fmt: skip
    assert new.link == f"/my/vouchers/{one.pk}/"
    at = local_shop()
    done = taken(at, one, 30_000)
    taken(at, one, 30_000)
    (spent,) = told("voucher_spent")
    assert (spent.parameters["won"], spent.parameters["left"]) == ("30,000", "70,000")
    give_back(actor=shopkeeper_of(at), now=LATER, spend_id=done.spend_id, won=10_000, key="b", reason="반품")
    (back,) = told("voucher_given_back")
    assert (back.parameters["won"], back.parameters["left"]) == ("10,000", "80,000")
    assert one.code not in str([row.parameters for row in Notice.objects.all()])


def test_what_is_paid_back_is_told():
    one = bought(on_sale())
    refund_wallet(actor=citizen(), now=LATER, wallet_id=one.pk)
    assert [row.parameters["won"] for row in told("voucher_refunded")] == ["90,000"]


def test_a_shop_is_told_what_it_is_paid_for_a_day():
    one, at = bought(on_sale()), local_shop()
    taken(at, one, 30_000)
    settled()
    settled()
    (row,) = told("voucher_redeemed")
    assert (row.user_id, row.parameters["won"], row.parameters["day"]) == (
        shopkeeper_of(at).user_id, "30,000", "2025-06-02",
    )  # fmt: skip


def test_owners_are_told_thirty_and_seven_days_before_the_end_and_not_twice():
    one = bought(on_sale())
    end = Wallet.objects.get(pk=one.pk).ends_on
    assert end is not None
    day = THEN + (end - THEN.date()) - timedelta(days=40)
    assert warn_of_ends(actor=SYSTEM, now=day) == 0
    assert warn_of_ends(actor=SYSTEM, now=day + timedelta(days=12)) == 1
    warn_of_ends(actor=SYSTEM, now=day + timedelta(days=13))
    assert len(told("voucher_expiring")) == 1
    warn_of_ends(actor=SYSTEM, now=day + timedelta(days=34))
    warn_of_ends(actor=SYSTEM, now=day + timedelta(days=35))
    rows = told("voucher_expiring")
    assert [row.parameters["left"] for row in rows] == ["100,000", "100,000"]
    with pytest.raises(NotAllowed):
        warn_of_ends(actor=officer(), now=day)


def test_nothing_left_is_nothing_to_tell():
    one, at = bought(on_sale(), won=30_000), local_shop()
    taken(at, one, 30_000)
    end = Wallet.objects.get(pk=one.pk).ends_on
    assert end is not None
    assert warn_of_ends(actor=SYSTEM, now=THEN + (end - THEN.date()) - timedelta(days=5)) == 0


def test_credit_is_told_by_its_grant_at_thirty_days_and_here_at_seven():
    credited(1)
    end = wallet_of(1).ends_on
    assert end is not None
    then = THEN + (end - THEN.date())
    assert warn_of_ends(actor=SYSTEM, now=then - timedelta(days=20)) == 0
    assert warn_of_ends(actor=SYSTEM, now=then - timedelta(days=6)) == 1
    (row,) = told("voucher_expiring")
    assert row.parameters["application_no"]
    assert FUND not in str(row.parameters)


def test_wrong_codes_are_forgotten_after_three_months():
    at = local_shop_without_sale()
    CodeTry.objects.create(shop=at, user_id=1, at=THEN)
    CodeTry.objects.create(shop=at, user_id=1, at=THEN + timedelta(days=1))
    assert forget_code_tries(actor=SYSTEM, now=THEN + KEPT) == 1
    assert forget_code_tries(actor=SYSTEM, now=THEN + KEPT) == 0
    assert CodeTry.objects.count() == 1
    with pytest.raises(NotAllowed):
        forget_code_tries(actor=officer(), now=THEN + KEPT)


def local_shop_without_sale():
    on_sale()
    return local_shop()
