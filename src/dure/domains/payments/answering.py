"""What the bank says came of transfers: kept once, whatever is told again, and posted where it was paid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from dure.adapters.payout import Answer
from dure.adapters.payout.codes import PAID
from dure.domains.events.act import Act
from dure.domains.events.transitions import move
from dure.domains.funds.orders import take_held
from dure.domains.ledger.posting import move as moved_won
from dure.domains.ledger.posting import post
from dure.domains.payments.accounts import open_payout
from dure.domains.payments.debts import free_set_offs, hold_set_offs, take_set_offs
from dure.domains.payments.models import Batch, BatchRow, Payable
from dure.domains.payments.states import BATCH_STATES, PAYABLE_STATES
from dure.domains.payments.telling import tell_of_results
from dure.engine.law.deadlines import day_of
from dure.engine.problems import Problem, Refused, msg, refuse


@dataclass(frozen=True, slots=True)
class Kept:
    """How many transfers were paid and failed by these answers, and how many were answered so before."""

    paid: int
    failed: int
    repeated: int


def keep_answers(this: Act, batch_id: int, answers: Sequence[Answer]) -> Kept:
    """Keep answers about a batch that was sent, all or none, within an act.

    Raises Refused for transfers that the batch has not, for a day on which it cannot have been paid (by that
    day it counts in a month, and in a year of tax), and for one that was answered otherwise before: what
    was paid is never taken for failed, nor what failed, and may have been sent again, for paid.
    """
    batch = Batch.objects.select_for_update().get(pk=batch_id)
    if batch.state not in ("sent", "closed"):
        raise refuse("payments.not_sent", msg("this batch has not gone out"))
    rows = {
        row.no: row
        for row in BatchRow.objects.filter(batch_id=batch_id).select_related("payable").order_by("no")
    }
    # A payout service may tell of a day to come for which a transfer is booked already.
    first, last = _days_of(batch, day_of(this.now))
    problems, fresh = [], []
    for answer in answers:
        row = rows.get(answer.no)
        if row is None:
            problems.append(Problem("payments.row", msg("the batch has no transfer {no}"), {"no": answer.no}))
        elif row.state == "pending" and not first <= answer.on <= last:
            problems.append(
                Problem(
                    "payments.answer_day",
                    msg("transfer {no}: {on} is before the batch went out, or still to come"),
                    {"no": answer.no, "on": answer.on},
                )
            )
        elif row.state == "pending":
            fresh.append((row, answer))
        elif not _is_same(row, answer):
            problems.append(
                Problem(
                    "payments.contradiction",
                    msg("transfer {no} was answered otherwise before: ask the bank"),
                    {"no": answer.no},
                )
            )
    if problems:
        raise Refused(problems)
    if len({row.no for row, _ in fresh}) != len(fresh):
        raise refuse("payments.contradiction", msg("one transfer is answered twice"))
    # Debts are held before any account is.
    hold_set_offs([row.pk for row, _ in fresh if row.set_off_won])
    paid = [(row, answer.on) for row, answer in fresh if answer.code == PAID]
    failed = [(row, answer) for row, answer in fresh if answer.code != PAID]
    _pay(this, batch, paid)
    _fail(this, failed)
    if fresh:
        tell_of_results(this, batch, [row for row, _ in paid], [row for row, _ in failed])
    if len(fresh) == len([row for row in rows.values() if row.state == "pending"]) and fresh:
        move(this, BATCH_STATES, Batch, [batch_id], "close", changes={"closed_at": this.now})
    return Kept(len(paid), len(failed), len(answers) - len(fresh))


def _days_of(batch: Batch, today: date) -> tuple[date, date]:
    """Return the first and the last day of which an answer can tell."""
    assert batch.sent_at is not None, "sent, as was asked"
    return day_of(batch.sent_at), max(today, batch.pay_on)


def _is_same(row: BatchRow, answer: Answer) -> bool:
    if row.state == "paid":
        return answer.code == PAID
    return row.state == "failed" and answer.code == row.reason


def _pay(this: Act, batch: Batch, some: list[tuple[BatchRow, date]]) -> None:
    """Move what was paid, and post it: the hold is taken once, for a payable is paid from one state only."""
    if not some:
        return
    ids = open_payout(this, batch.programme)
    for on, of_day in groupby(sorted(some, key=lambda one: (one[1], one[0].no)), key=lambda one: one[1]):
        rows = [row for row, _ in of_day]
        BatchRow.objects.filter(pk__in=[row.pk for row in rows]).update(state="paid", done_on=on)
        payables = [row.payable_id for row in rows]
        moved = move(this, PAYABLE_STATES, Payable, payables, "pay", changes={"paid_on": on, "reason": ""})
        assert len(moved) == len(payables), "what is on its way is on its way once"
    for row, _ in some:
        one = row.payable
        take_held(this, one.hold, one.legs, "payment", one.won)
        tax = row.income_tax_won + row.local_tax_won
        parts = (("payout_out", row.net_won), ("payout_tax", tax), ("payout_set_off", row.set_off_won))
        legs = [moved_won(ids["payout_spent"], ids[part], won) for part, won in parts if won]
        post(this, key=f"payments/paid/{one.pk}", what="payments.paid", legs=legs)
    take_set_offs(this, {row.pk: on for row, on in some if row.set_off_won})


def _fail(this: Act, some: list[tuple[BatchRow, Answer]]) -> None:
    by = sorted(some, key=lambda one: (one[1].code, one[1].on, one[0].no))
    for (code, on), of_code in groupby(by, key=lambda one: (one[1].code, one[1].on)):
        rows = [row for row, _ in of_code]
        BatchRow.objects.filter(pk__in=[row.pk for row in rows]).update(
            state="failed", reason=code, done_on=on
        )
        payables = [row.payable_id for row in rows]
        moved = move(this, PAYABLE_STATES, Payable, payables, "fail", changes={"reason": code})
        assert len(moved) == len(payables), "what is on its way is on its way once"
    free_set_offs(this, [row.pk for row, _ in some if row.set_off_won])
