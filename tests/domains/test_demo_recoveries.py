"""The demo's payments and recoveries: each as people would have made them, and the ledger adds up."""

from __future__ import annotations

import pytest
from django.db import transaction

from dure.domains.ledger.proving import prove_ledger
from dure.domains.payments.models import Batch, Payable
from dure.domains.recoveries.models import InstalmentPlan, RecoveryCase
from dure.domains.sanctions.models import Sanction
from dure.service.demo import _actor, _load_partners, load_demo

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_demo_owes_payments_and_takes_money_back(monkeypatch):
    monkeypatch.setenv("DURE_NOW", "2025-03-24T10:00:00+09:00")
    load_demo()
    _load_partners(_actor("officer@demo.example"), _actor("officer2@demo.example"))
    found = Payable.objects.order_by("pk").values_list("state", "reason", "won")
    assert list(found) == [
        ("paid", "", 1_650_000), ("failed", "0101", 2_640_000), ("in_batch", "", 880_000),
    ]  # fmt: skip
    assert list(Batch.objects.order_by("pk").values_list("state", flat=True)) == ["closed", "drafted"]
    cases = RecoveryCase.objects.order_by("pk").values_list("state", "back_won", "ground")
    assert list(cases) == [("noticed", 0, "misuse"), ("decided", 900_000, "overpaid")]
    plan = InstalmentPlan.objects.get()
    assert (plan.state, [row[2] for row in plan.rows]) == ("approved", [300_000, 300_000, 300_000])
    assert Sanction.objects.count() == 1
    with transaction.atomic():
        assert prove_ledger().faults == ()
