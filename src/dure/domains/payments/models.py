"""Payments: what is owed to whom, the batches of bank transfers that carry it, and what came of each.

Amounts are held in the ledger from before something is owed until the bank has paid it; a row here says who
is paid, by which transfer, and who decided.
"""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.history import with_history
from dure.domains.payments.models_debt import Debt as Debt
from dure.domains.payments.models_debt import DebtEntry as DebtEntry
from dure.domains.payments.models_debt import SetOff as SetOff
from dure.domains.payments.models_payee import INCOMES as INCOMES
from dure.domains.payments.models_payee import OfPayeeOnce, Payee, PayeeAccount, own_payees
from dure.domains.payments.models_return import TransferReturn as TransferReturn
from dure.domains.payments.models_tax import TaxHandover as TaxHandover
from dure.domains.payments.states import BATCH_STATES, PAYABLE_STATES, TRANSFER_STATES
from dure.domains.privacy.encryption import EncryptedText


@with_history()
class Payable(models.Model):
    """An amount owed to a payee, held in the ledger until it is paid (지급 대상)."""

    programme = models.CharField(max_length=60)
    fund = models.CharField(max_length=40)
    cause = models.CharField(max_length=120, unique=True)
    """What it is owed for, as ``claim-line/12``: whoever owes it again meets this row."""
    payee = models.ForeignKey(Payee, on_delete=models.PROTECT, related_name="payables")
    won = models.BigIntegerField()
    """Before tax is withheld."""
    income = models.CharField(max_length=10, blank=True)
    hold = models.UUIDField(unique=True)
    """The journal of its hold: no two payables take the same."""
    legs = models.JSONField()
    """(from account, to account, won) of each source, as they are held."""
    what = models.CharField(max_length=200)
    involved = ArrayField(models.BigIntegerField(), default=list)
    """Who claimed, approved or otherwise had a hand in it: none of them pays it."""
    state = models.CharField(max_length=10, default="waiting")
    reason = models.CharField(max_length=10, blank=True)
    """The code by which the bank said why the last transfer failed."""
    owed_at = models.DateTimeField()
    owed_by_id = models.BigIntegerField()
    paid_on = models.DateField(null=True)
    """The day on which the bank paid."""
    again_for = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="again")
    """The payment that came back, in whose place it is owed."""

    objects = OfPayeeOnce.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(won__gt=0), name="payable_won"),
            models.CheckConstraint(condition=Q(income__in=INCOMES), name="payable_income"),
            models.CheckConstraint(
                condition=Q(state="paid", paid_on__isnull=False) | ~Q(state="paid") & Q(paid_on__isnull=True),
                name="payable_paid_on",
            ),
        )
        indexes = (
            models.Index(fields=["programme", "state", "id"], name="payable_by_state"),
            models.Index(fields=["payee", "state", "id"], name="payable_by_payee"),
            models.Index(fields=["programme", "paid_on", "id"], name="payable_by_day"),
        )
        triggers = (
            PAYABLE_STATES.trigger(),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(
                    "programme", "fund", "cause", "payee", "won", "income", "hold", "legs", "involved",
                    "again_for",
                ),
            ),
        )  # fmt: skip


class OfProgramme(models.QuerySet["Batch"]):
    def visible_to(self, actor: SignedActor) -> OfProgramme:
        """Officers, the ministry and settlement accountants see those of their programmes."""
        if actor.user_id is None:
            return self.none()
        return self.filter(actor.scope("programme", "officer", "ministry", "accountant"))


