"""Selection of a stage: proposed by one officer, confirmed by another; decisions, places, objections."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.queries import applications_of
from dure.domains.applications.staff_conflicts import staff_reach
from dure.domains.events.history import with_history
from dure.domains.privacy.encryption import EncryptedText
from dure.domains.selection.models_correction import ScoreCorrection as ScoreCorrection
from dure.domains.selection.models_disqualification import Disqualification as Disqualification
from dure.domains.selection.models_documents import DocumentRequest as DocumentRequest
from dure.domains.selection.models_marks import MovementMark as MovementMark
from dure.domains.selection.models_measured import MeasuredPoints as MeasuredPoints
from dure.domains.selection.models_measured import PointsUpload as PointsUpload
from dure.domains.selection.states import OBJECTION_STATES, PLACE_STATES, SELECTION_STATES

HELD = ("offered", "accepted")
"""States of a place that is somebody's."""


class CommitmentQuerySet(models.QuerySet["SeedCommitment"]):
    def visible_to(self, _actor: SignedActor) -> CommitmentQuerySet:
        """The hash is everybody's; the seed is not even read."""
        return self.defer("seed")


class SeedCommitment(models.Model):
    """The seed that breaks ties at a stage: its hash is public before anybody could try seeds out."""

    programme = models.CharField(max_length=60)
    stage = models.CharField(max_length=40)
    commitment = models.CharField(max_length=64)
    """SHA-256 of the seed, in hex."""
    seed = EncryptedText()
    """Read only when the selection is made; public from its publication on."""
    committed_at = models.DateTimeField()

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["programme", "stage"], name="seed_once"),)
        triggers = (pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),)


class SelectionQuerySet(models.QuerySet["Selection"]):
    def visible_to(self, actor: SignedActor) -> SelectionQuerySet:
        """Officers and the ministry see their programmes'; published ones are everybody's from their day."""
        return self.filter(models.Q(state="published") | actor.scope("programme", "officer", "ministry"))


@with_history()
class Selection(models.Model):
    """The selection of one stage: inputs as they were, decisions, and the two officers who made it."""

    programme = models.CharField(max_length=60)
    version = models.ForeignKey("programmes.ProgrammeVersion", on_delete=models.PROTECT, related_name="+")
    stage = models.CharField(max_length=40)
    state = models.CharField(max_length=10, default="proposed")
    seed = models.CharField(max_length=200)
    inputs = models.ForeignKey("uploads.StoredFile", on_delete=models.PROTECT, related_name="+")
    """The applications as they were: csv as ``dure select`` reads it, traits in place of personal data."""
    bundle = models.ForeignKey("uploads.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    decisions_sha256 = models.CharField(max_length=64)
    """Of the decisions as csv, byte for byte what ``dure select`` writes."""
    counts = models.JSONField(default=dict)
    """How many were selected, in reserve and not selected."""
    second_officer = models.BooleanField(default=True)
    """Whether the stage asks for another officer to confirm, as the file said when it was proposed."""
    gaps = models.JSONField(default=list)
    """Set-asides that do nothing, or less than their share says, and why (``engine/selection/gaps.py``)."""
    without_scores = models.BooleanField(default=False)
    """Whether it was proposed though scores were missing: those choices were dropped."""
    funnel = models.JSONField(default=dict)
    """Counts by executor, region and industry as they were when it was confirmed, before any is hidden."""
    proposed_by_id = models.BigIntegerField(null=True)
    proposed_at = models.DateTimeField()
    proposed_reason = models.TextField()
    confirmed_by_id = models.BigIntegerField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_reason = models.TextField(blank=True)
    published_by_id = models.BigIntegerField(null=True)
    published_at = models.DateTimeField(null=True)
    """When the applicants were told."""
    public_from = models.DateTimeField(null=True)
    """From when on everybody may see it: the announced day, or the publication where that is later."""
    object_until = models.DateField(null=True)
    """The last day for objections; empty where the call gives no such right."""
    afterwards = models.JSONField(default=dict)
    """What became of its executors since: ``closed`` and ``back`` (ids), ``added`` (seats by id)."""

    objects = SelectionQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["programme", "stage"],
                condition=models.Q(state__in=("proposed", "confirmed", "published")),
                name="selection_one_alive",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_by_id__isnull=True)
                | models.Q(second_officer=False)
                | ~models.Q(confirmed_by_id=models.F("proposed_by_id")),
                name="selection_two_officers",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="published")
                | models.Q(published_at__isnull=False, public_from__isnull=False, bundle__isnull=False),
                name="selection_published_whole",
            ),
        )
        indexes = (models.Index(fields=["programme", "stage", "-id"], name="selection_by_stage"),)
        triggers = (
            SELECTION_STATES.trigger(),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(
                    "seed",
                    "inputs",
                    "decisions_sha256",
                    "stage",
                    "version",
                    "proposed_by_id",
                    "second_officer",
                ),
            ),
        )


