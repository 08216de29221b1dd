"""An officer puts everything that waits to be paid into one batch of transfers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import Act, act
from dure.domains.events.alone import alone
from dure.domains.events.transitions import move
from dure.domains.payments.bank import is_there
from dure.domains.payments.debts import due_of, reserve
from dure.domains.payments.models import Batch, BatchRow, Payable, SetOff
from dure.domains.payments.models_payee import PayeeAccount, own_payees
from dure.domains.payments.policies import allow_managing
from dure.domains.payments.states import PAYABLE_STATES
from dure.domains.payments.waiting import Narrowed, ready
from dure.engine.law.deadlines import day_of
from dure.engine.money.withholding import withhold
from dure.engine.problems import msg, refuse

MOST = 9_999
"""Transfers of one batch."""
LARGEST_WON = 10**13 - 1
"""What the transfer file has room for in one line."""


@dataclass(frozen=True, slots=True)
class _Parts:
    income_tax_won: int
    local_tax_won: int
    net_won: int


def draft_batch(
    *,
    actor: SignedActor,
    now: datetime,
    programme: str,
    way: str,
    pay_on: date,
    key: str,
    narrowed: Narrowed = Narrowed(),  # noqa: B008  frozen
) -> int:
    """Put what waits, and can be paid, into a batch; return it.

    In it comes what has a confirmed account, but for that in which the officer had a hand or whose payee the
    officer acts for; of income tax is withheld by the law of ``pay_on``, and what the payee owes back and is
    due is set off. Nothing stands in two batches: whoever comes second finds less, or nothing.
    Raises NotAllowed, and Refused where nothing can be paid, and for a day that is over.
    """
    allow_managing(actor, programme)
    if way not in ("file", "payout") or (way == "payout" and not is_there()):
        raise refuse("payments.way", msg("say how the transfers go to the bank"))
    if pay_on < day_of(now):
        raise refuse("payments.day", msg("choose today or a day to come"))
    with act("payments.draft_batch", actor=actor, now=now, key=f"{programme}/{key}") as this:
        if this.repeated:
            return int(this.result)
        alone("payments", programme)
        found = ready(programme, narrowed).exclude(involved__contains=[actor.user_id])
        found = found.exclude(own_payees(actor, "payee__"))
        ids = list(found.order_by("pk").values_list("pk", flat=True)[:MOST])
        moved = move(this, PAYABLE_STATES, Payable, ids, "batch")
        if not moved:
            raise refuse("payments.nothing", msg("nothing waits that can be paid"))
        this.result = _made(this, programme, way, pay_on, list(Payable.objects.in_bulk(moved).values()))
        return int(this.result)


def _made(this: Act, programme: str, way: str, pay_on: date, payables: list[Payable]) -> int:
    accounts = dict(
        PayeeAccount.objects.filter(state="confirmed", payee_id__in={one.payee_id for one in payables})
        .values_list("payee_id", "pk")
    )  # fmt: skip
    debts = due_of({one.payee_id for one in payables}, pay_on)
    kept: list[list[SetOff]] = []
    rows = []
    for no, one in enumerate(sorted(payables, key=lambda one: one.pk), start=1):
        if one.won > LARGEST_WON:
            raise refuse("payments.amount", msg("an amount is too large for one transfer"))
        parts = _parts_of(one.won, one.income, pay_on)
        taken = reserve(this, debts.get(one.payee_id, ()), parts.net_won)
        kept.append([SetOff(debt=debt, won=won) for debt, won in taken])
        back = sum(won for _debt, won in taken)
        rows.append(
            BatchRow(
                no=no, payable_id=one.pk, account_id=accounts[one.payee_id], won=one.won,
                income_tax_won=parts.income_tax_won, local_tax_won=parts.local_tax_won, set_off_won=back,
                net_won=parts.net_won - back,
            )
        )  # fmt: skip
    last = Batch.objects.filter(programme=programme).aggregate(last=Max("number"))["last"] or 0
    batch = Batch.objects.create(
        programme=programme, number=last + 1, way=way, pay_on=pay_on, rows=len(rows),
        won=sum(row.won for row in rows), net_won=sum(row.net_won for row in rows),
        drafted_by_id=this.actor.user_id or 0, drafted_at=this.now,
    )  # fmt: skip
    for row in rows:
        row.batch = batch
    BatchRow.objects.bulk_create(rows, batch_size=2_000)
    for row, some in zip(rows, kept, strict=True):
        for set_off in some:
            set_off.row = row
    SetOff.objects.bulk_create([set_off for some in kept for set_off in some], batch_size=2_000)
    this.record("payment_batch", batch.pk, rows=len(rows), won=batch.won, net_won=batch.net_won)
    return int(batch.pk)


def _parts_of(won: int, income: str, on: date) -> _Parts:
    """Return what is withheld of an amount paid on a day, and what goes out."""
    if income not in ("business", "other"):
        return _Parts(0, 0, won)
    taken = withhold(paid_won=won, paid_on=on, income="business" if income == "business" else "other")
    return _Parts(taken.income_tax_won, taken.local_tax_won, taken.handed_out_won)
