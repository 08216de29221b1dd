"""Months that are closed (월마감): up to which transfer they count, and what they came to."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q

from dure.domains.accounts.actors import NOTHING, SignedActor
from dure.domains.events.history import with_history
from dure.domains.ledger.states import ALIVE, CLOSING_STATES


class ClosingQuerySet(models.QuerySet["Closing"]):
    def visible_to(self, actor: SignedActor) -> ClosingQuerySet:
        """Officers, the ministry and settlement accountants see those of their programmes."""
        if actor.user_id is None:
            return self.none()
        return self.filter(NOTHING | actor.scope("programme", "officer", "ministry", "accountant"))


@with_history()
class Closing(models.Model):
    """The closing of a month of a programme's ledger.

    Nothing is copied or locked by it: what counts for the month are the transfers that happened by its end
    and bear a number up to ``upto``, the last that was sealed. What comes later is booked after it.
    """

    programme = models.CharField(max_length=80)
    month = models.DateField()
    """Its first day."""
    upto = models.BigIntegerField()
    hash = models.CharField(max_length=64)
    """Of the seal that ends there."""
    transfers = models.BigIntegerField()
    """So many are booked in the month."""
    late = models.BigIntegerField()
    """So many of them happened in a month that had been closed before they came."""
    holds = models.BigIntegerField()
    """Open at the end of it, by what was known at ``upto``."""
    held_won = models.BigIntegerField()
    reason = models.TextField(blank=True)
    state = models.CharField(max_length=12, default="proposed")
    proposed_by_id = models.BigIntegerField()
    proposed_at = models.DateTimeField()
    decided_by_id = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    reopen_asked_by_id = models.BigIntegerField(null=True)
    reopen_asked_at = models.DateTimeField(null=True)
    reopen_reason = models.TextField(blank=True)
    reopened_by_id = models.BigIntegerField(null=True)
    reopened_at = models.DateTimeField(null=True)

    objects = ClosingQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["programme", "month"], condition=Q(state__in=ALIVE), name="closing_once"
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="closing_first_day"),
            models.CheckConstraint(
                condition=~Q(state__in=("closed", "to_reopen", "reopened", "refused"))
                | Q(decided_by_id__isnull=False) & ~Q(decided_by_id=F("proposed_by_id")),
                name="closing_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(state="reopened")
                | Q(reopened_by_id__isnull=False, reopen_asked_by_id__isnull=False)
                & ~Q(reopened_by_id=F("reopen_asked_by_id")),
                name="closing_reopened_by_two",
            ),
        )
        indexes = (models.Index(fields=["programme", "-month", "-id"], name="closing_by_programme"),)
        triggers = (
            CLOSING_STATES.trigger(),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(
                    "programme", "month", "upto", "hash", "transfers", "late", "holds", "held_won",
                    "proposed_by_id",
                ),
            ),
        )  # fmt: skip


class ClosingRow(models.Model):
    """What one kind of account came to in a month that was closed: the trial balance as it was signed."""

    closing = models.ForeignKey(Closing, on_delete=models.PROTECT, related_name="rows")
    kind = models.CharField(max_length=20)
    unit = models.CharField(max_length=20)
    before = models.BigIntegerField()
    debits = models.BigIntegerField()
    credits = models.BigIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["closing", "kind", "unit"], name="closing_row_once"),)
        triggers = (pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),)
