"""A place is taken from who holds it (자격 취소): proposed with its ground, and confirmed."""

from __future__ import annotations

from django.db import models

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.history import with_history
from dure.domains.selection.states import DISQUALIFICATION_STATES


class DisqualificationQuerySet(models.QuerySet["Disqualification"]):
    def visible_to(self, actor: SignedActor) -> DisqualificationQuerySet:
        """Officers and the ministry see their programmes'; people read theirs with their decision."""
        if actor.user_id is None:
            return self.none()
        return self.filter(actor.scope("place__programme", "officer", "ministry"))


@with_history()
class Disqualification(models.Model):
    """That somebody loses a place, why, and the officers who decided it.

    It takes effect when it is confirmed: by another officer where the selection asked for a second one.
    """

    place = models.ForeignKey("selection.Place", on_delete=models.PROTECT, related_name="disqualifications")
    state = models.CharField(max_length=10, default="proposed")
    reason = models.TextField()
    """The ground, as the holder is told it."""
    second_officer = models.BooleanField()
    """Whether another officer had to confirm it, as the selection of the stage had it."""
    held_as = models.CharField(max_length=10, blank=True)
    """How the place was held when it was taken: offered or accepted; so it is given back."""
    proposed_by_id = models.BigIntegerField(null=True)
    proposed_at = models.DateTimeField()
    decided_by_id = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_reason = models.TextField(blank=True)

    objects = DisqualificationQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["place"], condition=models.Q(state="proposed"), name="disqualification_one_alive"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="confirmed")
                | models.Q(second_officer=False)
                | models.Q(decided_by_id__isnull=True)
                | ~models.Q(decided_by_id=models.F("proposed_by_id")),
                name="disqualification_two_officers",
            ),
        )
        indexes = (models.Index(fields=["place", "-id"], name="disqualification_by_place"),)
        triggers = (DISQUALIFICATION_STATES.trigger(),)
