"""Diagnosis (진단): sheets of the forms of a programme, filled in by merchants and by experts, in rounds."""

from __future__ import annotations

import pgtrigger
from django.db import models

from dure.domains.accounts.actors import NOTHING, SignedActor
from dure.domains.diagnosis.outside import kept_from, matched_with
from dure.domains.diagnosis.states import DIAGNOSIS_STATES
from dure.domains.events.history import with_history
from dure.domains.merchants.queries import merchants_of

MERCHANT, EXPERT = "merchant", "expert"


class RoundQuerySet(models.QuerySet["DiagnosisRound"]):
    def visible_to(self, _actor: SignedActor) -> RoundQuerySet:
        """That a form is filled in again is nobody's secret."""
        return self


class DiagnosisRound(models.Model):
    """A form is filled in again from an instant on, after help (재진단); the first round has no row."""

    programme = models.CharField(max_length=60)
    form = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    opened_at = models.DateTimeField()
    opened_by_id = models.BigIntegerField(null=True)

    objects = RoundQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["programme", "form", "number"], name="diagnosis_round_once"),
            models.CheckConstraint(condition=models.Q(number__gte=2), name="diagnosis_round_after_first"),
        )
        triggers = (pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),)


class SheetQuerySet(models.QuerySet["DiagnosisSheet"]):
    def visible_to(self, actor: SignedActor) -> SheetQuerySet:
        """Officers and the ministry see those of their programmes, people those of their merchants.

        Of an expert's sheet the merchant sees what was handed in. An expert sees the own sheets, and the
        merchant's once the own one of that round is handed in: so that the one does not colour the other; of
        a merchant with whom they conflict they see none.
        """
        if actor.user_id is None:
            return self.none()
        own = models.Q(application__merchant_id__in=merchants_of(actor))
        told = models.Q(filled_by=MERCHANT) | models.Q(state="handed_in")
        mine = models.Q(expert_id=actor.user_id) & ~models.Q(state="dropped")
        done = DiagnosisSheet.objects.filter(
            application=models.OuterRef("application"),
            form=models.OuterRef("form"),
            round=models.OuterRef("round"),
            filled_by=EXPERT,
            expert_id=actor.user_id,
            state="handed_in",
        )
        beside = models.Q(models.Exists(done), state="handed_in", filled_by=MERCHANT)
        # Whether one may still diagnose is asked once for both: each asking looks through four tables.
        expert = (mine | beside) & _as_expert(actor)
        return self.filter(actor.scope("programme", "officer", "ministry") | (own & told) | expert)

    def of_expert(self, actor: SignedActor) -> SheetQuerySet:
        """Return the sheets that somebody is to fill in, or has, as an expert."""
        return self.filter(_as_expert(actor), expert_id=actor.user_id).exclude(state="dropped")

    def alive(self) -> SheetQuerySet:
        """Return the sheets that were not dropped."""
        return self.exclude(state="dropped")


def _as_expert(actor: SignedActor) -> models.Q:
    """Return the condition that somebody may still diagnose an application: by a role, or by a match.

    Whoever comes to conflict with its merchant may not.
    """
    if not actor.has("reviewer", "executor_staff", "consultant"):
        return NOTHING
    able = (
        actor.scope("programme", "reviewer")
        | actor.at_executors("application__choices__overlap", "programme")
        | matched_with(actor, "application_id")
    )
    return able & ~kept_from(actor, "application_id", "application__merchant_id")


@with_history(without=("typed", "changed_at"))
class DiagnosisSheet(models.Model):
    """One form about one application, filled in by the merchant or by one expert, in one round.

    ``typed`` is what was typed and is not checked yet; ``answers`` what was handed in, by item, only of items
    that are asked. Score and level follow from them by ``dure.engine.diagnosis``: they are kept so that lists
    and rules need not calculate. A score that is not known yet lies between its two values.
    """

    programme = models.CharField(max_length=60)
    version = models.ForeignKey("programmes.ProgrammeVersion", on_delete=models.PROTECT, related_name="+")
    """The version of the programme file whose form it is."""
    form = models.CharField(max_length=40)
    form_hash = models.CharField(max_length=64)
    """SHA-256 of the form's canonical JSON: the same in versions of the file that left it as it was."""
    application = models.ForeignKey("applications.Application", on_delete=models.PROTECT, related_name="+")
    filled_by = models.CharField(max_length=10)
    """merchant or expert."""
    round = models.PositiveIntegerField(default=1)
    expert = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, default="draft")
    typed = models.JSONField(default=dict)
    answers = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    """The revision of the application whose facts conditions read."""
    score_low = models.PositiveIntegerField(null=True)
    score_high = models.PositiveIntegerField(null=True)
    """In thousandths of a point; empty while it is a draft, and where nothing in it is asked."""
    level = models.CharField(max_length=40, blank=True)
    counts = models.BooleanField(default=False)
    """Whether it gives the level of its form: of the newest round handed in, the expert's first."""
    visited_on = models.DateField(null=True)
    note = models.TextField(blank=True)
    """What the expert says to the merchant."""
    begun_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    handed_in_at = models.DateTimeField(null=True)
    handed_in_by_id = models.BigIntegerField(null=True)

    objects = SheetQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["application", "form", "filled_by", "round"],
                condition=~models.Q(state="dropped"),
                name="diagnosis_sheet_once",
            ),
            models.UniqueConstraint(
                fields=["application", "form"],
                condition=models.Q(counts=True),
                name="diagnosis_sheet_counts_once",
            ),
            models.CheckConstraint(
                condition=models.Q(filled_by=MERCHANT, expert__isnull=True)
                | models.Q(filled_by=EXPERT, expert__isnull=False),
                name="diagnosis_sheet_of_merchant_or_expert",
            ),
            models.CheckConstraint(
                condition=models.Q(counts=False) | models.Q(state="handed_in"),
                name="diagnosis_sheet_counts_when_handed_in",
            ),
            models.CheckConstraint(
                condition=models.Q(score_low__isnull=True, score_high__isnull=True)
                | models.Q(score_low__lte=models.F("score_high"), score_high__lte=100_000),
                name="diagnosis_sheet_score",
            ),
        )
        indexes = (
            models.Index(
                fields=["programme", "form", "filled_by", "round", "state", "application"],
                name="diagnosis_by_state",
            ),
            models.Index(
                fields=["programme", "form", "level", "application"],
                condition=models.Q(counts=True),
                name="diagnosis_by_level",
            ),
            models.Index(fields=["expert", "state", "id"], name="diagnosis_by_expert"),
        )
        triggers = (
            DIAGNOSIS_STATES.trigger(),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
        )


class DiagnosisEvidence(models.Model):
    """A file put with an item of a sheet; one an item, the earlier ones are taken out."""

    sheet = models.ForeignKey(DiagnosisSheet, on_delete=models.PROTECT, related_name="evidence")
    item = models.CharField(max_length=40)
    file = models.ForeignKey("uploads.StoredFile", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    taken_out_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["sheet", "item"],
                condition=models.Q(taken_out_at__isnull=True),
                name="diagnosis_evidence_once",
            ),
        )