@with_history(without=("file",))
class Batch(models.Model):
    """Transfers that go to the bank together (지급 묶음); its file is made once and kept, byte for byte."""

    programme = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    """Counts within the programme; with it the key under which the bank knows the batch."""
    way = models.CharField(max_length=10)
    """file: an officer takes the file to the bank; payout: it is handed to the payout service."""
    pay_on = models.DateField()
    """The day for which the transfers are asked, and by whose law tax is withheld."""
    rows = models.PositiveIntegerField()
    won = models.BigIntegerField()
    """What is owed in all."""
    net_won = models.BigIntegerField()
    """What is transferred in all."""
    state = models.CharField(max_length=10, default="drafted")
    drafted_by_id = models.BigIntegerField()
    drafted_at = models.DateTimeField()
    approved_by_id = models.BigIntegerField(null=True)
    approved_at = models.DateTimeField(null=True)
    sent_by_id = models.BigIntegerField(null=True)
    sent_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    file = EncryptedText(blank=True, default="")
    """The transfer file as text; empty again once the programme's records are destroyed."""
    file_hash = models.CharField(max_length=64, blank=True)
    handed_at = models.DateTimeField(null=True)
    """When the payout service said that it has the batch."""

    objects = OfProgramme.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["programme", "number"], name="batch_number_once"),
            models.CheckConstraint(condition=Q(way__in=("file", "payout")), name="batch_way"),
            models.CheckConstraint(
                condition=Q(rows__gt=0, net_won__gte=0, won__gt=0, won__gte=F("net_won")), name="batch_sums"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("approved", "sent", "closed"))
                | Q(approved_by_id__isnull=False) & ~Q(approved_by_id=F("drafted_by_id")),
                name="batch_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("sent", "closed")) | Q(sent_at__isnull=False) & ~Q(file_hash=""),
                name="batch_sent_with_file",
            ),
        )
        indexes = (models.Index(fields=["programme", "state", "id"], name="batch_by_state"),)
        triggers = (
            BATCH_STATES.trigger(),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(
                    "programme", "number", "way", "pay_on", "rows", "won", "net_won", "drafted_by_id",
                ),
            ),
            pgtrigger.Protect(
                name="hash_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.file_hash <> '' AND NEW.file_hash <> OLD.file_hash"
                ),
            ),
        )  # fmt: skip


class OfBatch(models.QuerySet["BatchRow"]):
    def visible_to(self, actor: SignedActor) -> OfBatch:
        """Whoever sees the batch sees its rows, and a payee the own ones."""
        if actor.user_id is None:
            return self.none()
        staff = actor.scope("batch__programme", "officer", "ministry", "accountant")
        return self.filter(staff | own_payees(actor, "payable__payee__"))


@with_history()
class BatchRow(models.Model):
    """One transfer of a batch: what goes to which account, and what the bank says came of it."""

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="transfers")
    no = models.PositiveIntegerField()
    """Counts from 1 within the batch."""
    payable = models.ForeignKey(Payable, on_delete=models.PROTECT, related_name="transfers")
    account = models.ForeignKey(PayeeAccount, on_delete=models.PROTECT, related_name="+")
    won = models.BigIntegerField()
    income_tax_won = models.BigIntegerField(default=0)
    local_tax_won = models.BigIntegerField(default=0)
    set_off_won = models.BigIntegerField(default=0)
    """Kept back for what the payee owes; see ``models_debt.SetOff``."""
    net_won = models.BigIntegerField()
    state = models.CharField(max_length=10, default="pending")
    reason = models.CharField(max_length=10, blank=True)
    """The bank's code where it failed."""
    done_on = models.DateField(null=True)
    """The day of the bank's answer."""

    objects = OfBatch.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["batch", "no"], name="batch_row_once"),
            models.UniqueConstraint(
                fields=["payable"],
                condition=Q(state__in=("pending", "paid")),
                name="batch_row_payable_once",
            ),
            models.CheckConstraint(condition=Q(state__in=TRANSFER_STATES.states()), name="batch_row_state"),
            models.CheckConstraint(
                condition=Q(
                    won=F("net_won") + F("income_tax_won") + F("local_tax_won") + F("set_off_won"),
                    net_won__gte=0,
                    income_tax_won__gte=0,
                    local_tax_won__gte=0,
                    set_off_won__gte=0,
                ),
                name="batch_row_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("paid", "failed", "returned"), done_on__isnull=False)
                | Q(state__in=("pending", "dropped"), done_on__isnull=True),
                name="batch_row_done_on",
            ),
        )
        triggers = (
            TRANSFER_STATES.trigger(),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(
                    "batch", "no", "payable", "account", "won", "income_tax_won", "local_tax_won",
                    "set_off_won", "net_won",
                ),
            ),
            pgtrigger.Protect(
                name="answered_once",
                operation=pgtrigger.Update,
                # What came back was paid before: that alone is said later.
                condition=pgtrigger.Condition(
                    "OLD.state <> 'pending' AND NOT (OLD.state = 'paid' AND NEW.state = 'returned')"
                ),
            ),
        )  # fmt: skip
