"""A score put right by a granted objection: beside the frozen inputs, which stay as they were."""

from __future__ import annotations

import pgtrigger
from django.db import models

from dure.domains.accounts.actors import SignedActor


class ScoreCorrectionQuerySet(models.QuerySet["ScoreCorrection"]):
    def visible_to(self, actor: SignedActor) -> ScoreCorrectionQuerySet:
        """Officers and the ministry see their programmes'; people read theirs with their decision."""
        if actor.user_id is None:
            return self.none()
        return self.filter(actor.scope("selection__programme", "officer", "ministry"))


class ScoreCorrection(models.Model):
    """A corrected score of one application at one executor; of several of one score the newest counts."""

    objection = models.ForeignKey("selection.Objection", on_delete=models.PROTECT, related_name="corrections")
    selection = models.ForeignKey("selection.Selection", on_delete=models.PROTECT, related_name="corrections")
    application = models.ForeignKey("applications.Application", on_delete=models.PROTECT, related_name="+")
    executor = models.CharField(max_length=40, blank=True)
    """At whom; empty for a first stage over all, where nobody is chosen."""
    raw_score = models.IntegerField(null=True)
    """The score that counted until now, in thousandths, as ``score``; empty where there was none."""
    score = models.PositiveIntegerField()
    reason = models.TextField()
    """Why, as the officer who answered the objection says it."""
    items = models.JSONField(default=list)
    """The criteria put right: ``item``, ``before`` and ``after`` in thousandths, ``reason``."""
    held = models.BooleanField(default=False)
    """Whether a place was held when it was put right: it stays, and is filled around by the score before."""
    corrected_by_id = models.BigIntegerField(null=True)
    corrected_at = models.DateTimeField()

    objects = ScoreCorrectionQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(score__lte=100_000), name="correction_is_a_score"),
        )
        indexes = (models.Index(fields=["selection", "id"], name="correction_by_selection"),)
        triggers = (pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),)
