"""Objections of firms (이의신청) to what was decided of their proposals, and what came of them."""

from __future__ import annotations

import pgtrigger
from django.db import models

from dure.domains.accounts.actors import SignedActor
from dure.domains.agreements.states import FIRM_OBJECTION_STATES
from dure.domains.events.history import with_history
from dure.domains.privacy.encryption import EncryptedText


class FirmObjectionQuerySet(models.QuerySet["FirmObjection"]):
    def visible_to(self, actor: SignedActor) -> FirmObjectionQuerySet:
        """Firms see their own, officers and the ministry their programmes'."""
        from dure.domains.agreements.models import Proposal

        if actor.user_id is None:
            return self.none()
        own = models.Q(proposal_id__in=Proposal.objects.own(actor).values("pk"))
        return self.filter(own | actor.scope("proposal__programme", "officer", "ministry"))


@with_history()
class FirmObjection(models.Model):
    """A firm objects to the refusal of its proposal, to not being chosen, or to an act within its agreement.

    What it is against is kept with it as it was told, for a refusal may be lifted.
    """

    proposal = models.ForeignKey("agreements.Proposal", on_delete=models.PROTECT, related_name="objections")
    against = models.CharField(max_length=10)
    """refusal or not_chosen; within an agreement: amendment (refused), midterm, ended (by the agency)."""
    subject_id = models.BigIntegerField(null=True)
    """Which amendment, check or agreement; empty for the proposal itself."""
    decided_at = models.DateTimeField()
    decided_by_id = models.BigIntegerField(null=True)
    """When, and by whom it was decided; of a choice, who confirmed it."""
    state = models.CharField(max_length=10, default="filed")
    grounds = EncryptedText()
    """What the firm says; it may tell of persons."""
    file = models.ForeignKey("uploads.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    filed_by_id = models.BigIntegerField()
    filed_at = models.DateTimeField()
    due_on = models.DateField()
    """The last day to answer."""
    extended_at = models.DateTimeField(null=True)
    extended_reason = models.TextField(blank=True)
    assigned_to = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    answer = models.TextField(blank=True)
    effect = models.CharField(max_length=10, blank=True)
    """What a granted one does: reopened (checked again), chosen (beside those who are), anew
    (the amendment waits for another answer), set_aside (the check does not count), or noted."""
    answered_by_id = models.BigIntegerField(null=True)
    answered_at = models.DateTimeField(null=True)

    objects = FirmObjectionQuerySet.as_manager()

    class Meta:
        app_label = "agreements"
        constraints = (
            models.UniqueConstraint(
                fields=["proposal", "against", "subject_id", "decided_at"],
                condition=~models.Q(state="withdrawn"),
                nulls_distinct=False,
                name="firm_objection_once",
            ),
            models.CheckConstraint(
                condition=models.Q(against__in=("refusal", "not_chosen", "amendment", "midterm", "ended")),
                name="firm_objection_against",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=("granted", "dismissed")) | ~models.Q(answer=""),
                name="firm_objection_answered_with_reasons",
            ),
        )
        indexes = (
            models.Index(fields=["state", "due_on", "id"], name="firm_objection_by_due"),
            models.Index(fields=["proposal", "-id"], name="firm_objection_by_proposal"),
        )
        triggers = (
            FIRM_OBJECTION_STATES.trigger(),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
        )
