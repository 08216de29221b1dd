"""Payments, each service run twice."""

from __future__ import annotations

from datetime import timedelta

from tests.domains.agreeing import LATER, PARTNERS
from tests.domains.funding import officer
from tests.domains.paying import PAY_ON, account, answered, drafted, owed, payee, sent
from tests.domains.twice.scenario import Call, twice

from dure.domains.accounts.actors import SYSTEM
from dure.domains.payments.models import BatchRow, Payable
from dure.domains.payments.services.approve_batch import approve_batch
from dure.domains.payments.services.carry_batch import carry_batch
from dure.domains.payments.services.check_account import check_account
from dure.domains.payments.services.decide_account import decide_account
from dure.domains.payments.services.decide_return import decide_return
from dure.domains.payments.services.draft_batch import draft_batch
from dure.domains.payments.services.drop_batch import drop_batch
from dure.domains.payments.services.note_income import note_income
from dure.domains.payments.services.note_return import note_return
from dure.domains.payments.services.queue_again import queue_again
from dure.domains.payments.services.read_results import read_results
from dure.domains.payments.services.send_batch import send_batch
from dure.domains.payments.services.take_back_account import take_back_account
from dure.domains.payments.services.tell_account import Told, tell_account

WORLD = "funded"
THEN = LATER + timedelta(days=10)
TOLD = Told("004", "1234567890123", "단풍나무")


def _ready() -> None:
    to = payee()
    account(to)
    owed(1_000_000, "claim-line/1", to)


def _told() -> int:
    return tell_account(actor=officer(), now=LATER, payee_id=payee(), told=TOLD)


@twice(tell_account, WORLD)
def _tell() -> Call:
    to, who = payee(), officer()
    return lambda: tell_account(actor=who, now=LATER, payee_id=to, told=TOLD)


@twice(take_back_account, WORLD)
def _take_back() -> Call:
    pk, who = _told(), officer()
    return lambda: take_back_account(actor=who, now=LATER, account_id=pk)


@twice(check_account, WORLD)
def _check() -> Call:
    pk, who = _told(), officer()
    return lambda: check_account(actor=who, now=LATER, account_id=pk)


@twice(decide_account, WORLD)
def _decide() -> Call:
    pk, who = _told(), officer(2)
    return lambda: decide_account(actor=who, now=LATER, account_id=pk, confirmed=True)


@twice(draft_batch, WORLD)
def _draft() -> Call:
    _ready()
    who = officer()
    return lambda: draft_batch(
        actor=who, now=LATER, programme=PARTNERS, way="file", pay_on=PAY_ON, key="twice"
    )


@twice(approve_batch, WORLD)
def _approve() -> Call:
    _ready()
    pk, who = drafted(), officer(2)
    return lambda: approve_batch(actor=who, now=LATER, batch_id=pk)


@twice(drop_batch, WORLD)
def _drop() -> Call:
    _ready()
    pk, who = drafted(), officer(2)
    return lambda: drop_batch(actor=who, now=LATER, batch_id=pk, reason="why")


@twice(send_batch, WORLD)
def _send() -> Call:
    _ready()
    pk, who = drafted(), officer(3)
    approve_batch(actor=officer(2), now=LATER, batch_id=pk)
    return lambda: send_batch(actor=who, now=LATER, batch_id=pk)


@twice(read_results, WORLD)
def _read() -> Call:
    _ready()
    pk, who = sent(), officer()
    content = answered(pk, "0000")
    return lambda: read_results(actor=who, now=LATER, batch_id=pk, content=content).paid


@twice(carry_batch, WORLD)
def _carry() -> Call:
    _ready()
    pk = sent(way="payout")
    return lambda: carry_batch(actor=SYSTEM, now=LATER, batch_id=pk).paid


def _paid() -> int:
    _ready()
    pk = sent()
    read_results(actor=officer(), now=LATER, batch_id=pk, content=answered(pk, "0000"))
    return BatchRow.objects.get().pk


def _noted(row: int) -> int:
    return note_return(
        actor=officer(4), now=THEN, row_id=row, on=PAY_ON, code="0201", reference="2025-0328-1"
    )


@twice(note_return, WORLD)
def _note_return() -> Call:
    row, who = _paid(), officer(4)
    return lambda: note_return(
        actor=who, now=THEN, row_id=row, on=PAY_ON, code="0201", reference="2025-0328-1"
    )


@twice(decide_return, WORLD)
def _decide_return() -> Call:
    pk, who = _noted(_paid()), officer(5)
    return lambda: decide_return(actor=who, now=THEN, return_id=pk, confirmed=True)


@twice(note_income, WORLD)
def _note_income() -> Call:
    to, who = payee("person", 900_000_002, "", "이가나"), officer()
    return lambda: note_income(actor=who, now=LATER, payee_id=to, income="business")


@twice(queue_again, WORLD)
def _queue() -> Call:
    _ready()
    pk, who = sent(), officer()
    read_results(actor=who, now=LATER, batch_id=pk, content=answered(pk, "0201"))
    one = Payable.objects.get().pk
    return lambda: queue_again(actor=who, now=LATER, payable_id=one)
