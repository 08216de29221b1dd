"""What became of a case in a round of review that lets only some through to the next."""

from __future__ import annotations

import pgtrigger
from django.db import models

from dure.domains.accounts.actors import SignedActor


class ResultQuerySet(models.QuerySet["RoundResult"]):
    def visible_to(self, actor: SignedActor) -> ResultQuerySet:
        """Officers see those of their programmes; applicants are told with the decision of the stage."""
        return self.filter(actor.scope("programme", "officer", "ministry"))

    def in_force(self) -> ResultQuerySet:
        """Return those that were not undone since."""
        return self.filter(undone_at__isnull=True)


class RoundResult(models.Model):
    """Whether a case was let through to the next round of its stage, and by which score.

    While one is in force the reviews of the round stand fast. It is undone where one of them falls away in a
    conflict of interest: then the case is decided on anew.
    """

    programme = models.CharField(max_length=60)
    round = models.CharField(max_length=40)
    application = models.ForeignKey("applications.Application", on_delete=models.PROTECT, related_name="+")
    score = models.IntegerField()
    """In thousandths of a point, the reviewers' scores combined as the stage says."""
    passed = models.BooleanField()
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    objects = ResultQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["programme", "round", "application"],
                condition=models.Q(undone_at__isnull=True),
                name="round_result_once",
            ),
            models.CheckConstraint(
                condition=models.Q(score__gte=0, score__lte=100_000), name="round_result_score"
            ),
        )
        triggers = (
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("programme", "round", "application", "score", "passed", "at"),
            ),
        )
