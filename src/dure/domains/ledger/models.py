"""The ledger (원장): accounts, and the transfers between them, which are only added to.

A transfer moves an amount from one account to another: it debits the first (차변) and credits the second
(대변), so what does not balance cannot even be written. Transfers of one cause form a journal. Rows come
about by the database's own function ``ledger_post`` alone (``posting.py``); triggers refuse everything else.

What each posting pays for is kept low on purpose: triggers act once a statement, a transfer refers to its
accounts without foreign keys (the function changes both, accounts are never deleted, and proving asks for
strangers), bounds are plain comparisons, and what a journal says stands in its first transfer.
"""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q

from dure.domains.accounts.actors import NOTHING, SignedActor
from dure.domains.events.sealed import SealMarkRow, SealRow
from dure.domains.ledger.models_closing import Closing as Closing
from dure.domains.ledger.models_closing import ClosingRow as ClosingRow

NOT_POSTING = pgtrigger.Condition("current_setting('dure.posting', true) IS DISTINCT FROM 'yes'")
"""Nobody is posting. As a condition it is asked without entering a function, which costs twice as much."""
GUARDS = {"none": (None, None), "credit": (0, None), "debit": (None, 0)}
"""Which side must never be outgrown, as floor and ceiling of what stands on an account. ``credit``: what was
received is the most that can go out (a budget, a wallet). ``debit``: the other way round (what we hold, as a
bank account). ``none``: both may lead."""
KINDS = {"move": 0, "hold": 1, "take": 2, "release": 3}
"""A transfer at once; one that is held (보류); the taking of a hold, whole or in part; its release."""


class AccountQuerySet(models.QuerySet["Account"]):
    def visible_to(self, actor: SignedActor) -> AccountQuerySet:
        """Officers, the ministry and settlement accountants see the accounts of their programmes."""
        if actor.user_id is None:
            return self.none()
        return self.filter(NOTHING | actor.scope("programme", "officer", "ministry", "accountant"))


