"""Measured points of a stage that nobody scores: what a file brought, and which file it was."""

from __future__ import annotations

import pgtrigger
from django.db import models

from dure.domains.accounts.actors import SignedActor
from dure.domains.selection.states import POINTS_STATES


class PointsUploadQuerySet(models.QuerySet["PointsUpload"]):
    def visible_to(self, actor: SignedActor) -> PointsUploadQuerySet:
        """Officers and the ministry see their programmes'."""
        return self.filter(actor.scope("programme", "officer", "ministry"))


class PointsUpload(models.Model):
    """A file of measured points: checked first, then taken over in one act."""

    programme = models.CharField(max_length=60)
    stage = models.CharField(max_length=40)
    file = models.ForeignKey("uploads.StoredFile", on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    """Of the file as it was handed in: published with the selection that rests on it."""
    state = models.CharField(max_length=10, default="checked")
    counts = models.JSONField(default=dict)
    """How many rows: new, changed, same, faulty; and how many take part without points (lacking)."""
    problems = models.JSONField(default=list)
    """The first problems as data (code, message, parameters)."""
    problem_count = models.PositiveIntegerField(default=0)
    base = models.CharField(max_length=64)
    """Hash of the points that stood when it was checked: what was shown is what is taken over."""
    reason = models.TextField(blank=True)
    """Why points that stood were replaced."""
    made_by_id = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()
    applied_by_id = models.BigIntegerField(null=True)
    applied_at = models.DateTimeField(null=True)

    objects = PointsUploadQuerySet.as_manager()

    class Meta:
        indexes = (models.Index(fields=["programme", "stage", "-id"], name="points_upload_by_stage"),)
        triggers = (POINTS_STATES.trigger(), pgtrigger.Protect(name="kept", operation=pgtrigger.Delete))


class MeasuredPointsQuerySet(models.QuerySet["MeasuredPoints"]):
    def visible_to(self, actor: SignedActor) -> MeasuredPointsQuerySet:
        """Officers and the ministry see their programmes'; people read theirs with their decision."""
        return self.filter(actor.scope("programme", "officer", "ministry"))


class MeasuredPoints(models.Model):
    """Points of one application at one stage, as one file brought them; of several the newest counts."""

    upload = models.ForeignKey(PointsUpload, on_delete=models.PROTECT, related_name="points")
    programme = models.CharField(max_length=60)
    stage = models.CharField(max_length=40)
    application = models.ForeignKey("applications.Application", on_delete=models.PROTECT, related_name="+")
    points = models.PositiveIntegerField()
    """From 0 to 100, in thousandths."""

    objects = MeasuredPointsQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["upload", "application"], name="measured_once_a_file"),
            models.CheckConstraint(condition=models.Q(points__lte=100_000), name="measured_is_points"),
        )
        indexes = (
            models.Index(fields=["programme", "stage", "application", "-id"], name="measured_by_stage"),
            models.Index(fields=["application", "-id"], name="measured_by_application"),
        )
        triggers = (pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),)
