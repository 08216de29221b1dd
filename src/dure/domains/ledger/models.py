"""The ledger (원장): accounts, and the transfers between them, which are only added to.

A transfer moves an amount from one account to another: it debits the first (차변) and credits the second
(대변), so what does not balance cannot even be written. Transfers of one cause form a journal. Rows come
about by the database's own function ``ledger_post`` alone (``posting.py``); triggers refuse everything else.
"""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q

from dure.domains.accounts.actors import NOTHING, SignedActor

GUARDS = {"none": 0, "credit": 1, "debit": 2}
"""Which side must never be outgrown. ``credit``: what was received is the most that can go out (a budget, a
wallet). ``debit``: the other way round (what we hold, as a bank account). ``none``: both may lead."""
KINDS = {"move": 0, "hold": 1, "take": 2, "release": 3}
"""A transfer at once; one that is held (보류); the taking of a hold, whole or in part; its release."""


class AccountQuerySet(models.QuerySet["Account"]):
    def visible_to(self, actor: SignedActor) -> AccountQuerySet:
        """Officers and the ministry see the accounts of their programmes; nobody else sees any yet."""
        if actor.user_id is None:
            return self.none()
        return self.filter(NOTHING | actor.scope("programme", "officer", "ministry"))


class Account(models.Model):
    """An account with its running totals, which are written by the statement that writes its transfers."""

    code = models.CharField(max_length=160, unique=True)
    """Names it for ever: kind, programme and whose it is, as ``budget/tops-2025/government/promotion``."""
    kind = models.CharField(max_length=20)
    unit = models.CharField(max_length=20, default="KRW")
    programme = models.CharField(max_length=80, blank=True)
    guard = models.SmallIntegerField(default=0)
    ceiling = models.BigIntegerField(null=True)
    """The most that may stand on it, held credits included; empty: no bound."""
    debits = models.BigIntegerField(default=0)
    credits = models.BigIntegerField(default=0)
    held_debits = models.BigIntegerField(default=0)
    held_credits = models.BigIntegerField(default=0)
    opened_at = models.DateTimeField()

    objects = AccountQuerySet.as_manager()

    class Meta:
        indexes = (models.Index(fields=["programme", "kind", "id"], name="account_by_programme"),)
        constraints = (
            models.CheckConstraint(
                name="ledger_never_below",
                condition=(~Q(guard=1) | Q(credits__gte=F("debits") + F("held_debits")))
                & (~Q(guard=2) | Q(debits__gte=F("credits") + F("held_credits"))),
            ),
            models.CheckConstraint(
                name="ledger_ceiling",
                condition=Q(ceiling=None) | Q(ceiling__gte=F("credits") + F("held_credits") - F("debits")),
            ),
            models.CheckConstraint(
                name="ledger_totals_not_negative",
                condition=Q(debits__gte=0, credits__gte=0, held_debits__gte=0, held_credits__gte=0),
            ),
            models.CheckConstraint(name="ledger_guard_known", condition=Q(guard__in=(0, 1, 2))),
            # What a transfer refers to: an account in a unit, so that no transfer crosses units.
            models.UniqueConstraint(fields=["id", "unit"], name="ledger_account_in_unit"),
        )
        triggers = (
            pgtrigger.Trigger(
                name="totals_by_posting",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="IF current_setting('dure.posting', true) = 'yes' THEN RETURN NEW; END IF;"
                " RAISE EXCEPTION 'accounts are changed by ledger_post alone';",
            ),
            pgtrigger.Trigger(
                name="begin_empty",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Condition(
                    "NEW.debits <> 0 OR NEW.credits <> 0 OR NEW.held_debits <> 0 OR NEW.held_credits <> 0"
                ),
                func="RAISE EXCEPTION 'an account begins with nothing';",
            ),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return self.code


class JournalQuerySet(models.QuerySet["Journal"]):
    def visible_to(self, actor: SignedActor) -> JournalQuerySet:
        """Whoever sees an account of one of its transfers sees the journal."""
        seen = Account.objects.visible_to(actor).values("pk")
        own = Transfer.objects.filter(Q(debit_id__in=seen) | Q(credit_id__in=seen))
        return self.filter(pk__in=own.values("journal"))


class Journal(models.Model):
    """Why transfers were made: one cause, one actor, two times, and the key under which it happens once."""

    id = models.UUIDField(primary_key=True)
    """Made of the key: whoever posts again under it finds this row."""
    seq = models.BigIntegerField()
    """In order of coming, with gaps; given by the database."""
    request = models.CharField(max_length=64)
    """The hash of what was asked for under the key."""
    what = models.CharField(max_length=60)
    reason = models.TextField(blank=True)
    actor_id = models.BigIntegerField(null=True)
    role = models.CharField(max_length=40, blank=True)
    act_id = models.UUIDField()
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    objects = JournalQuerySet.as_manager()

    class Meta:
        indexes = (BrinIndex(fields=["seq"], name="journal_by_seq", pages_per_range=16),)
        triggers = (pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"{self.seq} {self.what}"


class TransferQuerySet(models.QuerySet["Transfer"]):
    def visible_to(self, actor: SignedActor) -> TransferQuerySet:
        """Whoever sees one of its two accounts sees a transfer."""
        seen = Account.objects.visible_to(actor).values("pk")
        return self.filter(Q(debit_id__in=seen) | Q(credit_id__in=seen))


class Transfer(models.Model):
    """An amount from one account to another, both in one unit; whole won where the unit is ``KRW``."""

    pk = models.CompositePrimaryKey("journal_id", "line")
    journal = models.ForeignKey(Journal, on_delete=models.PROTECT, db_index=False, related_name="+")
    line = models.IntegerField()
    # The database refers to account *and* unit: see the migration.
    debit = models.ForeignKey(
        Account, on_delete=models.PROTECT, db_index=False, db_constraint=False, related_name="+"
    )
    credit = models.ForeignKey(
        Account, on_delete=models.PROTECT, db_index=False, db_constraint=False, related_name="+"
    )
    unit = models.CharField(max_length=20)
    amount = models.BigIntegerField()
    kind = models.SmallIntegerField()
    hold_journal = models.UUIDField(null=True)
    hold_line = models.IntegerField(null=True)
    expires_at = models.DateTimeField(null=True)

    objects = TransferQuerySet.as_manager()

    class Meta:
        indexes = (
            models.Index(fields=["debit", "journal"], name="transfer_by_debit"),
            models.Index(fields=["credit", "journal"], name="transfer_by_credit"),
            models.Index(
                fields=["expires_at"],
                name="transfer_by_expiry",
                condition=Q(kind=1, expires_at__isnull=False),
            ),
        )
        constraints = (
            models.CheckConstraint(name="ledger_amount", condition=Q(amount__gt=0)),
            models.CheckConstraint(name="ledger_two_accounts", condition=~Q(debit=F("credit"))),
            models.CheckConstraint(name="ledger_kind_known", condition=Q(kind__in=(0, 1, 2, 3))),
            models.CheckConstraint(
                name="ledger_hold_named",
                condition=Q(kind__in=(2, 3), hold_journal__isnull=False, hold_line__isnull=False)
                | Q(kind__in=(0, 1), hold_journal=None, hold_line=None),
            ),
            models.UniqueConstraint(
                fields=["hold_journal", "hold_line"], name="ledger_hold_once", condition=Q(kind__in=(2, 3))
            ),
        )
        triggers = (
            pgtrigger.Trigger(
                name="by_posting",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                level=pgtrigger.Statement,
                func="IF current_setting('dure.posting', true) = 'yes' THEN RETURN NULL; END IF;"
                " RAISE EXCEPTION 'transfers are written by ledger_post alone';",
            ),
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"{self.amount} {self.unit}"
