"""Money that the bank gives back after it had paid: undone, held anew, and owed once more, by two people."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import transaction
from tests.domains.agreeing import LATER, PARTNERS, firm
from tests.domains.at_once import twice_at_once
from tests.domains.funding import agreed, allotted, officer, stands
from tests.domains.owing_back import owed_back
from tests.domains.paying import PAY_ON, account, answered, owed, payee, sent
from tests.domains.people import person
from tests.domains.recovering import opened
from tests.domains.test_payments_batches import balances

from dure.domains.accounts.refusals import NotAllowed
from dure.domains.ledger.proving import prove_ledger
from dure.domains.notices.models import Notice
from dure.domains.payments.debts import states_of
from dure.domains.payments.models import BatchRow, Payable, TransferReturn
from dure.domains.payments.models_payee import Payee
from dure.domains.payments.owing import owed_results
from dure.domains.payments.services.decide_return import decide_return
from dure.domains.payments.services.hand_over_tax import hand_over_tax
from dure.domains.payments.services.note_income import note_income
from dure.domains.payments.services.note_return import note_return
from dure.domains.payments.services.queue_again import queue_again
from dure.domains.payments.services.read_results import read_results
from dure.domains.payments.taxes import left_to_hand_over
from dure.engine.problems import Refused

THEN = LATER + timedelta(days=10)
BACK_ON = date(2025, 4, 1)
SPENT = "spent/government/consulting/maple"
LINE = "line/government/consulting"


@pytest.fixture(autouse=True)
def _money(db):
    agreed()
    allotted()
    yield
    with transaction.atomic():
        assert prove_ledger().faults == ()


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def moved() -> dict[str, int]:
    """Return what stands on the accounts of payments, those left out on which nothing does."""
    return {kind: won for kind, won in balances().items() if won}


def paid_row(cause: str = "claim-line/1", to: int | None = None, **other: object) -> int:
    """Pay a million won by the bank, and return the transfer."""
    if to is None:
        to = payee()
        account(to)
    owed(1_000_000, cause, to, **other)
    pk = sent(f"paid-{cause}")
    read_results(actor=officer(), now=LATER, batch_id=pk, content=answered(pk, "0000"))
    return BatchRow.objects.get(batch_id=pk).pk


def noted(row: int, n: int = 4, **other: object) -> int:
    told = {"on": BACK_ON, "code": "0102", "reference": "2025-0401-77"} | other
    return note_return(actor=officer(n), now=THEN, row_id=row, **told)  # type: ignore[arg-type]


def confirmed(one: int, n: int = 5) -> None:
    decide_return(actor=officer(n), now=THEN, return_id=one, confirmed=True)


def test_what_came_back_is_undone_and_paid_once_more_to_another_account():
    row = paid_row()
    line = stands("line")[LINE]
    one = noted(row)
    assert noted(row) == one, "the same entry again is the same"
    assert stands("spent") == {SPENT: 1_000_000}, "nothing moves before a second officer found it"
    with pytest.raises(Refused) as refused:
        confirmed(one, 4)
    assert codes(refused) == ["funds.same_person"]
    confirmed(one)
    assert (stands("spent"), moved()) == ({SPENT: 0}, {})
    # Held for the payment that is owed in its place.
    assert stands("line")[LINE] == line
    was = Payable.objects.get(cause="claim-line/1")
    again = was.again
    assert (was.state, was.paid_on, again.won, again.state, again.reason) == (
        "returned", None, 1_000_000, "failed", "0102",
    )  # fmt: skip
    assert Notice.objects.filter(template="payment_failed", parameters__won="1,000,000").exists()
    with pytest.raises(Refused) as refused:
        queue_again(actor=officer(), now=THEN, payable_id=again.pk)
    assert codes(refused) == ["payments.same_account"]
    account(payee(), "99998888777766")
    assert Payable.objects.get(pk=again.pk).state == "waiting"
    second = sent("again")
    read_results(actor=officer(), now=LATER, batch_id=second, content=answered(second, "0000"))
    assert owed_results(["claim-line/1"])["claim-line/1"].state == "paid"
    assert stands("spent") == {SPENT: 1_000_000}
    assert balances() == {"payout_out": 1_000_000, "payout_spent": -1_000_000}
    assert stands("line")[LINE] == line
    with pytest.raises(Refused) as refused:
        confirmed(one)
    assert codes(refused) == ["payments.return_decided"]


def test_who_sees_the_transfer_sees_that_it_came_back():
    one = noted(paid_row())
    seen = {
        name: list(TransferReturn.objects.visible_to(who).values_list("pk", flat=True))
        for name, who in {
            "officer": officer(), "ministry": person("ministry"), "payee": firm(1), "another": firm(2)
        }.items()
    }  # fmt: skip
    assert seen == {"officer": [one], "ministry": [one], "payee": [one], "another": []}


def test_it_can_come_back_a_second_time():
    noted_once = noted(paid_row(), code="0999")
    confirmed(noted_once)
    second = sent("again")
    read_results(actor=officer(), now=LATER, batch_id=second, content=answered(second, "0000"))
    confirmed(noted(BatchRow.objects.get(batch_id=second).pk, reference="2025-0402-1"))
    told = owed_results(["claim-line/1"])["claim-line/1"]
    assert (told.state, told.paid_on, told.reason) == ("failed", None, "0102")
    assert (stands("spent"), moved()) == ({SPENT: 0}, {})


def test_what_did_not_come_back_stays_paid():
    row = paid_row()
    one = noted(row)
    with pytest.raises(Refused) as refused:
        decide_return(actor=officer(5), now=THEN, return_id=one, confirmed=False)
    assert codes(refused) == ["payments.answer"]
    decide_return(actor=officer(5), now=THEN, return_id=one, confirmed=False, answer="다른 입금입니다.")
    assert stands("spent") == {SPENT: 1_000_000}
    assert noted(row, reference="another") != one
    assert BatchRow.objects.get().state == "paid"


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"on": PAY_ON - timedelta(days=1)}, "payments.return_day"),
        ({"on": BACK_ON + timedelta(days=30)}, "payments.return_day"),
        ({"code": "0000"}, "payments.return_code"),
        ({"reference": " "}, "payments.return_reference"),
    ],
)
def test_what_cannot_have_come_back_is_not_noted(other, code):
    row = paid_row()
    with pytest.raises(Refused) as refused:
        noted(row, **other)
    assert codes(refused) == [code]
    with pytest.raises(NotAllowed):
        note_return(actor=person("ministry"), now=THEN, row_id=row, on=BACK_ON, code="0102", reference="1")
    assert TransferReturn.objects.count() == 0


def test_what_is_being_taken_back_is_not_undone_too():
    one = noted(paid_row())
    opened()
    with pytest.raises(Refused) as refused:
        confirmed(one)
    assert codes(refused) == ["recoveries.in_case"]
    assert TransferReturn.objects.get().state == "noted"
    assert stands("spent") == {SPENT: 1_000_000}


def test_tax_withheld_of_it_is_owed_no_more_unless_it_was_handed_over():
    to = payee("person", 900_000_002, "", "이가나")
    account(to, "3333019101234", "이가나")
    row = paid_row("lecture/1", to, income="business")
    other = paid_row("lecture/2", to, income="business")
    confirmed(noted(row))
    assert left_to_hand_over(PARTNERS, date(2025, 3, 1)).won == 33_000
    assert moved() == {"payout_out": 967_000, "payout_spent": -1_000_000, "payout_tax": 33_000}
    again = Payable.objects.get(again_for__cause="lecture/1")
    assert (again.won, again.income) == (1_000_000, "business"), "tax is withheld anew of all of it"
    hand_over_tax(
        actor=officer(), now=THEN + timedelta(days=10), programme=PARTNERS, month=date(2025, 3, 1),
        handed_on=date(2025, 4, 10), reference="0101-2025-03",
    )  # fmt: skip
    one = noted(other, reference="2025-0411-3")
    with pytest.raises(Refused) as refused:
        confirmed(one)
    assert codes(refused) == ["payments.tax_handed"]
    assert balances()["payout_out"] == 967_000


def test_what_was_set_off_of_it_stays_set_off():
    to = payee()
    account(to)
    paid_row("claim-line/1", to)
    owed_back(to, 300_000, from_on=PAY_ON)
    confirmed(noted(paid_row("claim-line/2", to)))
    again = Payable.objects.get(again_for__cause="claim-line/2")
    assert again.won == 700_000
    debt = states_of(["recovery/1"])["recovery/1"]
    assert (debt.settled_won, debt.left_won) == (300_000, 0)
    assert balances() == {
        "payout_out": 1_000_000, "payout_set_off": 300_000, "payout_spent": -1_300_000,
    }  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_two_officers_confirming_at_once_undo_it_once():
    one = noted(paid_row(), code="0201")
    who = [officer(5), officer(6)]
    outcomes = twice_at_once(
        *(
            lambda actor=actor: decide_return(actor=actor, now=THEN, return_id=one, confirmed=True)
            for actor in who
        )
    )
    assert sorted(type(answer).__name__ for answer in outcomes) == ["NoneType", "Refused"]
    assert Payable.objects.filter(again_for__isnull=False, state="waiting").count() == 1
    assert (stands("spent"), moved()) == ({SPENT: 0}, {})


def test_tax_is_withheld_from_a_payee_as_an_officer_noted():
    seller = payee("person", 900_000_002, "", "이가나")
    account(seller, "3333019101234", "이가나")
    owed(1_000_000, "use/1", seller)
    for _again in (1, 2):
        note_income(actor=officer(), now=LATER, payee_id=seller, income="business")
    owed(1_000_000, "use/2", seller)
    found = dict(Payable.objects.values_list("cause", "income"))
    assert found == {"use/1": "", "use/2": "business"}, "what was owed before stays as it was"
    with pytest.raises(Refused) as refused:
        note_income(actor=officer(), now=LATER, payee_id=payee(), income="business")
    assert codes(refused) == ["payments.income"]
    with pytest.raises(NotAllowed):
        note_income(actor=person("ministry"), now=LATER, payee_id=seller, income="")
    assert Payee.objects.get(pk=seller).income == "business"
