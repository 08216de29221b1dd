"""Set-off: what a payee owes back is kept back of what it is paid, once, never below zero."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import transaction
from tests.domains.agreeing import LATER, PARTNERS
from tests.domains.at_once import twice_at_once
from tests.domains.funding import agreed, allotted, officer, stands
from tests.domains.owing_back import DUE_ON, owed_back, paid
from tests.domains.paying import PAY_ON, account, answered, drafted, owed, payee, sent
from tests.domains.test_payments_batches import balances

from dure.domains.events.act import act
from dure.domains.ledger.proving import prove_ledger
from dure.domains.notices.models import Notice
from dure.domains.payments.batches import transfers_of
from dure.domains.payments.debts import entries_of, held, settle, states_of
from dure.domains.payments.models import Batch, BatchRow, Debt, Payable, SetOff, TaxHandover
from dure.domains.payments.services.drop_batch import drop_batch
from dure.domains.payments.services.hand_over_tax import hand_over_tax
from dure.domains.payments.services.read_results import read_results
from dure.domains.payments.services.undo_tax_handover import undo_tax_handover
from dure.engine.problems import Refused

APRIL = date(2025, 4, 1)


@pytest.fixture(autouse=True)
def _money(db):
    agreed()
    allotted()
    yield
    with transaction.atomic():
        assert prove_ledger().faults == ()


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def told(cause: str = "recovery/1") -> tuple[int, int, int]:
    one = states_of([cause])[cause]
    return (one.settled_won, one.reserved_won, one.left_won)


def results(batch: int, *answers: str) -> None:
    read_results(actor=officer(), now=LATER, batch_id=batch, content=answered(batch, *answers))


def indebted(won: int = 600_000, from_on: date | None = DUE_ON) -> int:
    """Return maple's payee, paid a million of which it owes something back."""
    to = payee()
    account(to)
    paid(to=to)
    owed_back(to, won, from_on=from_on)
    return to


def test_a_payment_goes_out_as_net_and_set_off_and_the_money_is_back_on_its_line():
    to = indebted()
    line = stands("line")["line/government/consulting"]
    owed(1_000_000, "claim-line/2", to)
    pk = sent("second")
    row = BatchRow.objects.get(batch_id=pk)
    assert (row.won, row.set_off_won, row.net_won) == (1_000_000, 600_000, 400_000)
    assert [one.won for one in transfers_of(Batch.objects.get(pk=pk)).rows] == [400_000]
    assert told() == (0, 600_000, 0)
    results(pk, "0000")
    assert told() == (600_000, 0, 0)
    assert balances() == {
        "payout_out": 1_400_000, "payout_set_off": 600_000, "payout_spent": -2_000_000,
    }  # fmt: skip
    assert stands("line")["line/government/consulting"] == line - 1_000_000 + 600_000
    (entry,) = entries_of(["recovery/1"])["recovery/1"]
    assert (entry.kind, entry.won) == ("set_off", 600_000)
    results(pk, "0000")
    assert told() == (600_000, 0, 0), "the same answers again take nothing"


def test_what_is_set_off_whole_goes_to_no_bank():
    to = indebted(900_000)
    owed(400_000, "claim-line/2", to)
    pk = sent("second")
    assert told() == (400_000, 0, 500_000)
    assert transfers_of(Batch.objects.get(pk=pk)).rows == ()
    assert (Batch.objects.get(pk=pk).state, Payable.objects.get(cause="claim-line/2").state) == (
        "closed", "paid",
    )  # fmt: skip
    # Nothing came on the account, and the payee is told why.
    last = Notice.objects.filter(template="payment_made").order_by("-pk").values_list("parameters", flat=True)
    assert (last[0].get("won"), last[0]["set_off"]) == (None, "400,000")


def test_it_is_set_off_on_the_day_of_the_payment_however_late_the_answer_is_read():
    to = indebted()
    owed(1_000_000, "claim-line/2", to)
    pk = sent("second")
    read_results(actor=officer(), now=LATER + timedelta(days=20), batch_id=pk, content=answered(pk, "0000"))
    assert [one.on for one in entries_of(["recovery/1"])["recovery/1"]] == [PAY_ON]


@pytest.mark.parametrize("way", ["fails", "dropped"])
def test_what_did_not_go_out_sets_nothing_off(way):
    to = indebted()
    owed(1_000_000, "claim-line/2", to)
    if way == "fails":
        results(sent("second"), "0201")
    else:
        drop_batch(actor=officer(), now=LATER, batch_id=drafted("second"), reason="다시 만듭니다.")
    assert told() == (0, 0, 600_000)
    assert entries_of(["recovery/1"]) == {}


