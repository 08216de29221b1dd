"""Money that is taken back (환수): cases, what they are about, what was said, decided, and paid back.

Amounts stand in the ledger; how much of a debt is left stands in the register of debts of payments.
"""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.history import with_history
from dure.domains.payments.models_payee import own_payees
from dure.domains.privacy.encryption import EncryptedText
from dure.domains.recoveries.states import CASE_STATES, OBJECTION_STATES, PLAN_STATES, SHOWN_TO_PARTY

GROUNDS = ("false_claim", "misuse", "breach", "not_qualified", "overpaid", "other")
"""The first four are those of the law for a surcharge; see ``engine/law/sanctions.py``."""
SCOPES = ("", "programme", "all")
FILE_KINDS = ("evidence", "statement")
DECIDED = ("decided", "settled", "written_off", "reversed")


def seen_by(actor: SignedActor, to: str) -> Q:
    """Return the condition that a case is of an actor's programmes, or told to a payee that they act for."""
    staff = actor.scope(f"{to}programme", "officer", "ministry", "accountant")
    told = Q(**{f"{to}noticed_at__isnull": False, f"{to}state__in": SHOWN_TO_PARTY})
    return staff | (own_payees(actor, f"{to}payee__") & told)


class OfCase(models.QuerySet[Any]):
    to = "case__"
    """The way from a row to its case."""

    def visible_to(self, actor: SignedActor) -> OfCase:
        """Staff see those of their programmes, the party what it was told."""
        return self.none() if actor.user_id is None else self.filter(seen_by(actor, self.to))


class CaseQuerySet(OfCase):
    to = ""


@with_history()
class RecoveryCase(models.Model):
    """A case in which something that was paid is taken back, or a business is banned, or both."""

    programme = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    """Counts within the programme."""
    payee = models.ForeignKey("payments.Payee", on_delete=models.PROTECT, related_name="+")
    business_no = models.CharField(max_length=10, blank=True)
    ground = models.CharField(max_length=20)
    basis = models.CharField(max_length=200)
    """The article of the law or the file, in words."""
    facts = EncryptedText()
    state = models.CharField(max_length=12, default="opened")
    paid_won = models.BigIntegerField(default=0)
    """What was paid of everything it is about."""
    involved = ArrayField(models.BigIntegerField(), default=list)
    """Who claimed, approved or paid: none of them decides."""
    opened_by_id = models.BigIntegerField()
    opened_at = models.DateTimeField()
    noticed_by_id = models.BigIntegerField(null=True)
    noticed_at = models.DateTimeField(null=True)
    answer_until = models.DateField(null=True)
    statement = EncryptedText(default="")
    answered_by_id = models.BigIntegerField(null=True)
    answered_at = models.DateTimeField(null=True)
    back_won = models.BigIntegerField(default=0)
    surcharge_won = models.BigIntegerField(default=0)
    considered = models.TextField(blank=True)
    """How what the party said was taken up; it is told."""
    decided_by_id = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    due_on = models.DateField(null=True)
    object_until = models.DateField(null=True)
    """Empty: the call gives no right to object."""
    ban_scope = models.CharField(max_length=10, blank=True)
    ban_until = models.DateField(null=True)
    write_off_by_id = models.BigIntegerField(null=True)
    write_off_at = models.DateTimeField(null=True)
    write_off_reason = models.TextField(blank=True)
    closed_by_id = models.BigIntegerField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_reason = models.TextField(blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["programme", "number"], name="recovery_number_once"),
            models.CheckConstraint(condition=Q(ground__in=GROUNDS), name="recovery_ground"),
            models.CheckConstraint(condition=Q(ban_scope__in=SCOPES), name="recovery_ban_scope"),
            models.CheckConstraint(
                condition=Q(back_won__gte=0, back_won__lte=F("paid_won"), surcharge_won__gte=0),
                name="recovery_never_more_than_paid",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=DECIDED)
                | Q(decided_by_id__isnull=False, decided_at__isnull=False, noticed_at__isnull=False)
                & ~Q(decided_by_id=F("opened_by_id"))
                & (Q(back_won=0) | Q(due_on__isnull=False))
                & (Q(back_won__gt=0) | Q(ban_until__isnull=False)),
                name="recovery_decided_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state="written_off")
                | Q(write_off_by_id__isnull=False, closed_by_id__isnull=False)
                & ~Q(write_off_by_id=F("closed_by_id")),
                name="recovery_written_off_by_two",
            ),
        )
        indexes = (
            models.Index(fields=["programme", "state", "id"], name="recovery_by_state"),
            models.Index(fields=["payee", "id"], name="recovery_by_payee"),
        )
        triggers = (
            CASE_STATES.trigger(),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(
                    "programme", "number", "payee", "ground", "basis", "paid_won", "involved",
                    "opened_by_id",
                ),
            ),
            pgtrigger.Protect(
                name="decided_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.decided_at IS NOT NULL AND (OLD.back_won, OLD.surcharge_won, OLD.decided_by_id,"
                    " OLD.due_on, OLD.ban_until) IS DISTINCT FROM (NEW.back_won, NEW.surcharge_won,"
                    " NEW.decided_by_id, NEW.due_on, NEW.ban_until)"
                ),
            ),
        )  # fmt: skip

    @property
    def cause(self) -> str:
        """By what debts, bans and notices name it."""
        return f"recovery/{self.pk}"


