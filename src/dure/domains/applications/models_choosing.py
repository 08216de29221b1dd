"""The time in which applicants of an executor that left may choose again, after the call has closed."""

from __future__ import annotations

import pgtrigger
from django.db import models

from dure.domains.accounts.actors import SignedActor


class ChoiceWindowQuerySet(models.QuerySet["ChoiceWindow"]):
    def visible_to(self, actor: SignedActor) -> ChoiceWindowQuerySet:
        """Until when one may choose again is told to everybody who signed in."""
        return self.none() if actor.user_id is None else self.all()


class ChoiceWindow(models.Model):
    """An officer's act by which applicants may choose again until an instant; the newest counts."""

    programme = models.CharField(max_length=80)
    until_at = models.DateTimeField()
    reason = models.TextField()
    opened_by_id = models.BigIntegerField()
    opened_at = models.DateTimeField()

    objects = ChoiceWindowQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(until_at__gt=models.F("opened_at")), name="choice_window_ahead"
            ),
        )
        indexes = (models.Index(fields=["programme", "-id"], name="choice_window_newest"),)
        triggers = (pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),)
