"""What payees owe to programmes (반환채무): how much came back of it, and what is set off against payments.

A debt is told by a later subject, which decided it and posted it; it is settled here alone, whether money
comes or is set off, so that no won of it is taken twice.
"""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from dure.domains.events.history import with_history
from dure.domains.payments.models_payee import OfPayeeOnce, Payee

ENTRIES = ("received", "set_off", "written_off", "undone")


@with_history(without=("settled_won", "reserved_won", "left"))
class Debt(models.Model):
    """An amount that a payee owes back; its accounts stand in ``legs``."""

    programme = models.CharField(max_length=60)
    payee = models.ForeignKey(Payee, on_delete=models.PROTECT, related_name="debts")
    cause = models.CharField(max_length=120, unique=True)
    """What it is owed for, as ``recovery/12``."""
    won = models.BigIntegerField()
    first = models.PositiveSmallIntegerField()
    """How many of its legs are settled before the others: the money itself, before what is charged beside."""
    legs = models.JSONField()
    """(from account, to account, won): where each part goes once it came back."""
    left = ArrayField(models.BigIntegerField())
    """What is left of each leg."""
    settled_won = models.BigIntegerField(default=0)
    reserved_won = models.BigIntegerField(default=0)
    """Of payments in batches that are not answered yet."""
    from_on = models.DateField(null=True)
    """From this day it is set off against payments; empty: not at all."""
    owed_at = models.DateTimeField()

    objects = OfPayeeOnce.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(
                    won__gt=0, settled_won__gte=0, reserved_won__gte=0,
                    won__gte=F("settled_won") + F("reserved_won"),
                ),
                name="debt_never_below_zero",
            ),
        )  # fmt: skip
        indexes = (
            models.Index(fields=["payee", "id"], name="debt_by_payee"),
            models.Index(fields=["programme", "id"], name="debt_by_programme"),
        )
        triggers = (
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("programme", "payee", "cause", "won", "first", "legs"),
            ),
        )

    @property
    def left_won(self) -> int:
        """What is neither settled nor about to be."""
        return int(self.won - self.settled_won - self.reserved_won)


class OfDebt(OfPayeeOnce):
    to = "debt__payee__"


class DebtEntry(models.Model):
    """An amount by which a debt became less, once under its key."""

    debt = models.ForeignKey(Debt, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=12)
    key = models.CharField(max_length=120, unique=True)
    won = models.BigIntegerField()
    interest_won = models.BigIntegerField(default=0)
    """What came beside as interest; no part of the debt."""
    on = models.DateField()
    at = models.DateTimeField()
    by_id = models.BigIntegerField()

    objects = OfDebt.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=ENTRIES), name="debt_entry_kind"),
            models.CheckConstraint(
                condition=Q(won__gte=0, interest_won__gte=0) & (Q(won__gt=0) | Q(interest_won__gt=0)),
                name="debt_entry_won",
            ),
        )
        triggers = (pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),)


class SetOffQuerySet(models.QuerySet[Any]):
    """Rows that only this subject reads."""


class SetOff(models.Model):
    """What of a transfer is kept back for a debt (상계): taken once the transfer is paid, else free again."""

    row = models.ForeignKey("payments.BatchRow", on_delete=models.PROTECT, related_name="set_offs")
    debt = models.ForeignKey(Debt, on_delete=models.PROTECT, related_name="set_offs")
    won = models.BigIntegerField()

    objects = SetOffQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["row", "debt"], name="set_off_once"),
            models.CheckConstraint(condition=Q(won__gt=0), name="set_off_won"),
        )
        triggers = (pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),)
