"""What a programme owes: held before, owed once for a cause, let go of when it is cancelled."""

from __future__ import annotations

import dataclasses
import uuid

import pytest
from django.db import DatabaseError, transaction
from tests.domains.agreeing import LATER, PARTNERS, firm
from tests.domains.at_once import twice_at_once
from tests.domains.funding import agreed, allotted, officer, stands
from tests.domains.paying import held_won, owed, payee
from tests.domains.people import person

from dure.domains.accounts.actors import SYSTEM
from dure.domains.events.act import act
from dure.domains.events.models import Event
from dure.domains.ledger.proving import prove_ledger
from dure.domains.payments.models import Payable
from dure.domains.payments.models_payee import Payee
from dure.domains.payments.owing import (
    OwedState,
    PayeeOf,
    cancel_owed,
    owe,
    owed_results,
    owed_states,
    payee_for,
)
from dure.engine.problems import Refused

CAUSE = "claim-line/1"


@pytest.fixture(autouse=True)
def _money(db):
    agreed()
    allotted()
    yield
    with transaction.atomic():
        assert prove_ledger().faults == ()


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def test_what_is_owed_is_held_and_stands_once_for_its_cause():
    to = payee()
    with act("test.owe", actor=officer(), now=LATER) as this:
        one = held_won(1_000_000, CAUSE, to)
        assert owe(this, one) == owe(this, one)
    assert stands("line") == {
        "line/government/consulting": 149_000_000,
        "line/government/promotion": 50_000_000,
    }
    assert owed_states([CAUSE, "claim-line/2"]) == {CAUSE: "waiting"}
    assert owed_results([CAUSE]) == {CAUSE: OwedState("waiting", None, "")}
    assert Event.objects.filter(subject="payable").count() == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"won": 1_000_001}, "payments.held"),
        ({"hold": uuid.UUID(int=1)}, "payments.held"),
        ({"legs": [[1, 2, 1_000_000]]}, "payments.held"),
        ({"programme": "elsewhere"}, "payments.payee"),
    ],
)
def test_what_the_ledger_does_not_hold_so_is_not_owed(change, code):
    to = payee()
    with (
        pytest.raises(Refused) as refused,
        act("test.owe", actor=officer(), now=LATER) as this,
    ):
        owe(this, dataclasses.replace(held_won(1_000_000, CAUSE, to), **change))
    assert codes(refused) == [code]
    assert Payable.objects.count() == 0
    assert stands("line")["line/government/consulting"] == 150_000_000


def test_another_amount_or_the_same_hold_again_is_refused():
    to = payee()
    with act("test.owe", actor=officer(), now=LATER) as this:
        one = held_won(1_000_000, CAUSE, to)
        owe(this, one)
    for change, code in (({"won": 900_000}, "payments.cause"), ({"cause": "other/1"}, "payments.held")):
        with pytest.raises(Refused) as refused, act("test.owe", actor=officer(), now=LATER) as this:
            owe(this, dataclasses.replace(one, **change))
        assert codes(refused) == [code]
    assert Payable.objects.count() == 1


def test_cancelled_lets_go_once():
    owed()
    for stood in (True, False):
        with act("test.cancel", actor=officer(), now=LATER) as this:
            assert cancel_owed(this, CAUSE) is stood
    assert owed_states([CAUSE]) == {CAUSE: "cancelled"}
    assert stands("line")["line/government/consulting"] == 150_000_000


@pytest.mark.django_db(transaction=True)
def test_two_at_once_make_one_payee():
    def make() -> int:
        with act("test.payee", actor=SYSTEM, now=LATER) as this:
            return payee_for(this, PayeeOf(PARTNERS, "body", "가상보험", code="insurer"))

    first, second = twice_at_once(make)
    assert first == second
    assert Payee.objects.count() == 1


def test_who_sees_what_is_owed():
    pk = owed()
    own = firm(1)
    other = person("executor_staff", "other@test.example", kind="executor", code="birch")
    for who, seen in ((officer(), [pk]), (own, [pk]), (other, [])):
        assert list(Payable.objects.visible_to(who).values_list("pk", flat=True)) == seen
    assert not Payable.objects.visible_to(SYSTEM).exists()


@pytest.mark.parametrize(
    "change", [{"won": 1}, {"state": "paid"}, {"hold": uuid.UUID(int=1)}, {"involved": []}]
)
def test_the_database_refuses_another_amount_and_an_illegal_move(change):
    pk = owed()
    with pytest.raises(DatabaseError), transaction.atomic():
        Payable.objects.filter(pk=pk).update(**change)
    assert Payable.objects.get(pk=pk).state == "waiting"
