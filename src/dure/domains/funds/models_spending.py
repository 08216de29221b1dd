"""What executors deliver of their promise, what evidence was used for, and how accounts are settled."""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.db import models
from django.db.models import F, Q

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.history import with_history
from dure.domains.funds.states import DELIVERY_STATES, SETTLEMENT_STATES

ALIVE = ("reported", "accepted")
"""In these a piece of evidence speaks for a report: it cannot be used for another."""


EVIDENCE_KEYS = ("file", "invoice", "card")


class OfProgramme(models.QuerySet[Any]):
    def visible_to(self, actor: SignedActor) -> OfProgramme:
        """Officers, the ministry and accountants see those of their programmes."""
        if actor.user_id is None:
            return self.none()
        return self.filter(actor.scope("programme", "officer", "ministry", "accountant"))


class OfExecutor(models.QuerySet[Any]):
    def visible_to(self, actor: SignedActor) -> OfExecutor:
        """Officers and the ministry see those of their programmes, executors' staff their executor's."""
        if actor.user_id is None:
            return self.none()
        return self.filter(
            actor.scope("programme", "officer", "ministry")
            | actor.at_executors("executor__in", "programme", left=True)
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


class UsedEvidence(models.Model):
    """A piece of evidence that speaks for something: it cannot be used for another until that has ended."""

    kind = models.CharField(max_length=10)
    """file: by its hash; invoice, card: by the approval number."""
    value = models.CharField(max_length=64)
    programme = models.CharField(max_length=60)
    cause = models.CharField(max_length=60)
    """What it speaks for, as ``claim-line/12``."""
    used_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True)

    objects = OfProgramme.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["kind", "value"], condition=Q(released_at__isnull=True), name="evidence_speaks_once"
            ),
            models.CheckConstraint(condition=Q(kind__in=EVIDENCE_KEYS), name="evidence_key"),
        )
        indexes = (models.Index(fields=["cause"], name="evidence_by_cause"),)
        triggers = (
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("kind", "value", "programme", "cause", "used_at"),
            ),
        )


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