class CaseItem(models.Model):
    """Something paid that a case is about; it stands in one case at a time."""

    case = models.ForeignKey(RecoveryCase, on_delete=models.PROTECT, related_name="items")
    cause = models.CharField(max_length=120)
    """What it was paid for, as ``claim-line/12``."""
    what = models.CharField(max_length=200)
    won = models.BigIntegerField()
    fund = models.CharField(max_length=40)
    legs = models.JSONField()
    """(account on which it was spent, won) for each source, as it was drawn."""
    alive = models.BooleanField(default=True)
    """False once the case was dropped or reversed: it may stand in another one then."""

    objects = OfCase.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["cause"], condition=Q(alive=True), name="recovery_item_once"),
            models.CheckConstraint(condition=Q(won__gt=0), name="recovery_item_won"),
        )
        triggers = (
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("case", "cause", "what", "won", "fund", "legs"),
            ),
        )


class CaseFile(models.Model):
    """A file of a case: evidence of the facts, or what the party handed in."""

    case = models.ForeignKey(RecoveryCase, on_delete=models.PROTECT, related_name="files")
    kind = models.CharField(max_length=10)
    file = models.ForeignKey("uploads.StoredFile", on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    put_by_id = models.BigIntegerField()
    put_at = models.DateTimeField()

    objects = OfCase.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["case", "kind", "digest"], name="recovery_file_once"),
            models.CheckConstraint(condition=Q(kind__in=FILE_KINDS), name="recovery_file_kind"),
        )
        triggers = (pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),)


@with_history()
class InstalmentPlan(models.Model):
    """Instalments that the party asked for (분할납부), and what an officer said."""

    case = models.ForeignKey(RecoveryCase, on_delete=models.PROTECT, related_name="plans")
    count = models.PositiveSmallIntegerField()
    first_on = models.DateField()
    reason = models.TextField()
    state = models.CharField(max_length=10, default="asked")
    rows = models.JSONField(default=list)
    """(number, due day, won, won of interest) of each, once it is approved."""
    asked_by_id = models.BigIntegerField()
    asked_at = models.DateTimeField()
    decided_by_id = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    revoked_on = models.DateField(null=True)

    objects = OfCase.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["case"], condition=Q(state__in=("asked", "approved")), name="instalment_plan_one"
            ),
            models.CheckConstraint(
                condition=~Q(state="revoked") | Q(revoked_on__isnull=False), name="instalment_plan_revoked"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("approved", "refused"))
                | Q(decided_by_id__isnull=False) & ~Q(decided_by_id=F("asked_by_id")),
                name="instalment_plan_two_people",
            ),
        )
        triggers = (
            PLAN_STATES.trigger(),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("case", "count", "first_on", "asked_by_id"),
            ),
        )


class Dunning(models.Model):
    """A reminder that something is late (독촉)."""

    case = models.ForeignKey(RecoveryCase, on_delete=models.PROTECT, related_name="dunnings")
    number = models.PositiveSmallIntegerField()
    late_won = models.BigIntegerField()
    interest_won = models.BigIntegerField()
    on = models.DateField()
    by_id = models.BigIntegerField()
    at = models.DateTimeField()

    objects = OfCase.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["case", "number"], name="dunning_number_once"),
            models.UniqueConstraint(fields=["case", "on"], name="dunning_once_a_day"),
        )
        triggers = (pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),)


@with_history()
class RecoveryObjection(models.Model):
    """What the party has against a decision (이의신청); granted, the decision is undone."""

    case = models.OneToOneField(RecoveryCase, on_delete=models.PROTECT, related_name="objection")
    grounds = EncryptedText()
    state = models.CharField(max_length=10, default="filed")
    filed_by_id = models.BigIntegerField()
    filed_at = models.DateTimeField()
    due_on = models.DateField()
    """The last day to answer it."""
    answer = models.TextField(blank=True)
    answered_by_id = models.BigIntegerField(null=True)
    answered_at = models.DateTimeField(null=True)

    objects = OfCase.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~Q(state__in=("granted", "dismissed"))
                | Q(answered_by_id__isnull=False) & ~Q(answered_by_id=F("filed_by_id")) & ~Q(answer=""),
                name="recovery_objection_answered",
            ),
        )
        triggers = (
            OBJECTION_STATES.trigger(),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
        )
