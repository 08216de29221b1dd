"""Batches of transfers: two people, one file, answers kept once, failed ones back with the bank's reason."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from tests.domains.agreeing import LATER, PARTNERS
from tests.domains.at_once import twice_at_once
from tests.domains.funding import agreed, allotted, officer, stands
from tests.domains.paying import CLAIMANT, PAY_ON, account, answered, drafted, owed, payee, sent
from tests.domains.people import person

from dure.adapters.payout import PayoutClient, Unreachable
from dure.adapters.payout import stub as payout_stub
from dure.domains.accounts.actors import SYSTEM
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.events.act import act
from dure.domains.ledger.models import Account, Transfer
from dure.domains.ledger.proving import prove_ledger
from dure.domains.notices.models import Notice
from dure.domains.payments import bank, forgetting
from dure.domains.payments.answering import Kept
from dure.domains.payments.batches import transfers_of, under_way
from dure.domains.payments.models import Batch, BatchRow, Payable
from dure.domains.payments.models_payee import Payee, PayeeAccount
from dure.domains.payments.owing import cancel_owed, owed_results, owed_states
from dure.domains.payments.services.approve_batch import approve_batch
from dure.domains.payments.services.carry_batch import carry_batch
from dure.domains.payments.services.check_account import check_account
from dure.domains.payments.services.decide_account import decide_account
from dure.domains.payments.services.draft_batch import draft_batch
from dure.domains.payments.services.drop_batch import drop_batch
from dure.domains.payments.services.queue_again import queue_again
from dure.domains.payments.services.read_results import read_results
from dure.domains.payments.services.send_batch import send_batch
from dure.domains.payments.services.tell_account import Told, tell_account
from dure.domains.payments.waiting import Narrowed
from dure.engine.problems import Refused

FREELANCER = 900_000_002


@pytest.fixture(autouse=True)
def _money(db):
    agreed()
    allotted()
    yield
    with transaction.atomic():
        assert prove_ledger().faults == ()


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def balances() -> dict[str, int]:
    """Return what stands on the accounts of payments."""
    found = Account.objects.filter(kind__startswith="payout_").order_by("kind")
    return {one.kind: one.credits - one.debits for one in found if one.credits or one.debits}


def results(batch: int, *told: str, n: int = 1) -> Kept:
    return read_results(actor=officer(n), now=LATER, batch_id=batch, content=answered(batch, *told))


def ready(*won: int) -> list[int]:
    """Owe amounts to maple, whose account is confirmed."""
    to = payee()
    account(to)
    return [owed(one, f"claim-line/{n}", to) for n, one in enumerate(won, start=1)]


def test_a_batch_from_waiting_to_paid_with_every_won_posted_once():
    ready(1_000_000, 2_000_000)
    person_paid = payee("person", FREELANCER, "", "이가나")
    account(person_paid, "3333019101234", "이가나")
    owed(1_000_000, "lecture/1", person_paid, income="business")
    owed(500_000, "lecture/2", payee("body", 0, "insurer", "가상보험"))  # no account: it goes on waiting
    pk = sent()
    batch = Batch.objects.get(pk=pk)
    assert (batch.number, batch.rows, batch.won, batch.net_won) == (1, 3, 4_000_000, 3_967_000)
    file = batch.file.encode("cp949")
    assert batch.file_hash == hashlib.sha256(file).hexdigest()
    assert file == answered(pk)
    assert owed_states([f"claim-line/{n}" for n in (1, 2)]) == {
        "claim-line/1": "sent",
        "claim-line/2": "sent",
    }
    assert balances() == {}
    assert results(pk, "0000", "0101", "0000") == Kept(2, 1, 0)
    assert results(pk, "0000", "0101", "0000") == Kept(0, 0, 3)
    assert balances() == {
        "payout_out": 1_967_000, "payout_spent": -2_000_000, "payout_tax": 33_000,
    }  # fmt: skip
    assert stands("spent") == {"spent/government/consulting/maple": 2_000_000}
    # One failed and one without an account are held still.
    assert stands("line")["line/government/consulting"] == 150_000_000 - 4_500_000
    told = owed_results(["claim-line/1", "claim-line/2", "lecture/2"])
    assert [(one.state, one.paid_on, one.reason) for _, one in sorted(told.items())] == [
        ("paid", PAY_ON, ""), ("failed", None, "0101"), ("waiting", None, ""),
    ]  # fmt: skip
    assert Batch.objects.get(pk=pk).state == "closed"
    found = Notice.objects.filter(template__startswith="payment_").values_list("template", "parameters__won")
    assert sorted(found) == [("payment_failed", "2,000,000"), ("payment_made", "1,000,000")]


def test_what_failed_for_its_account_waits_again_once_another_is_confirmed():
    (one,) = ready(1_000_000)
    first = sent()
    results(first, "0102")
    with pytest.raises(Refused) as refused:
        queue_again(actor=officer(), now=LATER, payable_id=one)
    assert codes(refused) == ["payments.same_account"]
    account(payee(), "99998888777766")
    assert Payable.objects.get(pk=one).state == "waiting"
    second = sent("b2")
    assert results(second, "0000") == Kept(1, 0, 0)
    # The first bank file cannot say now that it was paid after all.
    with pytest.raises(Refused) as refused:
        results(first, "0000")
    assert codes(refused) == ["payments.contradiction"]
    assert stands("spent") == {"spent/government/consulting/maple": 1_000_000}
    assert Transfer.objects.filter(what="payments.paid").count() == 1


def test_what_failed_for_another_reason_waits_again_when_an_officer_says_so():
    (one,) = ready(1_000_000)
    results(sent(), "0201")
    queue_again(actor=officer(), now=LATER, payable_id=one)
    with pytest.raises(Refused) as refused:
        queue_again(actor=officer(), now=LATER, payable_id=one)
    assert codes(refused) == ["payments.not_failed"]
    assert Payable.objects.get(pk=one).state == "waiting"


def test_a_file_that_is_not_of_this_batch_changes_nothing():
    ready(1_000_000, 2_500_000)
    pk = sent()
    content = answered(pk, "0000", "0000").replace(b"0000002500000", b"0000002500001")
    with pytest.raises(Refused) as refused:
        read_results(actor=officer(), now=LATER, batch_id=pk, content=content)
    assert [problem.line for problem in refused.value.problems] == [3]
    assert BatchRow.objects.filter(state="pending").count() == 2
    assert balances() == {}


def test_claimant_approver_and_payer_are_other_people():
    to = payee()
    account(to)
    involved = officer(5)
    owed(1_000_000, "claim-line/1", to, involved=(involved.user_id,))
    with pytest.raises(Refused) as refused:
        draft_batch(actor=involved, now=LATER, programme=PARTNERS, way="file", pay_on=PAY_ON, key="x")
    assert codes(refused) == ["payments.nothing"]
    pk = drafted()
    for who, code in ((officer(1), "funds.same_person"), (involved, "payments.involved")):
        with pytest.raises(Refused) as refused:
            approve_batch(actor=who, now=LATER, batch_id=pk)
        assert codes(refused) == [code]
    with pytest.raises(NotAllowed):
        approve_batch(actor=person("ministry"), now=LATER, batch_id=pk)
    assert Batch.objects.get(pk=pk).state == "drafted"
    drafter = officer(1).user_id
    with pytest.raises(DatabaseError), transaction.atomic():
        Batch.objects.filter(pk=pk).update(state="approved", approved_by_id=drafter)
    approve_batch(actor=officer(2), now=LATER, batch_id=pk)
    with pytest.raises(Refused) as refused:
        send_batch(actor=involved, now=LATER, batch_id=pk)
    assert codes(refused) == ["payments.involved"]
    assert Batch.objects.get(pk=pk).file == ""


def test_a_dropped_batch_lets_its_rows_wait_and_an_account_changed_since_stops_it():
    (one,) = ready(1_000_000)
    pk = drafted()
    approve_batch(actor=officer(2), now=LATER, batch_id=pk)
    account(payee(), "99998888777766")
    with pytest.raises(Refused) as refused:
        send_batch(actor=officer(3), now=LATER, batch_id=pk)
    assert codes(refused) == ["payments.account_changed"]
    drop_batch(actor=officer(3), now=LATER, batch_id=pk, reason="계좌 변경")
    assert Payable.objects.get(pk=one).state == "waiting"
    with act("test.cancel", actor=officer(), now=LATER) as this:
        assert cancel_owed(this, "claim-line/1")
    assert stands("line")["line/government/consulting"] == 150_000_000


def test_narrowed_to_a_kind_and_a_day():
    ready(1_000_000)
    for narrowed in (
        Narrowed(kind="merchant"),
        Narrowed(fund="other"),
        Narrowed(until=PAY_ON.replace(day=1)),
    ):
        with pytest.raises(Refused) as refused:
            drafted("n", narrowed=narrowed)
        assert codes(refused) == ["payments.nothing"]
    assert Batch.objects.get(pk=drafted("n", narrowed=Narrowed("budget", "executor", PAY_ON))).rows == 1


def test_an_account_needs_a_second_person_who_acts_for_nobody_in_it():
    to = payee("person", officer(2).user_id, "", "김다라")
    pk = tell_account(actor=officer(1), now=LATER, payee_id=to, told=Told("004", "123-4567-89", " 김다라 "))
    assert (
        tell_account(actor=officer(1), now=LATER, payee_id=to, told=Told("004", "123456789", "김다라")) == pk
    )
    for who, code in ((officer(1), "funds.same_person"), (officer(2), "payments.own")):
        with pytest.raises(Refused) as refused:
            decide_account(actor=who, now=LATER, account_id=pk, confirmed=True)
        assert codes(refused) == [code]
    assert PayeeAccount.objects.get(pk=pk).state == "proposed"
    decide_account(actor=officer(3), now=LATER, account_id=pk, confirmed=True)
    told = Notice.objects.filter(user_id=officer(2).user_id).values_list("template", flat=True)
    assert sorted(told) == ["account_confirmed", "account_told"]
    with pytest.raises(Refused) as refused:
        tell_account(actor=officer(1), now=LATER, payee_id=to, told=Told("999", "12", "똠방각하" * 3))
    assert codes(refused) == ["payments.bank", "payments.account_no", "payments.holder"]
    with pytest.raises(NotAllowed):
        tell_account(actor=person("ministry"), now=LATER, payee_id=to, told=Told("004", "123456789", "가"))
    assert PayeeAccount.objects.count() == 1


def test_the_bank_says_whose_an_account_is_and_a_stranger_s_needs_a_reason():
    pk = tell_account(actor=officer(1), now=LATER, payee_id=payee(), told=Told("004", "11119103", "단풍"))
    assert check_account(actor=officer(1), now=LATER, account_id=pk) == "differs"
    with pytest.raises(Refused) as refused:
        decide_account(actor=officer(2), now=LATER, account_id=pk, confirmed=True)
    assert codes(refused) == ["payments.answer"]
    decide_account(actor=officer(2), now=LATER, account_id=pk, confirmed=True, answer="공동 대표의 계좌")
    assert PayeeAccount.objects.get(pk=pk).state == "confirmed"


def test_handed_over_again_and_again_it_moves_once(monkeypatch):
    ready(1_000_000, 2_000_000)
    with payout_stub.running_stub() as (server, url):
        monkeypatch.setattr(bank, "_stub", lambda: (url, payout_stub.KEY))
        pk = sent(way="payout")
        assert under_way() == [pk]
        # As though we had died after the bank had taken it, and before we noted so.
        with PayoutClient(url, payout_stub.KEY) as client:
            client.hand_over(transfers_of(Batch.objects.get(pk=pk)))
        assert carry_batch(actor=SYSTEM, now=LATER, batch_id=pk) == Kept(2, 0, 0)
        assert carry_batch(actor=SYSTEM, now=LATER, batch_id=pk) == Kept(0, 0, 0)
        assert server.moved == {(f"B{pk}", 1): 1, (f"B{pk}", 2): 1}
    assert stands("spent") == {"spent/government/consulting/maple": 3_000_000}
    with pytest.raises(PermissionError):
        carry_batch(actor=officer(), now=LATER, batch_id=pk)


def test_no_answer_leaves_the_batch_on_its_way(monkeypatch):
    ready(1_000_000)
    monkeypatch.setattr(bank, "_stub", lambda: ("http://127.0.0.1:9/v1", "key"))
    pk = sent(way="payout")
    with pytest.raises(Unreachable):
        carry_batch(actor=SYSTEM, now=LATER, batch_id=pk)
    assert (Batch.objects.get(pk=pk).handed_at, under_way()) == (None, [pk])


def test_names_accounts_and_files_are_forgotten_and_amounts_stay():
    ready(1_000_000)
    results(sent(), "0000")
    assert forgetting.count(PARTNERS) == {"payees": 1, "bank_accounts": 1, "transfer_files": 1}
    with act("test.forget", actor=SYSTEM, now=LATER) as this:
        assert forgetting.forget(this, PARTNERS) == {"payees": 1, "bank_accounts": 1, "transfer_files": 1}
    assert forgetting.count(PARTNERS) == {"payees": 0, "bank_accounts": 0, "transfer_files": 0}
    one = PayeeAccount.objects.get()
    assert (Payee.objects.get().name, one.account_no, one.holder, one.digest) == ("", "", "", "")
    assert Payable.objects.get().won == 1_000_000


@pytest.mark.django_db(transaction=True)
def test_two_people_draft_send_and_read_at_once_and_nothing_is_done_twice():
    ready(1_000_000, 2_000_000)
    one, two = officer(1), officer(2)

    def draft(who, key):
        return lambda: draft_batch(
            actor=who, now=LATER, programme=PARTNERS, way="file", pay_on=PAY_ON, key=key
        )

    made = twice_at_once(draft(one, "x"), draft(two, "y"))
    assert sorted(type(answer).__name__ for answer in made) == ["Refused", "int"]
    batch = Batch.objects.get()
    approve_batch(actor=officer(3), now=LATER, batch_id=batch.pk)
    sending = [lambda who=who: send_batch(actor=who, now=LATER, batch_id=batch.pk) for who in (one, two)]
    assert sorted(type(answer).__name__ for answer in twice_at_once(*sending)) == ["NoneType", "Refused"]
    content = answered(batch.pk, "0000", "0000")
    reading = [
        lambda who=who: read_results(actor=who, now=LATER, batch_id=batch.pk, content=content)
        for who in (one, two)
    ]
    assert sorted(twice_at_once(*reading), key=lambda kept: kept.paid) == [Kept(0, 0, 2), Kept(2, 0, 0)]
    assert balances()["payout_out"] == 3_000_000
    assert Payable.objects.filter(state="paid").count() == 2


def test_the_database_refuses_a_payable_in_two_batches_and_another_answer():
    ready(1_000_000)
    pk = sent()
    row = BatchRow.objects.get()
    other = Batch.objects.create(
        programme=PARTNERS, number=2, way="file", pay_on=PAY_ON, rows=1, won=1, net_won=1,
        drafted_by_id=CLAIMANT, drafted_at=LATER,
    )  # fmt: skip
    with pytest.raises(IntegrityError, match="batch_row_payable_once"), transaction.atomic():
        BatchRow.objects.create(
            batch=other, no=1, payable=row.payable, account=row.account, won=row.won, net_won=row.won
        )
    results(pk, "0000")
    with pytest.raises(DatabaseError), transaction.atomic():
        BatchRow.objects.filter(pk=row.pk).update(state="failed", reason="0101")
    with pytest.raises(DatabaseError), transaction.atomic():
        Batch.objects.filter(pk=pk).update(file_hash="0" * 64)
    assert BatchRow.objects.get(pk=row.pk).state == "paid"


def test_nobody_drafts_approves_or_sends_what_is_paid_to_themselves():
    """A citizen gives a voucher back and is an officer too: a colleague pays it."""
    own = officer(6)
    to = payee("person", own.user_id, "", "김다라")
    account(to, "3333019101234", "김다라")
    owed(1_000_000, "voucher-refund/1", to)
    with pytest.raises(Refused) as refused:
        draft_batch(actor=own, now=LATER, programme=PARTNERS, way="file", pay_on=PAY_ON, key="own")
    assert codes(refused) == ["payments.nothing"]
    pk = drafted()
    with pytest.raises(Refused) as refused:
        approve_batch(actor=own, now=LATER, batch_id=pk)
    assert codes(refused) == ["payments.own"]
    approve_batch(actor=officer(2), now=LATER, batch_id=pk)
    with pytest.raises(Refused) as refused:
        send_batch(actor=own, now=LATER, batch_id=pk)
    assert codes(refused) == ["payments.own"]
    assert Batch.objects.get(pk=pk).state == "approved"


def test_a_batch_of_a_day_that_is_over_is_made_anew_for_tax_goes_by_the_law_of_that_day():
    (one,) = ready(1_000_000)
    pk = drafted()
    approve_batch(actor=officer(2), now=LATER, batch_id=pk)
    with pytest.raises(Refused) as refused:
        send_batch(actor=officer(3), now=LATER + timedelta(days=5), batch_id=pk)
    assert codes(refused) == ["payments.day_over"]
    drop_batch(actor=officer(3), now=LATER + timedelta(days=5), batch_id=pk, reason="날짜가 지났습니다.")
    assert Payable.objects.get(pk=one).state == "waiting"


@pytest.mark.parametrize("days", [-5, 1])
def test_an_answer_of_a_day_on_which_it_cannot_have_been_paid_is_not_kept(days):
    ready(1_000_000)
    pk = sent()
    content = answered(pk, "0000", on=PAY_ON + timedelta(days=days))
    with pytest.raises(Refused) as refused:
        read_results(actor=officer(), now=LATER, batch_id=pk, content=content)
    assert codes(refused) == ["payments.answer_day"]
    assert (BatchRow.objects.get().state, balances()) == ("pending", {})
