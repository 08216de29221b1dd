"""Bans from programmes (참여제한): of a business, and with it of other businesses of the same owner.

Never public: officers and the ministry see them, and whoever is banned what it means for an own application.
"""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.db import models
from django.db.models import F, Q

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.history import with_history
from dure.domains.privacy.encryption import EncryptedText

SCOPES = ("programme", "all")
"""Only the programme that imposed it, or every programme."""


class SanctionQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: SignedActor) -> SanctionQuerySet:
        """Officers and the ministry see those of their programmes, and those that hold in every programme."""
        if actor.user_id is None:
            return self.none()
        seen = actor.scope("programme", "officer", "ministry")
        return self.filter(seen | Q(scope="all")) if actor.has("officer", "ministry") else self.filter(seen)


@with_history()
class Sanction(models.Model):
    """A ban, from its first to its last day; one that is lifted stays and says so."""

    programme = models.CharField(max_length=60)
    scope = models.CharField(max_length=10)
    cause = models.CharField(max_length=120, unique=True)
    """What it was imposed for, as ``recovery/12``."""
    business_no = models.CharField(max_length=10)
    name = EncryptedText()
    owner_key = models.CharField(max_length=64, blank=True)
    """A keyed hash of the owner; the same as of other businesses of that owner. Empty: not known."""
    ground = models.CharField(max_length=20)
    basis = models.CharField(max_length=200)
    """The article, in words."""
    from_on = models.DateField()
    until_on = models.DateField()
    """The last day."""
    imposed_by_id = models.BigIntegerField()
    imposed_at = models.DateTimeField()
    lifted_by_id = models.BigIntegerField(null=True)
    lifted_at = models.DateTimeField(null=True)
    lifted_reason = models.TextField(blank=True)

    objects = SanctionQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(scope__in=SCOPES), name="sanction_scope"),
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="sanction_period"),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_by_id__isnull=True)
                | Q(lifted_at__isnull=False, lifted_by_id__isnull=False) & ~Q(lifted_reason=""),
                name="sanction_lifted_with_reason",
            ),
        )
        indexes = (
            models.Index(fields=["business_no", "until_on"], name="sanction_by_business"),
            models.Index(fields=["owner_key"], condition=~Q(owner_key=""), name="sanction_by_owner"),
            models.Index(fields=["programme", "until_on", "id"], name="sanction_by_programme"),
        )
        triggers = (
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(
                    "programme", "scope", "cause", "business_no", "ground", "from_on", "until_on",
                    "imposed_by_id",
                ),
            ),
            pgtrigger.Protect(
                name="lifted_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.lifted_at IS NOT NULL AND NEW.lifted_at IS DISTINCT FROM OLD.lifted_at"
                ),
            ),
        )  # fmt: skip
