"""A place is taken from who holds it (자격 취소): told beforehand, answered, proposed, confirmed."""

from __future__ import annotations

from django.db import models

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.queries import applications_of
from dure.domains.events.history import with_history
from dure.domains.selection.states import ALIVE, DISQUALIFICATION_STATES


class DisqualificationQuerySet(models.QuerySet["Disqualification"]):
    def visible_to(self, actor: SignedActor) -> DisqualificationQuerySet:
        """Officers and the ministry see their programmes'; people read theirs with their decision."""
        if actor.user_id is None:
            return self.none()
        return self.filter(actor.scope("place__programme", "officer", "ministry"))

    def told_to(self, actor: SignedActor) -> DisqualificationQuerySet:
        """Whoever acts for the applicant sees what they were told beforehand."""
        if actor.user_id is None:
            return self.none()
        own = self.filter(place__application_id__in=applications_of(actor))
        return own.filter(noticed_at__isnull=False)


@with_history()
class Disqualification(models.Model):
    """That somebody loses a place, why, and the officers who decided it.

    The holder is told beforehand and may answer (행정절차법 제21조, 제27조), unless ``exempt`` says why not.
    It takes effect when it is confirmed: by another officer where the selection asked for a second one.
    """

    place = models.ForeignKey("selection.Place", on_delete=models.PROTECT, related_name="disqualifications")
    state = models.CharField(max_length=10, default="noticed")
    reason = models.TextField()
    """The ground, as the holder is told it."""
    exempt = models.CharField(max_length=10, blank=True)
    """Why nobody was told beforehand (제21조제4항): urgent, proved, plain; earlier: before notices were."""
    noticed_by_id = models.BigIntegerField(null=True)
    noticed_at = models.DateTimeField(null=True)
    answer_until = models.DateField(null=True)
    """The last day to answer."""
    answer = models.TextField(blank=True)
    answer_file = models.ForeignKey(
        "uploads.StoredFile", on_delete=models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)
    considered = models.TextField(blank=True)
    """How the answer was taken up, as the holder is told it (제27조의2)."""
    second_officer = models.BooleanField()
    """Whether another officer had to confirm it, as the selection of the stage had it."""
    held_as = models.CharField(max_length=10, blank=True)
    """How the place was held when it was taken: offered or accepted; so it is given back."""
    proposed_by_id = models.BigIntegerField(null=True)
    proposed_at = models.DateTimeField(null=True)
    decided_by_id = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_reason = models.TextField(blank=True)

    objects = DisqualificationQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["place"], condition=models.Q(state__in=ALIVE), name="disqualification_one_alive"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="confirmed")
                | models.Q(second_officer=False)
                | models.Q(decided_by_id__isnull=True)
                | ~models.Q(decided_by_id=models.F("proposed_by_id")),
                name="disqualification_two_officers",
            ),
            models.CheckConstraint(
                condition=~models.Q(exempt="")
                | models.Q(noticed_at__isnull=False, answer_until__isnull=False),
                name="disqualification_told_or_exempt",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=("proposed", "confirmed"))
                | models.Q(proposed_at__isnull=False),
                name="disqualification_proposed_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(answered_at__isnull=True)
                | ~models.Q(state__in=("proposed", "confirmed"))
                | ~models.Q(considered=""),
                name="disqualification_answer_considered",
            ),
        )
        indexes = (models.Index(fields=["place", "-id"], name="disqualification_by_place"),)
        triggers = (DISQUALIFICATION_STATES.trigger(),)
