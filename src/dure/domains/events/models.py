"""What happened, in words: one row an event, never changed, never taken away."""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.db import models

from dure.domains.events.sealed import SealMarkRow, SealRow


class DoneAct(models.Model):
    """An act that was done under a key: the same act with the same key is not done again."""

    name = models.CharField(max_length=80)
    key = models.CharField(max_length=120)
    result = models.JSONField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["name", "key"], name="done_act_once"),)


class EventQuerySet(models.QuerySet["Event"]):
    def visible_to(self, actor: Any) -> EventQuerySet:
        """Officers and the ministry of all programmes see what was done; others on their own pages."""
        return self if actor.may_in("", "officer", "ministry") else self.none()


class Event(models.Model):
    """One event: who did what to which subject, when and why. ``details`` hold no personal data."""

    act = models.CharField(max_length=80)
    act_id = models.UUIDField(null=True)
    """What the events of one act have in common, and the history of the rows that it changed."""
    actor_id = models.BigIntegerField(null=True)
    """Id of the user; None for the system itself."""
    role = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()
    """The instant that counts as now for the act."""
    recorded_at = models.DateTimeField(auto_now_add=True)
    subject = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=80)
    reason = models.TextField(blank=True)
    details = models.JSONField(default=dict)

    objects = EventQuerySet.as_manager()

    class Meta:
        indexes = (models.Index(fields=["subject", "subject_id", "id"], name="event_by_subject"),)
        triggers = (pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),)


class SealQuerySet(models.QuerySet["Seal"]):
    def visible_to(self, actor: Any) -> SealQuerySet:
        """Seals tell nothing about anybody: whoever works here may keep a copy of them."""
        return self if actor.may_in("", "officer", "ministry") else self.none()


class Seal(SealRow):
    """A seal of the event log."""

    objects = SealQuerySet.as_manager()


class SealMark(SealMarkRow):
    """How far ids of events had been given."""
