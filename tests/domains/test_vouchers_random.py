"""Random acts of vouchers beside a plain model: nothing made or lost, by source, and no wallet below zero."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import ClassVar

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from tests.domains.vouching import (
    LOCAL,
    THEN,
    bought,
    citizen,
    coming,
    left_won,
    on_sale,
    settled,
    shop,
    shopkeeper,
    taken,
    totals,
)

from dure.domains.accounts.actors import SYSTEM
from dure.domains.ledger.models import Account
from dure.domains.payments.models import Payable
from dure.domains.vouchers.models import Order, Shop, Spend, Wallet
from dure.domains.vouchers.services.expire_wallets import expire_wallets
from dure.domains.vouchers.services.give_back import give_back
from dure.domains.vouchers.services.refund_wallet import refund_wallet
from dure.engine.problems import Refused

pytestmark = pytest.mark.django_db(transaction=True)
which = st.integers(0, 3)


class Vouchers(RuleBasedStateMachine):
    """Sell, spend (again under the same key), give back, settle, pay back, expire: in any order."""

    issue = 0
    at: Shop
    ever: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.scope = transaction.atomic()
        self.scope.__enter__()
        transaction.get_connection().atomic_blocks[-1]._from_testcase = True
        self.model: dict[int, int] = {}
        self.spent = 0
        self.refunded = 0
        self.lapsed = 0
        self.n = 0
        self.day = THEN

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.scope.__exit__(None, None, None)

    @rule(thousands=st.integers(1, 60))
    def sell(self, thousands: int) -> None:
        self.n += 1
        try:
            one = bought(self.issue, thousands * 1_000, key=f"o{self.n}", now=self.day)
        except Refused:
            assert sum(Order.objects.values_list("face_won", flat=True)) + thousands * 1_000 > 500_000
            return
        self.model[one.pk] = one.face_won
        Vouchers.ever["sold"] += 1

    @initialize()
    def two_to_begin_with(self) -> None:
        """Sell, spend and give back: not every example draws each of these rules."""
        self.sell(40)
        self.sell(60)
        self.spend(0, 5)
        self.spend(1, 3)
        self.give_some_back(0, 2_000)

    def picked(self, n: int) -> list[int]:
        """Return the n-th of the vouchers that are left, counted round and round."""
        left = list(self.model)
        return [left[n % len(left)]] if left else []

    @rule(n=which, tenths=st.integers(1, 11))
    def spend(self, n: int, tenths: int) -> None:
        for pk in self.picked(n):
            self.n += 1
            won = self.model[pk] * tenths // 10 + 1 if tenths > 9 else max(1, self.model[pk] * tenths // 10)
            one = Wallet.objects.get(pk=pk)
            for _twice in range(2):
                try:
                    done = taken(self.at, one, won, key=f"s{self.n}", now=self.day)
                except Refused:
                    assert won > self.model[pk]
                    return
                assert done.left_won == self.model[pk] - won
            self.model[pk] -= won
            self.spent += won
            Vouchers.ever["spent"] += 1

    @rule(n=which, part=st.integers(1, 10_000))
    def give_some_back(self, n: int, part: int) -> None:
        some = list(Spend.objects.filter(wallet__state="open").order_by("pk"))
        for one in [some[n % len(some)]] if some else []:
            self.n += 1
            won = max(1, (one.won - one.back_won) * part // 10_000)
            try:
                give_back(
                    actor=shopkeeper(), now=self.day, spend_id=one.pk, won=won, key=f"b{self.n}", reason="x"
                )
            except Refused:
                assert one.won == one.back_won or one.day_id is not None
                return
            self.model[one.wallet_id] += won
            self.spent -= won
            Vouchers.ever["given back"] += 1

    @rule()
    def night(self) -> None:
        self.day += timedelta(days=1)
        settled(self.day)
        assert settled(self.day) == 0

    @rule(n=which)
    def pay_back(self, n: int) -> None:
        for pk in self.picked(n):
            try:
                self.refunded += refund_wallet(actor=citizen(), now=self.day, wallet_id=pk)
            except Refused:
                face = Wallet.objects.get(pk=pk).face_won
                assert 0 < face - self.model[pk] < face * 6 // 10 + 1 or not self.model[pk]
                return
            del self.model[pk]

    @precondition(lambda self: self.n > 8)
    @rule()
    def five_years_later(self) -> None:
        expire_wallets(actor=SYSTEM, now=self.day + timedelta(days=1826))
        self.model.clear()

    @invariant()
    def every_wallet_has_what_the_model_says(self) -> None:
        for pk, won in self.model.items():
            assert left_won(Wallet.objects.get(pk=pk)) == won

    @invariant()
    def shops_have_coming_or_owed_what_was_spent(self) -> None:
        owed = sum(Payable.objects.filter(cause__startswith="voucher-day/").values_list("won", flat=True))
        assert coming(self.at) + owed == self.spent

    @invariant()
    def nothing_is_made_or_lost(self) -> None:
        assert set(totals().values()) <= {0}
        assert not [
            one.code
            for one in Account.objects.filter(kind__startswith="voucher_").exclude(
                kind__in=("voucher_paid", "voucher_issue")
            )
            if one.credits - one.debits - one.held_debits < 0
        ]
        owed = sum(Payable.objects.filter(cause__startswith="voucher-refund/").values_list("won", flat=True))
        assert owed == self.refunded


def test_random_acts_keep_every_won():
    issue = on_sale(face_won=3_000_000, government=2_000_000, province=2_000_000)
    at = shop(programme=LOCAL, benefit="local", issuer="bomnae", region="51110")
    Vouchers.issue, Vouchers.at = issue, at
    run_state_machine_as_test(
        Vouchers,
        settings=settings(
            max_examples=10, stateful_step_count=20, deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
    # Not all of it was refused.
    assert Vouchers.ever["sold"] >= 20, Vouchers.ever
    assert Vouchers.ever["spent"] >= 10, Vouchers.ever
    assert Vouchers.ever["given back"] >= 2, Vouchers.ever
