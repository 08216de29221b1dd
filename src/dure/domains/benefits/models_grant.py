"""What was granted to whom by which file, and the acts that granted it."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q

from dure.domains.accounts.actors import NOTHING, SignedActor
from dure.domains.accounts.models import PROVIDER_ROLES
from dure.domains.applications.queries import applications_of
from dure.domains.applications.staff_conflicts import staff_reach
from dure.domains.benefits.states import GRANT_STATES
from dure.domains.events.history import with_history

KINDS = (
    "subsidy", "voucher_credit", "service", "course", "booking", "placement", "finance", "equipment",
    "designation", "fee_relief", "data_service",
)  # fmt: skip


def of_own_providers(actor: SignedActor, column: str) -> Q:
    """Return the condition that a column is the code of an organisation for which a provider acts."""
    found = NOTHING
    for role, code, programme in actor.held:
        if role in PROVIDER_ROLES and programme == "":
            found |= Q(**{column: code})
    return found


class GrantQuerySet(models.QuerySet["Grant"]):
    def visible_to(self, actor: SignedActor) -> GrantQuerySet:
        """Officers, the ministry and accountants see their programmes'; merchants their own.

        Staff of executors see those placed with theirs, but for those with whom they have a conflict of
        interest; providers those that are given to them to carry out.
        """
        if actor.user_id is None:
            return self.none()
        return self.filter(
            actor.scope("programme", "officer", "ministry", "accountant")
            | Q(application_id__in=applications_of(actor))
            | staff_reach(
                actor, "executor__in", "application_id", "application__merchant_id", programme="programme"
            )
            | of_own_providers(actor, "provider")
        )


@with_history()
class Grant(models.Model):
    """A benefit of the file that one application was granted (지원 결정)."""

    programme = models.CharField(max_length=60)
    benefit = models.CharField(max_length=40)
    kind = models.CharField(max_length=20)
    application = models.ForeignKey("applications.Application", on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey("programmes.ProgrammeVersion", on_delete=models.PROTECT, related_name="+")
    """The file by which it was granted."""
    run = models.ForeignKey("benefits.GrantRun", on_delete=models.PROTECT, related_name="grants")
    stage = models.CharField(max_length=40, blank=True)
    """Where its place is; empty: granted by the way of a diagnosis."""
    executor = models.CharField(max_length=40, blank=True)
    provider = models.CharField(max_length=40, blank=True)
    """The organisation that carries it out, where that is no executor."""
    fund = models.CharField(max_length=40, blank=True)
    """Empty: no fund pays, and the amount is what it is worth."""
    line = models.CharField(max_length=40, blank=True)
    year = models.PositiveSmallIntegerField(default=0)
    won = models.BigIntegerField(default=0)
    units = models.PositiveIntegerField(null=True)
    """How many sessions, lessons, hours, devices; empty: not counted."""
    returned_won = models.BigIntegerField(default=0)
    """What went back to the line because it was not used."""
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    """The first day on which it is good no more; empty: without end."""
    state = models.CharField(max_length=12, default="granted")
    granted_by_id = models.BigIntegerField()
    granted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=12, blank=True)
    """officer, place_lost, expired, closed."""
    end_note = models.TextField(blank=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["programme", "benefit", "application"],
                condition=~Q(state="cancelled"),
                name="grant_once",
            ),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="grant_kind"),
            models.CheckConstraint(
                condition=Q(won__gte=0, returned_won__gte=0, returned_won__lte=F("won")), name="grant_won"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")), name="grant_period"
            ),
        )
        indexes = (
            models.Index(fields=["programme", "benefit", "granted_at", "id"], name="grant_by_benefit"),
            models.Index(fields=["programme", "benefit", "state", "granted_at", "id"], name="grant_by_state"),
            models.Index(fields=["application", "id"], name="grant_by_application"),
            models.Index(fields=["executor", "programme", "granted_at", "id"], name="grant_by_executor"),
            models.Index(
                fields=["provider", "granted_at", "id"], condition=~Q(provider=""), name="grant_by_provider"
            ),
            models.Index(
                fields=["ends_on", "id"],
                condition=Q(state__in=("granted", "in_use"), ends_on__isnull=False),
                name="grant_by_end",
            ),
        )
        triggers = (
            GRANT_STATES.trigger(),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(
                    "programme", "benefit", "kind", "application", "version", "run", "stage", "fund", "line",
                    "year", "won", "granted_by_id", "granted_at",
                ),
            ),
        )  # fmt: skip


class GrantRunQuerySet(models.QuerySet["GrantRun"]):
    def visible_to(self, actor: SignedActor) -> GrantRunQuerySet:
        """Officers, the ministry and accountants see those of their programmes."""
        return self.filter(actor.scope("programme", "officer", "ministry", "accountant"))


class GrantRun(models.Model):
    """One act that granted a benefit to all who could have it, and what came of the others; never changed."""

    programme = models.CharField(max_length=60)
    benefit = models.CharField(max_length=40)
    stage = models.CharField(max_length=40, blank=True)
    fund = models.CharField(max_length=40, blank=True)
    line = models.CharField(max_length=40, blank=True)
    year = models.PositiveSmallIntegerField(default=0)
    each_won = models.BigIntegerField()
    granted = models.PositiveIntegerField()
    won = models.BigIntegerField()
    by_source = models.JSONField()
    seed = models.CharField(max_length=120, blank=True)
    """By which scarce places were drawn: whoever has it can repeat the draw."""
    left_out = models.JSONField()
    """(application, why) of everybody else: codes of ``engine.benefits.granting``."""
    fingerprint = models.CharField(max_length=32)
    reason = models.TextField()
    made_by_id = models.BigIntegerField()
    made_at = models.DateTimeField()

    objects = GrantRunQuerySet.as_manager()

    class Meta:
        indexes = (models.Index(fields=["programme", "benefit", "id"], name="grant_run_by_benefit"),)
        triggers = (pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),)
