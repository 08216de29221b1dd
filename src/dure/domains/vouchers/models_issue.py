"""Vouchers on sale: what an issuer issued, and who ordered how much of it."""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.db import models
from django.db.models import F, Q

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.history import with_history
from dure.domains.vouchers.states import ISSUE_STATES, ORDER_STATES


class IssueQuerySet(models.QuerySet["Issue"]):
    def visible_to(self, actor: SignedActor) -> IssueQuerySet:
        """Everybody sees what is, or was, on sale."""
        del actor
        return self.all()


@with_history()
class Issue(models.Model):
    """Vouchers of one issuer, at most so much at face value, whose discount a line of the fund bears."""

    programme = models.CharField(max_length=60)
    benefit = models.CharField(max_length=40)
    issuer = models.CharField(max_length=40)
    fund = models.CharField(max_length=40)
    line = models.CharField(max_length=40, blank=True)
    year = models.PositiveSmallIntegerField(default=0)
    face_won = models.BigIntegerField()
    discount_bp = models.PositiveIntegerField()
    bearers = models.JSONField()
    """(source, basis points) of the discount."""
    monthly_won = models.BigIntegerField(null=True)
    """The most that one person buys in a calendar month."""
    refund_from_bp = models.PositiveIntegerField()
    good_days = models.PositiveIntegerField()
    room = models.ForeignKey(
        "ledger.Account", on_delete=models.PROTECT, db_constraint=False, related_name="+"
    )
    """What can still be sold, at face value."""
    sold = models.ForeignKey(
        "ledger.Account", on_delete=models.PROTECT, db_constraint=False, related_name="+"
    )
    state = models.CharField(max_length=12, default="on_sale")
    reason = models.TextField()
    opened_by_id = models.BigIntegerField()
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = IssueQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["programme", "benefit", "issuer"],
                condition=Q(state="on_sale"),
                name="voucher_issue_one_on_sale",
            ),
            models.CheckConstraint(condition=Q(face_won__gt=0), name="voucher_issue_won"),
        )
        indexes = (models.Index(fields=["state", "opened_at", "id"], name="voucher_issue_by_state"),)
        triggers = (
            ISSUE_STATES.trigger(),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(
                    "programme", "benefit", "issuer", "fund", "line", "year", "face_won", "discount_bp",
                    "bearers", "monthly_won", "refund_from_bp", "good_days", "room", "sold",
                ),
            ),
        )  # fmt: skip


class OrderQuerySet(models.QuerySet["Order"]):
    def visible_to(self, actor: SignedActor) -> OrderQuerySet:
        """Whoever ordered, the issuer's staff, and staff of the programme."""
        if actor.user_id is None:
            return self.none()
        return self.filter(
            Q(user_id=actor.user_id)
            | actor.scope("issue__programme", "officer", "ministry", "accountant")
            | actor.at_executors("issue__issuer__in", "issue__programme")
        )


@with_history()
class Order(models.Model):
    """A citizen's order: the discount is held for it, and the voucher is there once it was paid."""

    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="orders")
    user_id = models.BigIntegerField()
    buyer = models.CharField(max_length=64)
    """The keyed hash by which a verified person is known again in this programme."""
    month = models.DateField()
    """The first day of the month to which it counts."""
    face_won = models.BigIntegerField()
    paid_won = models.BigIntegerField()
    hold = models.UUIDField()
    legs = models.JSONField()
    state = models.CharField(max_length=12, default="ordered")
    receipt = models.CharField(max_length=80, blank=True)
    """The number under which the bank booked what was paid."""
    ordered_at = models.DateTimeField()
    pay_until = models.DateTimeField()
    decided_by_id = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)

    objects: Any = OrderQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(face_won__gt=0, paid_won__gt=0, paid_won__lte=F("face_won")),
                name="voucher_order_won",
            ),
            models.UniqueConstraint(
                fields=["issue", "receipt"], condition=~Q(receipt=""), name="voucher_order_receipt_once"
            ),
            models.CheckConstraint(
                condition=~Q(state="paid")
                | Q(decided_by_id__isnull=False) & ~Q(receipt="") & ~Q(decided_by_id=F("user_id")),
                name="voucher_order_paid",
            ),
        )
        indexes = (
            models.Index(fields=["issue", "state", "ordered_at", "id"], name="voucher_order_by_issue"),
            models.Index(fields=["issue", "buyer", "month"], name="voucher_order_by_buyer"),
            models.Index(fields=["user_id", "ordered_at", "id"], name="voucher_order_by_user"),
            models.Index(fields=["pay_until"], condition=Q(state="ordered"), name="voucher_order_by_end"),
        )
        triggers = (
            ORDER_STATES.trigger(),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(
                    "issue", "user_id", "month", "face_won", "paid_won", "hold", "legs"
                ),
            ),
        )
