"""The demo's support, finance and vouchers: each kind at another step, and the ledger adds up."""

from __future__ import annotations

from collections import Counter

import pytest
from django.db import transaction
from tests.domains.people import NOW

from dure.domains.accounts.actors import SignedActor, actor_of
from dure.domains.accounts.models import User
from dure.domains.accounts.services.sign_up import sign_up
from dure.domains.benefits.models import Grant
from dure.domains.ledger.proving import prove_ledger
from dure.domains.merchants.services.register import register_merchant
from dure.domains.payments.models import Payable
from dure.domains.referrals.models import Referral
from dure.domains.vouchers.models import Order, Shop, ShopDay, Wallet
from dure.service.demo import _load_support, _person, load_demo
from dure.service.demo.invented import shop
from dure.service.demo.scene import at, bring_in

pytestmark = pytest.mark.django_db(transaction=True)
SHOPS = (1, 6)


def test_every_kind_of_support_stands_at_another_step(settings, tmp_path, monkeypatch):
    monkeypatch.setenv("DURE_NOW", "2025-03-24T10:00:00+09:00")
    settings.DURE_VIRUS_SCAN = False
    settings.DURE_PRIVATE_FILES = tmp_path
    load_demo()
    officer, second = (_actor(f"{name}@demo.example") for name in ("officer", "officer2"))
    bring_in(officer, at("2025-03-18T10:00:00"), "tops-2025", SHOPS, 0, ())
    first, other = (_owner(n) for n in SHOPS)
    _load_support(officer, second, first, other)

    states = Counter(Grant.objects.values_list("state", flat=True))
    assert set(states) == {"granted", "in_use", "evidenced", "closed", "expired", "cancelled"}
    referred = Counter(Referral.objects.values_list("product", "state"))
    assert referred == {
        ("guarantee", "taken_up"): 1, ("guarantee", "consented"): 1, ("loan", "received"): 1,
        ("loan", "refused"): 1, ("insurance", "taken_up"): 1, ("insurance", "asked"): 1,
    }  # fmt: skip
    assert Counter(Order.objects.values_list("state", flat=True)) == {"paid": 3, "ordered": 1}
    local = Wallet.objects.filter(kind="voucher")
    assert Counter(local.values_list("state", flat=True)) == {"open": 2, "refunded": 1}
    assert Counter(Shop.objects.values_list("state", flat=True)) == {"approved": 3, "asked": 1}
    assert ShopDay.objects.count() > 3
    assert {one.partition("/")[0] for one in Payable.objects.values_list("cause", flat=True)} >= {
        "voucher-day", "voucher-refund", "referral",
    }  # fmt: skip
    with transaction.atomic():
        assert prove_ledger().faults == ()


def _actor(email: str) -> SignedActor:
    return actor_of(User.objects.get(email=email).pk, NOW)


def _owner(n: int) -> SignedActor:
    """Sign somebody up who acts for a shop that a list has brought in."""
    email, made = f"owner{n}@demo.example", shop(n)
    sign_up(now=at("2025-01-02T09:00:00"), email=email, password="dure-demo-2025")
    who = _person(email)
    register_merchant(
        actor=who, now=at("2025-01-10T09:00:00"), business_no=made.profile["business_no"],
        name=made.profile["name"], owner_name=made.owner_name,
        opened_on=at(f"{made.profile['opened_on']}T00:00:00").date(),
    )  # fmt: skip
    return who
