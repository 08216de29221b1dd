"""Associations (협회·단체) and their members, regional centres (지역센터), their areas and visits."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models

from dure.domains.accounts.actors import NOTHING, SignedActor
from dure.domains.accounts.models import Role
from dure.domains.applications.queries import applications_of
from dure.domains.bodies.reach import own_associations
from dure.domains.bodies.states import AFFILIATION_STATES, RECOMMENDATION_STATES, VISIT_STATES
from dure.domains.events.history import with_history
from dure.domains.merchants.queries import merchants_of


class AffiliationQuerySet(models.QuerySet["Affiliation"]):
    def visible_to(self, actor: SignedActor) -> AffiliationQuerySet:
        """Associations see their own, people those of the merchants that they act for.

        Officers and the ministry whose role is for all programmes see all: a membership is of none.
        """
        if actor.user_id is None:
            return self.none()
        if actor.may_in("", "officer", "ministry"):
            return self
        return self.filter(
            models.Q(association__in=own_associations(actor)) | models.Q(merchant_id__in=merchants_of(actor))
        )


@with_history()
class Affiliation(models.Model):
    """A merchant is a member of an association, and agrees that it sees where its applications stand.

    The association names its member; nothing is shown to it before the merchant has agreed, and nothing any
    more once either side has ended it.
    """

    association = models.CharField(max_length=60)
    """Code of the organisation."""
    merchant = models.ForeignKey("merchants.Merchant", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, default="open")
    asked_by_id = models.BigIntegerField(null=True)
    asked_at = models.DateTimeField()
    answered_by_id = models.BigIntegerField(null=True)
    answered_at = models.DateTimeField(null=True)
    """When the merchant agreed or declined; its consent is of that instant."""
    ended_at = models.DateTimeField(null=True)

    objects = AffiliationQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["association", "merchant"],
                condition=models.Q(state__in=("open", "agreed")),
                name="affiliation_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="agreed")
                | models.Q(answered_by_id__isnull=False, answered_at__isnull=False),
                name="affiliation_agreed_by_somebody",
            ),
        )
        indexes = (
            models.Index(fields=["association", "state", "id"], name="affiliation_by_association"),
            models.Index(fields=["merchant", "-id"], name="affiliation_by_merchant"),
        )
        triggers = (AFFILIATION_STATES.trigger(), pgtrigger.Protect(name="kept", operation=pgtrigger.Delete))


class RecommendationQuerySet(models.QuerySet["Recommendation"]):
    def visible_to(self, actor: SignedActor) -> RecommendationQuerySet:
        """Associations see their own, merchants theirs, officers and the ministry their programmes'."""
        if actor.user_id is None:
            return self.none()
        return self.filter(
            models.Q(association__in=own_associations(actor))
            | models.Q(merchant_id__in=merchants_of(actor))
            | actor.scope("programme", "officer", "ministry")
        )


@with_history()
class Recommendation(models.Model):
    """An association recommends (추천) one of its members for a programme, with the reason.

    It is no application and gives no place: the merchant is told, and whoever checks the application
    reads it.
    """

    association = models.CharField(max_length=60)
    programme = models.CharField(max_length=60)
    merchant = models.ForeignKey("merchants.Merchant", on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    state = models.CharField(max_length=10, default="open")
    made_by_id = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["association", "programme", "merchant"],
                condition=models.Q(state="open"),
                name="recommendation_once",
            ),
        )
        indexes = (
            models.Index(fields=["merchant", "programme", "id"], name="recommendation_by_merchant"),
            models.Index(fields=["programme", "id"], name="recommendation_by_programme"),
        )
        triggers = (
            RECOMMENDATION_STATES.trigger(),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
        )


class CentreAreaQuerySet(models.QuerySet["CentreArea"]):
    def visible_to(self, actor: SignedActor) -> CentreAreaQuerySet:
        """Whoever has signed in: for which region a centre works is nobody's secret."""
        return self.none() if actor.user_id is None else self


class CentreArea(models.Model):
    """The region for which a regional centre works: provinces (two digits) and districts (five)."""

    centre = models.CharField(max_length=60, unique=True)
    """Code of the organisation."""
    regions = ArrayField(models.CharField(max_length=5), default=list)
    changed_at = models.DateTimeField()

    objects = CentreAreaQuerySet.as_manager()

    class Meta:
        triggers = (pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),)


class VisitQuerySet(models.QuerySet["Visit"]):
    def visible_to(self, actor: SignedActor) -> VisitQuerySet:
        """Centres see their own, merchants those to them, officers and the ministry their programmes'."""
        if actor.user_id is None:
            return self.none()
        own = NOTHING
        for role, code, programme in actor.held:
            if role == Role.CENTRE_STAFF:
                own |= models.Q(centre=code, **({"programme": programme} if programme else {}))
        return self.filter(
            own
            | models.Q(application_id__in=applications_of(actor))
            | actor.scope("programme", "officer", "ministry")
        )


@with_history()
class Visit(models.Model):
    """A regional centre visits a merchant (현장 방문): planned with a purpose, and what came of it."""

    centre = models.CharField(max_length=60)
    programme = models.CharField(max_length=60)
    application = models.ForeignKey("applications.Application", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, default="planned")
    planned_on = models.DateField()
    purpose = models.TextField()
    """What for: the merchant reads it."""
    visited_on = models.DateField(null=True)
    report = models.TextField(blank=True)
    """What was found and agreed, or why it did not take place: the merchant reads it too."""
    planned_by_id = models.BigIntegerField(null=True)
    planned_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(state="done") | models.Q(visited_on__isnull=False), name="visit_done_on"
            ),
            models.UniqueConstraint(
                fields=["centre", "application", "planned_on"],
                condition=models.Q(state="planned"),
                name="visit_once_a_day",
            ),
        )
        indexes = (
            models.Index(fields=["application", "-id"], name="visit_by_application"),
            models.Index(fields=["centre", "state", "planned_on", "id"], name="visit_by_centre"),
            models.Index(fields=["programme", "id"], name="visit_by_programme"),
        )
        triggers = (VISIT_STATES.trigger(), pgtrigger.Protect(name="kept", operation=pgtrigger.Delete))
