"""What executors deliver of their promise, what they spend, and how it is settled."""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.db import models
from django.db.models import F, Q

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.history import with_history
from dure.domains.funds.states import DELIVERY_STATES, EXPENSE_STATES, SETTLEMENT_STATES
from dure.domains.privacy.encryption import EncryptedText

ALIVE = ("reported", "accepted", "paid")
"""In these a piece of evidence speaks for a report: it cannot be used for another."""


class OfExecutor(models.QuerySet[Any]):
    def visible_to(self, actor: SignedActor) -> OfExecutor:
        """Officers and the ministry see those of their programmes, executors' staff their executor's."""
        if actor.user_id is None:
            return self.none()
        return self.filter(
            actor.scope("programme", "officer", "ministry") | actor.at_executors("executor__in", "programme")
        )


def _two_people(name: str, first: str, states: tuple[str, ...]) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=~Q(state__in=states) | Q(decided_by_id__isnull=False) & ~Q(decided_by_id=F(first)),
        name=name,
    )


@with_history()
class Delivery(models.Model):
    """What an executor gave of its promise, in cash or in kind, with the file that proves it."""

    programme = models.CharField(max_length=60)
    fund = models.CharField(max_length=40)
    source = models.CharField(max_length=40)
    executor = models.CharField(max_length=40)
    won = models.BigIntegerField()
    what = models.CharField(max_length=200)
    basis = models.CharField(max_length=200, blank=True)
    """On what the value rests, where it was given in kind."""
    delivered_on = models.DateField()
    evidence = models.ForeignKey("uploads.StoredFile", on_delete=models.PROTECT, related_name="+")
    evidence_hash = models.CharField(max_length=64)
    state = models.CharField(max_length=12, default="reported")
    reported_by_id = models.BigIntegerField()
    reported_at = models.DateTimeField()
    decided_by_id = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)

    objects = OfExecutor.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(won__gt=0), name="delivery_won"),
            models.UniqueConstraint(
                fields=["evidence_hash"], condition=Q(state__in=ALIVE), name="delivery_evidence_once"
            ),
            _two_people("delivery_two_people", "reported_by_id", ("accepted", "refused")),
        )
        indexes = (
            models.Index(fields=["programme", "executor", "reported_at", "id"], name="delivery_by_executor"),
            models.Index(fields=["programme", "state", "id"], name="delivery_by_state"),
        )
        triggers = (
            DELIVERY_STATES.trigger(),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(
                    "programme", "fund", "source", "executor", "won", "evidence", "evidence_hash",
                    "reported_by_id",
                ),
            ),
        )  # fmt: skip


@with_history()
class Expense(models.Model):
    """What an executor spent on a budget line: out of what it was handed, or to be paid after.

    Held in the ledger while it is reported; who reports, who accepts and who pays are three people.
    """

    programme = models.CharField(max_length=60)
    fund = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField(default=0)
    line = models.CharField(max_length=40, blank=True)
    executor = models.CharField(max_length=40)
    way = models.CharField(max_length=10)
    """advance: out of what it was handed; after: paid once it is accepted."""
    supply_won = models.BigIntegerField()
    vat_won = models.BigIntegerField(default=0)
    spent_on = models.DateField()
    payee = EncryptedText()
    """May be a person."""
    what = models.CharField(max_length=200)
    evidence_kind = models.CharField(max_length=20)
    invoice_no = models.CharField(max_length=40, null=True)
    """The approval number of an e-tax invoice; it cannot be told twice anywhere."""
    evidence = models.ForeignKey("uploads.StoredFile", on_delete=models.PROTECT, related_name="+")
    evidence_hash = models.CharField(max_length=64)
    hold = models.UUIDField()
    legs = models.JSONField()
    """(from account, to account, won) for each source."""
    state = models.CharField(max_length=12, default="reported")
    accepted_won = models.BigIntegerField(null=True)
    answer = models.TextField(blank=True)
    """Why less was accepted, or nothing."""
    reported_by_id = models.BigIntegerField()
    reported_at = models.DateTimeField()
    decided_by_id = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    paid_by_id = models.BigIntegerField(null=True)
    paid_at = models.DateTimeField(null=True)

    objects = OfExecutor.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(supply_won__gt=0, vat_won__gte=0), name="expense_won"),
            models.CheckConstraint(condition=Q(way__in=("advance", "after")), name="expense_way"),
            models.CheckConstraint(
                condition=Q(evidence_kind__in=("tax_invoice", "card_slip", "transfer", "other")),
                name="expense_evidence_kind",
            ),
            models.CheckConstraint(
                condition=~Q(evidence_kind="tax_invoice") | Q(invoice_no__isnull=False),
                name="expense_invoice_numbered",
            ),
            models.UniqueConstraint(
                fields=["evidence_hash"], condition=Q(state__in=ALIVE), name="expense_evidence_once"
            ),
            models.UniqueConstraint(
                fields=["invoice_no"],
                condition=Q(state__in=ALIVE, invoice_no__isnull=False),
                name="expense_invoice_once",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("accepted", "paid"))
                | Q(accepted_won__gt=0, accepted_won__lte=F("supply_won") + F("vat_won")),
                name="expense_accepted_within",
            ),
            _two_people("expense_two_people", "reported_by_id", ("accepted", "refused", "paid")),
            models.CheckConstraint(
                condition=~Q(state="paid")
                | Q(way="after", paid_by_id__isnull=False)
                & ~Q(paid_by_id=F("decided_by_id"))
                & ~Q(paid_by_id=F("reported_by_id")),
                name="expense_paid_by_a_third",
            ),
        )
        indexes = (
            models.Index(fields=["programme", "executor", "reported_at", "id"], name="expense_by_executor"),
            models.Index(fields=["programme", "state", "id"], name="expense_by_state"),
        )
        triggers = (
            EXPENSE_STATES.trigger(),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(
                    "programme", "fund", "year", "line", "executor", "way", "supply_won", "vat_won",
                    "evidence", "evidence_hash", "invoice_no", "hold", "legs", "reported_by_id",
                ),
            ),
        )  # fmt: skip

    @property
    def won(self) -> int:
        """What was spent in all."""
        return self.supply_won + self.vat_won


@with_history()
class Settlement(models.Model):
    """How what an executor was handed is settled (정산): received, spent, given back, with its interest."""

    programme = models.CharField(max_length=60)
    fund = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField(default=0)
    executor = models.CharField(max_length=40)
    received_won = models.BigIntegerField()
    spent_won = models.BigIntegerField()
    rest_won = models.BigIntegerField()
    interest_won = models.BigIntegerField()
    reason = models.TextField()
    state = models.CharField(max_length=12, default="proposed")
    proposed_by_id = models.BigIntegerField()
    proposed_at = models.DateTimeField()
    decided_by_id = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)

    objects = OfExecutor.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["programme", "fund", "year", "executor"],
                condition=Q(state__in=("proposed", "confirmed")),
                name="settlement_once",
            ),
            models.CheckConstraint(
                condition=Q(
                    received_won=F("spent_won") + F("rest_won"), rest_won__gte=0, interest_won__gte=0
                ),
                name="settlement_adds_up",
            ),
            _two_people("settlement_two_people", "proposed_by_id", ("confirmed", "sent_back")),
        )
        triggers = (
            SETTLEMENT_STATES.trigger(),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(
                    "programme", "fund", "year", "executor", "received_won", "spent_won", "rest_won",
                    "interest_won", "proposed_by_id",
                ),
            ),
        )  # fmt: skip
