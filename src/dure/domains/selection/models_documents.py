"""What an officer asks for again of the documents of a stage (보완요청), each with its own clock."""

from __future__ import annotations

from django.db import models

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.queries import applications_of
from dure.domains.events.history import with_history
from dure.domains.selection.states import REQUEST_STATES


class DocumentRequestQuerySet(models.QuerySet["DocumentRequest"]):
    def visible_to(self, actor: SignedActor) -> DocumentRequestQuerySet:
        """Officers and the ministry see their programmes', applicants theirs."""
        if actor.user_id is None:
            return self.none()
        return self.filter(
            models.Q(application_id__in=applications_of(actor))
            | actor.scope("application__programme", "officer", "ministry")
        )


@with_history()
class DocumentRequest(models.Model):
    """One document of a stage that is asked for again: until ``due_at`` another may be handed in."""

    application = models.ForeignKey("applications.Application", on_delete=models.PROTECT, related_name="+")
    stage = models.CharField(max_length=40)
    document = models.CharField(max_length=40)
    """Its id in the programme file."""
    note = models.TextField()
    """What is wrong or missing: the applicant reads it."""
    state = models.CharField(max_length=10, default="open")
    asked_by_id = models.BigIntegerField(null=True)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    objects = DocumentRequestQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["application", "document"],
                condition=models.Q(state="open"),
                name="document_request_one_open",
            ),
        )
        indexes = (models.Index(fields=["application", "stage", "-id"], name="document_request_by_stage"),)
        triggers = (REQUEST_STATES.trigger(),)
