"""Conflicts of interest (이해충돌) of executors' staff and reviewers: what they said, what is shut to them.

``models.py`` brings the rows to Django.
"""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Q, QuerySet

from dure.domains.accounts.actors import NOTHING, SignedActor
from dure.domains.merchants.near import near_to

SET_ASIDE = "set_aside"
"""The relation of a conflict that was not declared: an officer granted the applicant's request."""


class StaffConflictQuerySet(models.QuerySet["StaffConflict"]):
    def visible_to(self, actor: SignedActor) -> StaffConflictQuerySet:
        """Officers and the ministry see those of their programmes, staff their own."""
        if actor.user_id is None:
            return self.none()
        return self.filter(Q(user_id=actor.user_id or 0) | actor.scope("programme", "officer", "ministry"))


class StaffConflict(models.Model):
    """Somebody does not judge one applicant: declared, or set aside at its request.

    Staff of executors and reviewers alike: a conflict is of the person, and holds in each of their roles.
    """

    programme = models.CharField(max_length=60)
    application = models.ForeignKey("applications.Application", on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    relation = models.CharField(max_length=12)
    """A code, never words about somebody."""
    at = models.DateTimeField()

    objects = StaffConflictQuerySet.as_manager()

    class Meta:
        app_label = "applications"
        constraints = (models.UniqueConstraint(fields=["user", "application"], name="staff_conflict_once"),)
        indexes = (models.Index(fields=["programme", "-id"], name="staff_conflict_by_programme"),)
        triggers = (pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),)


class StaffDeclarationQuerySet(models.QuerySet["StaffDeclaration"]):
    def visible_to(self, actor: SignedActor) -> StaffDeclarationQuerySet:
        """Officers and the ministry see those of their programmes, staff their own."""
        if actor.user_id is None:
            return self.none()
        return self.filter(Q(user_id=actor.user_id) | actor.scope("programme", "officer", "ministry"))


class StaffDeclaration(models.Model):
    """What one of an executor's staff signed: with which of the applicants shown they conflict is told."""

    programme = models.CharField(max_length=60)
    executor = models.CharField(max_length=40)
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    seen = ArrayField(models.BigIntegerField(), default=list)
    """Ids of the applications that were shown, by name and region only, when it was signed."""
    conflicts = models.PositiveIntegerField(default=0)
    """With how many of them a conflict was declared (:class:`StaffConflict` has which)."""
    at = models.DateTimeField()

    objects = StaffDeclarationQuerySet.as_manager()

    class Meta:
        app_label = "applications"
        indexes = (
            models.Index(fields=["user", "programme", "-id"], name="staff_declaration_newest"),
            models.Index(fields=["programme", "at", "id"], name="staff_declaration_listed"),
        )
        triggers = (pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),)


class Unnest(Func):
    """The elements of an array, a row each."""

    function = "unnest"
    set_returning = True


def in_conflict(actor: SignedActor, application: str = "pk", merchant: str = "merchant_id") -> Q:
    """Return the condition that an actor may not judge an application: found, declared or set aside.

    ``application`` and ``merchant`` are the columns with their ids.
    """
    told = StaffConflict.objects.filter(user_id=actor.user_id or 0).values("application_id")
    return near_to(actor.user_id or 0, merchant) | Q(**{f"{application}__in": told})


def conflicts_told(actor: SignedActor) -> frozenset[int]:
    """Return the applications that an actor declared a conflict with, or was set aside for; one query."""
    told = StaffConflict.objects.filter(user_id=actor.user_id or 0)
    return frozenset(told.values_list("application_id", flat=True))


def staff_reach(
    actor: SignedActor,
    executor: str,
    application: str = "pk",
    merchant: str = "merchant_id",
    programme: str = "programme",
) -> Q:
    """Return the condition that a row is of an executor of the actor's, and of nobody they conflict with.

    ``executor`` and ``programme`` as :meth:`SignedActor.at_executors` has them, the others as
    :func:`in_conflict`.
    """
    if not actor.has("executor_staff"):
        return NOTHING
    return actor.at_executors(executor, programme) & ~in_conflict(actor, application, merchant)


def declared_by(actor: SignedActor, programme: str) -> QuerySet[Any, Any]:
    """Return the ids of the applications of a programme that an actor signed a declaration about."""
    signed = StaffDeclaration.objects.filter(user_id=actor.user_id or 0, programme=programme)
    return signed.annotate(case=Unnest(F("seen"), output_field=models.BigIntegerField())).values_list(
        "case", flat=True
    )