class DecisionQuerySet(models.QuerySet["Decision"]):
    def visible_to(self, actor: SignedActor) -> DecisionQuerySet:
        """Officers and the ministry see their programmes'; applicants and executors theirs once published.

        Staff of executors see nothing of those with whom they have a conflict of interest.
        """
        if actor.user_id is None:
            return self.none()
        theirs = models.Q(application_id__in=applications_of(actor)) | staff_reach(
            actor,
            "executor__in",
            "application_id",
            "application__merchant_id",
            programme="selection__programme",
        )
        return self.filter(
            actor.scope("selection__programme", "officer", "ministry")
            | (models.Q(selection__state="published") & theirs)
        )


class Decision(models.Model):
    """One decision on one application, as the contract has it; never changed."""

    selection = models.ForeignKey(Selection, on_delete=models.PROTECT, related_name="decisions")
    application = models.ForeignKey("applications.Application", on_delete=models.PROTECT, related_name="+")
    application_no = models.CharField(max_length=80)
    decision = models.CharField(max_length=12)
    executor = models.CharField(max_length=40, blank=True)
    rank = models.PositiveIntegerField(null=True)
    score = models.IntegerField(null=True)
    """Thousandths of a point, as ``cutoff``."""
    seat = models.CharField(max_length=40, blank=True)
    cutoff = models.IntegerField(null=True)
    reserve_rank = models.PositiveIntegerField(null=True)
    reason = models.TextField()
    """The reason code of the contract."""

    objects = DecisionQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["selection", "application"], name="decision_once"),)
        indexes = (
            models.Index(fields=["selection", "decision", "executor", "rank", "id"], name="decision_by_rank"),
            models.Index(
                fields=["selection", "application_no", "id"],
                include=["decision", "executor"],
                name="decision_by_no",
            ),
            models.Index(fields=["application", "-id"], name="decision_by_application"),
        )
        triggers = (pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),)


class Reserve(models.Model):
    """Somebody on the reserve list (예비순위) of a place; the order is fixed with the selection."""

    selection = models.ForeignKey(Selection, on_delete=models.PROTECT, related_name="reserves")
    application = models.ForeignKey("applications.Application", on_delete=models.PROTECT, related_name="+")
    executor = models.CharField(max_length=40, blank=True)
    """Whose list it is; empty for a stage over all executors."""
    rank = models.PositiveIntegerField()
    """The rank among all who have a score there: what the list is ordered by."""
    position = models.PositiveIntegerField(null=True)
    """The place on the list as it was decided; empty for who was added by an objection."""

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["selection", "executor", "application"], name="reserve_once"),
        )
        indexes = (
            models.Index(fields=["selection", "executor", "rank", "id"], name="reserve_by_rank"),
            models.Index(fields=["application"], name="reserve_by_application"),
        )
        triggers = (pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),)


class PlaceQuerySet(models.QuerySet["Place"]):
    def visible_to(self, actor: SignedActor) -> PlaceQuerySet:
        """Officers and the ministry see their programmes'; who holds a place is public.

        People see theirs, also given up; executors' staff those given at their own executor, but for those
        with whom they have a conflict of interest.
        """
        held = models.Q(state__in=HELD)
        if actor.user_id is None:
            return self.filter(held)
        return self.filter(
            held
            | models.Q(application_id__in=applications_of(actor))
            | staff_reach(actor, "executor__in", "application_id", "application__merchant_id")
            | actor.scope("programme", "officer", "ministry")
        )