def test_nothing_is_set_off_before_its_day_or_of_another_payee():
    to = indebted(from_on=date(2025, 3, 29))
    other = payee("body", 0, "insurer", "가상보험")
    account(other, "9999888877776", "가상보험")
    owed_back(other, 100, "recovery/2", None)
    owed(1_000_000, "claim-line/2", to)
    owed(1_000_000, "claim-line/3", other)
    drafted("second")
    assert (told(), told("recovery/2")) == ((0, 0, 600_000), (0, 0, 100))
    assert SetOff.objects.count() == 0


def test_two_payments_share_what_is_owed_and_never_take_more():
    to = indebted()
    owed(500_000, "claim-line/2", to)
    owed(500_000, "claim-line/3", to)
    pk = sent("second")
    rows = BatchRow.objects.filter(batch_id=pk).order_by("no")
    assert [(row.set_off_won, row.net_won) for row in rows] == [(500_000, 0), (100_000, 400_000)]
    assert told() == (500_000, 100_000, 0), "what is set off whole waits for no bank"
    results(pk, "", "0000")
    assert told() == (600_000, 0, 0)
    with act("test.settle", actor=officer(), now=LATER) as this, pytest.raises(Refused) as refused:
        settle(this, held("recovery/1"), 1, kind="received", key="more", on=DUE_ON)
    assert codes(refused) == ["debts.more"]
    assert told() == (600_000, 0, 0)


def test_money_that_comes_while_a_batch_is_under_way_is_bounded_by_what_that_keeps():
    to = indebted()
    owed(200_000, "claim-line/2", to)
    drafted("second")
    with act("test.settle", actor=officer(), now=LATER) as this:
        settle(this, held("recovery/1"), 400_000, kind="received", key="bank-1", on=DUE_ON)
    assert told() == (400_000, 200_000, 0)
    assert Debt.objects.get().left == [200_000]


@pytest.mark.django_db(transaction=True)
def test_two_officers_drafting_at_once_set_off_once():
    to = indebted()
    owed(1_000_000, "claim-line/2", to)
    outcomes = twice_at_once(lambda: drafted("one"), lambda: drafted("two"))
    assert sorted(type(one) is int for one in outcomes) == [False, True]
    assert told() == (0, 600_000, 0)


def withheld() -> None:
    person = payee("person", 900_000_002, "", "이가나")
    account(person, "3333019101234", "이가나")
    owed(1_000_000, "lecture/1", person, income="business")
    results(sent("lecture"), "0000")


def handed(n: int = 1, **other: object) -> int:
    told = {"month": date(2025, 3, 1), "handed_on": APRIL, "reference": "0101-2025-03"} | other
    return hand_over_tax(actor=officer(n), now=AFTER, programme=PARTNERS, **told)


AFTER = LATER.replace(month=4, day=10)


def test_tax_withheld_is_handed_over_once_and_taken_back_by_a_counter_entry():
    withheld()
    pk = handed()
    one = TaxHandover.objects.get(pk=pk)
    assert (one.income_tax_won, one.local_tax_won) == (30_000, 3_000)
    assert (balances()["payout_tax"], balances()["payout_tax_paid"]) == (0, 33_000)
    assert handed() == pk, "the same receipt again is the same"
    with pytest.raises(Refused) as refused:
        handed(reference="another")
    assert codes(refused) == ["payments.no_tax"]
    with pytest.raises(Refused) as refused:
        undo_tax_handover(actor=officer(1), now=AFTER, handover_id=pk, reason="잘못 적었습니다.")
    assert codes(refused) == ["funds.same_person"]
    undo_tax_handover(actor=officer(2), now=AFTER, handover_id=pk, reason="잘못 적었습니다.")
    assert (balances()["payout_tax"], balances()["payout_tax_paid"]) == (33_000, 0)
    with pytest.raises(Refused) as refused:
        undo_tax_handover(actor=officer(3), now=AFTER, handover_id=pk, reason="다시")
    assert codes(refused) == ["payments.tax_undone"]
    assert handed(2, reference="another") != pk
    assert balances()["payout_tax_paid"] == 33_000


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"month": date(2025, 4, 1)}, "payments.month"),
        ({"handed_on": date(2025, 3, 31)}, "payments.handed_on"),
        ({"handed_on": date(2025, 4, 11)}, "payments.handed_on"),
        ({"reference": " "}, "payments.reference"),
        ({"month": date(2025, 2, 1), "handed_on": APRIL}, "payments.no_tax"),
    ],
)
def test_what_cannot_be_handed_over_leaves_nothing(other, code):
    withheld()
    with pytest.raises(Refused) as refused:
        handed(**other)
    assert codes(refused) == [code]
    assert (TaxHandover.objects.count(), balances()["payout_tax"]) == (0, 33_000)
