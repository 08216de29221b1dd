"""Agreements (협약) with executors: versions that are never edited, amendments, mid-term checks."""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.db import models

from dure.domains.accounts.actors import SignedActor
from dure.domains.agreements.states import AGREEMENT_STATES, AMENDMENT_STATES, MIDTERM_STATES
from dure.domains.events.history import with_history


def _sides(actor: SignedActor, path: str) -> models.Q:
    """Return the condition that somebody stands on one of the two sides of an agreement, or supervises it."""
    return actor.at_executors(f"{path}executor__in", f"{path}programme", left=True) | actor.scope(
        f"{path}programme", "officer", "ministry"
    )


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def visible_to(self, actor: SignedActor) -> AgreementQuerySet:
        """Officers and the ministry see those of their programmes, executors' staff their executor's."""
        return self.filter(_sides(actor, ""))


@with_history()
class Agreement(models.Model):
    """An agreement of a programme with one executor; what it says stands in its versions."""

    programme = models.CharField(max_length=60)
    executor = models.CharField(max_length=40)
    """The code of the organisation, and the id of the executor in the programme file."""
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    proposal = models.ForeignKey("agreements.Proposal", on_delete=models.PROTECT, related_name="agreements")
    state = models.CharField(max_length=10, default="proposed")
    number = models.PositiveIntegerField(default=1)
    """The version that counts."""
    proposed_by_id = models.BigIntegerField()
    proposed_at = models.DateTimeField()
    signed_by_id = models.BigIntegerField(null=True)
    signed_at = models.DateTimeField(null=True)
    """By the executor."""
    in_force_by_id = models.BigIntegerField(null=True)
    in_force_at = models.DateTimeField(null=True)
    """When the agency signed too."""
    closed_at = models.DateTimeField(null=True)
    closed_reason = models.TextField(blank=True)
    closed_by_id = models.BigIntegerField(null=True)
    closed_side = models.CharField(max_length=10, blank=True, default="")
    """Who ended it while it was in force: officer or executor."""
    handover = models.TextField(blank=True)
    """What happens with the merchants of an executor that left."""
    leaving_asked_at = models.DateTimeField(null=True)
    leaving_asked_by_id = models.BigIntegerField(null=True)
    leaving_reason = models.TextField(blank=True, default="", db_default="")
    """The executor asks to leave: it goes on until the agency has answered."""
    ends_on = models.DateField(null=True)
    """The agreed day of ending: from it on the executor carries the programme out no more."""

    objects = AgreementQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["programme", "executor"],
                condition=models.Q(state__in=("proposed", "signed", "in_force")),
                name="agreement_one_alive",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=("in_force", "left"))
                | models.Q(signed_at__isnull=False, in_force_at__isnull=False),
                name="agreement_signed_by_both",
            ),
            models.CheckConstraint(
                condition=models.Q(in_force_by_id__isnull=True)
                | models.Q(signed_by_id__isnull=True)
                | ~models.Q(in_force_by_id=models.F("signed_by_id")),
                name="agreement_two_people",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=("in_force", "left"))
                | models.Q(leaving_asked_at__isnull=True, ends_on__isnull=True),
                name="agreement_leaves_in_force",
            ),
        )
        indexes = (models.Index(fields=["programme", "executor", "id"], name="agreement_by_executor"),)
        triggers = (
            AGREEMENT_STATES.trigger(),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
        )


class PartOfAgreement(models.QuerySet[Any]):
    def visible_to(self, actor: SignedActor) -> PartOfAgreement:
        """Both sides of the agreement, and the ministry."""
        return self.filter(_sides(actor, "agreement__"))


class AgreementVersion(models.Model):
    """One version of what was agreed; never edited, a change makes the next."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    terms = models.JSONField()
    """What :func:`dure.engine.executors.terms.plain_of` makes."""
    fingerprint = models.CharField(max_length=64)
    reason = models.TextField()
    made_at = models.DateTimeField()

    objects = PartOfAgreement.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["agreement", "number"], name="agreement_version_once"),
        )
        triggers = (pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),)


@with_history()
class Amendment(models.Model):
    """A new version that one side proposes and the other approves or refuses."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="amendments")
    move = models.UUIDField(null=True)
    """What the two amendments have in common by which places move from one executor to another."""
    base = models.PositiveIntegerField()
    """The version that it changes: where that is not the newest any more, it cannot be approved."""
    terms = models.JSONField()
    side = models.CharField(max_length=10)
    """Who proposed it: officer or executor."""
    reason = models.TextField()
    state = models.CharField(max_length=10, default="proposed")
    proposed_by_id = models.BigIntegerField()
    proposed_at = models.DateTimeField()
    answered_by_id = models.BigIntegerField(null=True)
    answered_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)

    objects = PartOfAgreement.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["agreement"],
                condition=models.Q(state__in=("proposed", "agreed")),
                name="amendment_one_open",
            ),
            models.CheckConstraint(
                condition=models.Q(side__in=("officer", "executor")), name="amendment_side"
            ),
            models.CheckConstraint(
                condition=models.Q(answered_by_id__isnull=True)
                | ~models.Q(answered_by_id=models.F("proposed_by_id")),
                name="amendment_two_people",
            ),
        )
        indexes = (models.Index(fields=["move"], name="amendment_by_move"),)
        triggers = (
            AMENDMENT_STATES.trigger(),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("terms", "base", "side", "reason", "proposed_by_id"),
            ),
        )


@with_history()
class MidtermCheck(models.Model):
    """A mid-term check (중간점검): what was found, a grade, measures until a day, the executor's answer."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="checks")
    held_on = models.DateField()
    findings = models.TextField()
    grade = models.CharField(max_length=10)
    """good, fair or poor."""
    measures = models.TextField(blank=True)
    due_on = models.DateField(null=True)
    state = models.CharField(max_length=10, default="told")
    made_by_id = models.BigIntegerField()
    made_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by_id = models.BigIntegerField(null=True)
    answered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_reason = models.TextField(blank=True)

    objects = PartOfAgreement.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(grade__in=("good", "fair", "poor")), name="midterm_grade"
            ),
            models.CheckConstraint(
                condition=models.Q(measures="") | models.Q(due_on__isnull=False), name="midterm_measures_due"
            ),
        )
        triggers = (MIDTERM_STATES.trigger(),)