class Account(models.Model):
    """An account with its running totals, which are written by the statement that writes its transfers."""

    code = models.CharField(max_length=160, unique=True)
    """Names it for ever: kind, programme and whose it is, as ``budget/tops-2025/government/promotion``."""
    kind = models.CharField(max_length=20)
    unit = models.CharField(max_length=20, default="KRW")
    programme = models.CharField(max_length=80, blank=True)
    floor = models.BigIntegerField(null=True)
    """The least that may stand on it (credits less debits), held debits taken off; empty: no bound."""
    ceiling = models.BigIntegerField(null=True)
    """The most that may stand on it, held credits included; empty: no bound."""
    debits = models.BigIntegerField(default=0)
    credits = models.BigIntegerField(default=0)
    held_debits = models.BigIntegerField(default=0)
    held_credits = models.BigIntegerField(default=0)
    opened_at = models.DateTimeField()

    objects = AccountQuerySet.as_manager()

    class Meta:
        indexes = (
            models.Index(fields=["programme", "kind", "id"], name="account_by_programme"),
            models.Index(fields=["programme", "code"], name="account_by_code"),
        )
        constraints = (
            # A bound that is empty makes the comparison unknown, which a check lets pass.
            models.CheckConstraint(
                name="ledger_floor",
                condition=Q(credits__gte=F("debits") + F("held_debits") + F("floor")),
            ),
            models.CheckConstraint(
                name="ledger_ceiling",
                condition=Q(credits__lte=F("ceiling") + F("debits") - F("held_credits")),
            ),
            models.CheckConstraint(
                name="ledger_held_not_negative", condition=Q(held_debits__gte=0, held_credits__gte=0)
            ),
        )
        triggers = (
            pgtrigger.Trigger(
                name="totals_by_posting",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                # Once a statement: before each row it would lock the row a second time.
                level=pgtrigger.Statement,
                condition=NOT_POSTING,
                func="RAISE EXCEPTION 'accounts are changed by ledger_post alone';",
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


class TransferQuerySet(models.QuerySet["Transfer"]):
    def visible_to(self, actor: SignedActor) -> TransferQuerySet:
        """Whoever sees one of its two accounts sees a transfer."""
        seen = Account.objects.visible_to(actor).values("pk")
        return self.filter(Q(debit_id__in=seen) | Q(credit_id__in=seen))


class Transfer(models.Model):
    """An amount from one account to another, both in one unit; whole won where the unit is ``KRW``.

    The first of a journal also says for all of it why, by whom and when; in the others these are empty.
    """

    pk = models.CompositePrimaryKey("journal_id", "line")
    journal_id = models.UUIDField()
    """Made of the key: whoever posts again under it meets this row."""
    line = models.IntegerField()
    seq = models.BigIntegerField()
    """In order of coming, with gaps; given by the database."""
    debit = models.ForeignKey(
        Account, on_delete=models.PROTECT, db_index=False, db_constraint=False, related_name="+"
    )
    credit = models.ForeignKey(
        Account, on_delete=models.PROTECT, db_index=False, db_constraint=False, related_name="+"
    )
    amount = models.BigIntegerField()
    kind = models.SmallIntegerField()
    hold_journal = models.UUIDField(null=True)
    hold_line = models.IntegerField(null=True)
    expires_at = models.DateTimeField(null=True)
    request = models.CharField(max_length=64, null=True)
    """The hash of what was asked for under the key."""
    what = models.CharField(max_length=60, null=True)
    reason = models.TextField(null=True)
    actor_id = models.BigIntegerField(null=True)
    role = models.CharField(max_length=40, null=True)
    act_id = models.UUIDField(null=True)
    happened_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField(null=True)

    objects = TransferQuerySet.as_manager()

    class Meta:
        indexes = (
            models.Index(fields=["debit", "seq"], name="transfer_by_debit"),
            models.Index(fields=["credit", "seq"], name="transfer_by_credit"),
            BrinIndex(fields=["seq"], name="transfer_by_seq", pages_per_range=16, autosummarize=True),
        )
        constraints = (
            models.CheckConstraint(name="ledger_amount", condition=Q(amount__gt=0) & ~Q(debit=F("credit"))),
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
                condition=NOT_POSTING,
                func="RAISE EXCEPTION 'transfers are written by ledger_post alone';",
            ),
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"{self.seq}: {self.amount}"


class OpenHold(models.Model):
    """A hold with an end that is neither taken nor released: written and taken away by ``ledger_post`` alone.

    The transfers say so too, and proving compares; but who looks there for what has expired reads every hold
    that ever ended.
    """

    pk = models.CompositePrimaryKey("journal_id", "line")
    journal_id = models.UUIDField()
    line = models.IntegerField()
    expires_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["expires_at", "journal_id", "line"], name="open_hold_by_expiry"),)
        triggers = (
            pgtrigger.Trigger(
                name="by_posting",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                level=pgtrigger.Statement,
                condition=NOT_POSTING,
                func="RAISE EXCEPTION 'holds are marked by ledger_post alone';",
            ),
        )


class LedgerSeal(SealRow):
    """A seal of transfers, in order of ``seq``."""


class LedgerSealMark(SealMarkRow):
    """How far numbers of transfers had been given."""


class LedgerCheck(models.Model):
    """What came of adding everything anew: kept, so that it can be seen when the ledger was last proved."""

    at = models.DateTimeField()
    accounts = models.BigIntegerField()
    journals = models.BigIntegerField()
    transfers = models.BigIntegerField()
    open_holds = models.BigIntegerField()
    seals = models.BigIntegerField()
    unsealed = models.BigIntegerField()
    last_hash = models.CharField(max_length=64, blank=True)
    faults = models.JSONField(default=list)
    """The first of them: code and where."""

    class Meta:
        triggers = (pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),)
