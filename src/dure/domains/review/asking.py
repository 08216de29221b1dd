"""What is kept so that nobody judges whom they should not: fields of expertise, and requests to set one
aside.

``models.py`` brings them to Django.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.queries import applications_of
from dure.domains.applications.staff_conflicts import in_conflict
from dure.domains.privacy.encryption import EncryptedText
from dure.domains.review.states import RECUSAL_STATES


class ExpertiseQuerySet(models.QuerySet["Expertise"]):
    def visible_to(self, actor: SignedActor) -> ExpertiseQuerySet:
        """Officers and the ministry see those of all reviewers, reviewers their own."""
        if actor.user_id is None:
            return self.none()
        return self if actor.has("officer", "ministry") else self.filter(reviewer_id=actor.user_id)


class Expertise(models.Model):
    """The industries that a reviewer knows well, as beginnings of industry codes; told by themselves."""

    reviewer = models.OneToOneField("accounts.User", on_delete=models.PROTECT, related_name="+")
    industries = ArrayField(models.CharField(max_length=5), default=list)
    changed_at = models.DateTimeField()

    objects = ExpertiseQuerySet.as_manager()

    class Meta:
        app_label = "review"


def may_be_about(actor: SignedActor) -> models.Q:
    """Return the condition that a request may mean an actor, or is of a case in which they have a part.

    Who holds the role of a reviewer for the programme, acts for an executor that the applicant chose, was to
    review the case, or does not judge it in any role.
    """
    from dure.domains.review.models import Assignment

    had = Assignment.objects.filter(reviewer_id=actor.user_id or 0).values("application_id")
    return (
        actor.scope("programme", "reviewer")
        | actor.at_executors("application__choices__overlap", "programme")
        | models.Q(application_id__in=had)
        | in_conflict(actor, "application_id", "application__merchant_id")
    )


class RecusalQuerySet(models.QuerySet["RecusalRequest"]):
    def visible_to(self, actor: SignedActor) -> RecusalQuerySet:
        """Officers and the ministry see those of their programmes, applicants their own; reviewers none.

        Nor does an officer who may be the one that is meant, in another role of theirs: who asked, and why,
        is not for them (:func:`may_be_about`).
        """
        if actor.user_id is None:
            return self.none()
        run = actor.scope("programme", "officer", "ministry") & ~may_be_about(actor)
        return self.filter(models.Q(application_id__in=applications_of(actor)) | run)


class RecusalRequest(models.Model):
    """An applicant asks that somebody shall not review their case (기피 신청), and what an officer decided.

    Applicants are not told who reviews: they name whom they mean, and the officer says which reviewer it is.
    """

    programme = models.CharField(max_length=60)
    application = models.ForeignKey("applications.Application", on_delete=models.PROTECT, related_name="+")
    about = EncryptedText()
    """Whom they mean: a name, an organisation. It tells of a person."""
    grounds = EncryptedText()
    state = models.CharField(max_length=10, default="asked")
    reviewer = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    """Who it is, where it was granted."""
    answer = models.TextField(blank=True)
    asked_by_id = models.BigIntegerField()
    asked_at = models.DateTimeField()
    answered_by_id = models.BigIntegerField(null=True)
    answered_at = models.DateTimeField(null=True)

    objects = RecusalQuerySet.as_manager()

    class Meta:
        app_label = "review"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state="granted", reviewer__isnull=False)
                | (~models.Q(state="granted") & models.Q(reviewer__isnull=True)),
                name="recusal_granted_of_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=("asked", "withdrawn")) | ~models.Q(answer=""),
                name="recusal_answered_with_reason",
            ),
        )
        indexes = (
            models.Index(fields=["programme", "state", "id"], name="recusal_by_programme"),
            models.Index(fields=["application", "-id"], name="recusal_by_application"),
        )
        triggers = (RECUSAL_STATES.trigger(),)
