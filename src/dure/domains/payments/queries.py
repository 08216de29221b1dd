"""Payments as pages read them: what waits, batches, payees, what was withheld."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import ExtractMonth

from dure.domains.accounts.actors import SignedActor
from dure.domains.payments.models import Batch as Batch
from dure.domains.payments.models import BatchRow as BatchRow
from dure.domains.payments.models import Payable as Payable
from dure.domains.payments.models import TaxHandover as TaxHandover
from dure.domains.payments.models import TransferReturn as TransferReturn
from dure.domains.payments.models_payee import TAXED as TAXED
from dure.domains.payments.models_payee import Payee as Payee
from dure.domains.payments.models_payee import PayeeAccount as PayeeAccount
from dure.domains.payments.models_payee import own_payees
from dure.domains.payments.states import PAYABLE_STATES
from dure.domains.payments.waiting import Narrowed, account_stands, narrowed_to

STATES = PAYABLE_STATES.states()
ACCOUNTS = ("confirmed", "proposed", "none")


def payables(
    actor: SignedActor,
    programme: str,
    state: str = "",
    by: Narrowed = Narrowed(),  # noqa: B008
) -> QuerySet[Payable]:
    """Return what a programme owes or owed, with whether its payee has an account that is confirmed."""
    found = narrowed_to(Payable.objects.visible_to(actor).filter(programme=programme), by)
    return _with_account(found.filter(state=state) if state else found)


def _with_account(found: QuerySet[Payable]) -> QuerySet[Payable]:
    return found.select_related("payee").annotate(has_account=account_stands("confirmed", "payee_id"))


def payable(actor: SignedActor, payable_id: int) -> Payable | None:
    """Return one that an actor may see, or None."""
    found = Payable.objects.visible_to(actor).filter(pk=payable_id).select_related("again_for", "again")
    return _with_account(found).first()


def transfers_of(actor: SignedActor, payable_id: int) -> list[BatchRow]:
    """Return the transfers by which something was tried to be paid, the newest first."""
    found = BatchRow.objects.visible_to(actor).filter(payable_id=payable_id)
    return list(found.select_related("batch", "account").order_by("-pk"))


def returns_of(actor: SignedActor, payable_id: int) -> list[TransferReturn]:
    """Return what was noted of transfers of a payment that came back, the newest first."""
    found = TransferReturn.objects.visible_to(actor).filter(row__payable_id=payable_id)
    return list(found.order_by("-pk"))


def counts(actor: SignedActor, programme: str, most: int = 1_000) -> dict[str, int]:
    """Return how many payables stand in each state, up to a bound."""
    seen = Payable.objects.visible_to(actor).filter(programme=programme)
    return {state: seen.filter(state=state).order_by()[:most].count() for state in STATES}


def batches(actor: SignedActor, programme: str, state: str = "") -> QuerySet[Batch]:
    """Return the batches of a programme."""
    found = Batch.objects.visible_to(actor).filter(programme=programme).defer("file")
    return found.filter(state=state) if state else found


def batch(actor: SignedActor, batch_id: int) -> Batch | None:
    """Return one that an actor may see, or None."""
    return Batch.objects.visible_to(actor).filter(pk=batch_id).first()


def batch_rows(actor: SignedActor, batch_id: int, state: str = "") -> QuerySet[BatchRow]:
    """Return the transfers of a batch."""
    found = BatchRow.objects.visible_to(actor).filter(batch_id=batch_id)
    found = found.filter(state=state) if state else found
    return found.select_related("payable__payee", "account")


def payees(actor: SignedActor, programme: str, account: str = "") -> QuerySet[Any]:
    """Return the payees of a programme, with where their accounts stand; narrowed by that."""
    found: QuerySet[Any] = Payee.objects.visible_to(actor).filter(programme=programme)
    found = found.annotate(has_confirmed=account_stands("confirmed"), has_proposed=account_stands("proposed"))
    if account == "none":
        return found.filter(has_confirmed=False, has_proposed=False)
    if account in ACCOUNTS:
        return found.filter(**{f"has_{account}": True})
    return found


def payee(actor: SignedActor, payee_id: int) -> Payee | None:
    """Return one that an actor may see, or None."""
    found: Payee | None = Payee.objects.visible_to(actor).filter(pk=payee_id).first()
    return found


def accounts_of(actor: SignedActor, payee_id: int) -> list[PayeeAccount]:
    """Return the accounts that were ever told for a payee, the newest first."""
    return list(PayeeAccount.objects.visible_to(actor).filter(payee_id=payee_id).order_by("-pk"))


def own(actor: SignedActor) -> QuerySet[Payable]:
    """Return what is, or was, paid to those for whom somebody acts."""
    return Payable.objects.visible_to(actor).filter(own_payees(actor, "payee__")).select_related("payee")


def own_transfers(actor: SignedActor, payables: list[Payable]) -> dict[int, BatchRow]:
    """Return the transfer by which each of some own payables was paid."""
    found = BatchRow.objects.visible_to(actor).filter(payable_id__in=[one.pk for one in payables])
    return {row.payable_id: row for row in found.filter(own_payees(actor, "payable__payee__"), state="paid")}


def own_list(actor: SignedActor) -> list[Any]:
    """Return the payees for which somebody acts, with where their accounts stand."""
    found = Payee.objects.visible_to(actor).filter(own_payees(actor))
    return list(
        found.annotate(
            has_confirmed=account_stands("confirmed"), has_proposed=account_stands("proposed")
        ).order_by("pk")
    )


@dataclass(frozen=True, slots=True)
class WithheldMonth:
    """What was withheld in a month of payment, in won."""

    month: int
    count: int
    won: int
    income_tax_won: int
    local_tax_won: int


@dataclass(frozen=True, slots=True)
class WithheldPayee:
    """What was withheld from a payee in a year, by kind of income."""

    payee: Payee
    income: str
    count: int
    won: int
    income_tax_won: int
    local_tax_won: int
    net_won: int


def _withheld(actor: SignedActor, programme: str, year: int) -> QuerySet[BatchRow]:
    found = BatchRow.objects.visible_to(actor).filter(batch__programme=programme, state="paid")
    of_year = found.filter(done_on__gte=date(year, 1, 1), done_on__lt=date(year + 1, 1, 1))
    return of_year.exclude(payable__income="").order_by()


def handovers(actor: SignedActor, programme: str, year: int) -> list[TaxHandover]:
    """Return what was handed to the tax office of what was withheld in a year, in order."""
    found = TaxHandover.objects.visible_to(actor).filter(programme=programme, month__year=year)
    return list(found.order_by("month", "pk"))


def handover(actor: SignedActor, handover_id: int) -> TaxHandover | None:
    """Return one that an actor may see, or None."""
    return TaxHandover.objects.visible_to(actor).filter(pk=handover_id).first()


_SUMS = {
    "count": Count("pk"), "owed": Sum("won"), "income_tax": Sum("income_tax_won"),
    "local_tax": Sum("local_tax_won"), "net": Sum("net_won"),
}  # fmt: skip


def withheld_by_month(actor: SignedActor, programme: str, year: int) -> list[WithheldMonth]:
    """Return what was withheld in each month of a year in which something was paid to persons."""
    rows: Any = _withheld(actor, programme, year).annotate(month=ExtractMonth("done_on")).values("month")
    return [
        WithheldMonth(row["month"], row["count"], row["owed"], row["income_tax"], row["local_tax"])
        for row in rows.annotate(**_SUMS).order_by("month")
    ]


def withheld_by_payee(actor: SignedActor, programme: str, year: int) -> list[WithheldPayee]:
    """Return the statement of a year: each payee and kind of income, without any number of a person."""
    rows: list[Any] = list(
        _withheld(actor, programme, year)
        .values("payable__payee_id", "payable__income")
        .annotate(**_SUMS)
        .order_by("payable__payee_id", "payable__income")
    )
    known = Payee.objects.visible_to(actor).in_bulk([row["payable__payee_id"] for row in rows])
    return [
        WithheldPayee(
            known[row["payable__payee_id"]], row["payable__income"], row["count"], row["owed"],
            row["income_tax"], row["local_tax"], row["net"],
        )
        for row in rows
    ]  # fmt: skip