@with_history()
class Place(models.Model):
    """A place at a stage that somebody was given: offered, taken, given up, lapsed, or lost (자격 취소)."""

    selection = models.ForeignKey(Selection, on_delete=models.PROTECT, related_name="places")
    programme = models.CharField(max_length=60)
    stage = models.CharField(max_length=40)
    application = models.ForeignKey("applications.Application", on_delete=models.PROTECT, related_name="+")
    executor = models.CharField(max_length=40)
    seat = models.CharField(max_length=40)
    state = models.CharField(max_length=12, default="offered")
    given_by = models.CharField(max_length=12, default="selection")
    """selection, reserve (moved up), objection, moved (from an executor that left)."""
    offered_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    """By when it must be taken; empty where the stage has no such period."""
    answered_at = models.DateTimeField(null=True)
    over_quota = models.BooleanField(default=False)
    """Given by an objection beside the seats of the stage: it takes none and, given up, leaves none."""
    object_until = models.DateField(null=True)
    """The last day to object to what happened to this place after the decision: moved up, lapsed,
    or lost."""
    handed_over = models.CharField(max_length=80, blank=True)
    """What came of it where its executor left: ``moved_from:ID``, or ``without_executor:WHY``; empty else."""

    objects = PlaceQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["stage", "application"], name="place_once"),
            models.CheckConstraint(
                condition=models.Q(over_quota=False) | models.Q(given_by="objection"),
                name="place_over_quota_by_objection",
            ),
        )
        indexes = (
            models.Index(fields=["programme", "stage", "executor", "state", "id"], name="place_by_executor"),
            models.Index(fields=["state", "due_at", "id"], name="place_by_due"),
            models.Index(fields=["selection", "state", "id"], name="place_by_selection"),
            models.Index(fields=["application"], name="place_by_application"),
        )
        triggers = (PLACE_STATES.trigger(),)


class ObjectionQuerySet(models.QuerySet["Objection"]):
    def visible_to(self, actor: SignedActor) -> ObjectionQuerySet:
        """Officers and the ministry see their programmes', applicants theirs."""
        if actor.user_id is None:
            return self.none()
        return self.filter(
            models.Q(application_id__in=applications_of(actor))
            | actor.scope("application__programme", "officer", "ministry")
        )


@with_history()
class Objection(models.Model):
    """An objection (이의신청) and its answer, within the clock that the call tells.

    It is against a decision of a selection, or, where ``decision`` is empty, against a refusal at the
    document check (요건검토): that one is kept with it as it was told, for it may be lifted.
    """

    application = models.ForeignKey("applications.Application", on_delete=models.PROTECT, related_name="+")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, related_name="objections")
    refused_at = models.DateTimeField(null=True)
    refused_by_id = models.BigIntegerField(null=True)
    refused_rules = ArrayField(models.CharField(max_length=40), default=list)
    refused_reason = models.TextField(blank=True)
    state = models.CharField(max_length=10, default="filed")
    grounds = EncryptedText()
    """What the applicant says; it may tell of persons."""
    file = models.ForeignKey("uploads.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    filed_by_id = models.BigIntegerField()
    filed_at = models.DateTimeField()
    due_on = models.DateField()
    """The last day to answer."""
    extended_at = models.DateTimeField(null=True)
    extended_reason = models.TextField(blank=True)
    assigned_to = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    answer = models.TextField(blank=True)
    effect = models.CharField(max_length=12, blank=True)
    """What a granted one does: placed (over the quota), reserve (into the order), restored
    (the place that was lost is given back), corrected (what a score put right gives), reopened (back to the
    document check), accepted (at it) or noted."""
    basis = models.TextField(blank=True)
    """On what a place over the quota rests."""
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, related_name="+")
    """The place that came of it at once."""
    answered_by_id = models.BigIntegerField(null=True)
    answered_at = models.DateTimeField(null=True)

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["decision"],
                condition=models.Q(state__in=("filed", "assigned")),
                name="objection_one_alive",
            ),
            models.UniqueConstraint(
                fields=["application"],
                condition=models.Q(state__in=("filed", "assigned"), decision__isnull=True),
                name="objection_to_refusal_one_alive",
            ),
            models.CheckConstraint(
                condition=models.Q(decision__isnull=False, refused_at__isnull=True)
                | models.Q(decision__isnull=True, refused_at__isnull=False),
                name="objection_to_one_thing",
            ),
        )
        indexes = (
            models.Index(fields=["state", "due_on", "id"], name="objection_by_due"),
            models.Index(fields=["application", "-id"], name="objection_by_application"),
            models.Index(fields=["decision", "-id"], name="objection_by_decision"),
        )
        triggers = (OBJECTION_STATES.trigger(),)
