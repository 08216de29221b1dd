"""How far the public log of a selection's places was read: the last link of its chain, for pages."""

from __future__ import annotations

from django.db import models

from dure.domains.accounts.actors import SignedActor


class MovementMarkQuerySet(models.QuerySet["MovementMark"]):
    def visible_to(self, _actor: SignedActor) -> MovementMarkQuerySet:
        """The log is public, and so is the hash by which it is named."""
        return self


class MovementMark(models.Model):
    """The head of a log of places as of an event; nothing but a note of what the events say themselves."""

    selection = models.OneToOneField("selection.Selection", on_delete=models.PROTECT, related_name="mark")
    upto_event = models.BigIntegerField()
    """Every event up to this one is in the log already, or no entry of it."""
    entries = models.PositiveIntegerField()
    acts = models.PositiveIntegerField()
    last_act = models.UUIDField(null=True)
    """The act of the last entry: others of the same bear the same number."""
    head = models.CharField(max_length=64)
    marked_at = models.DateTimeField()

    objects = MovementMarkQuerySet.as_manager()
