"""Applications to a programme: the draft, what was handed in, its documents, verdicts and supplements."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.models_choosing import (
    ChoiceWindow as ChoiceWindow,
)
from dure.domains.applications.staff_conflicts import StaffConflict as StaffConflict
from dure.domains.applications.staff_conflicts import StaffDeclaration as StaffDeclaration
from dure.domains.applications.staff_conflicts import staff_reach
from dure.domains.applications.states import (
    APPLICATION_STATES,
    DOCUMENT_STATES,
    IMPORT_STATES,
    NOMINATION_STATES,
    SUPPLEMENT_STATES,
)
from dure.domains.events.history import with_history
from dure.domains.merchants.queries import merchants_of

IN_PROCESS = ("submitted", "supplementing", "accepted", "refused")
"""States of an application that was handed in and not withdrawn."""


class ApplicationQuerySet(models.QuerySet["Application"]):
    def visible_to(self, actor: SignedActor) -> ApplicationQuerySet:
        """Officers and the ministry see what was handed in, executors' staff what chose them.

        Both only of the programmes that their role is for, staff nothing of those with whom they have a
        conflict of interest. People see their own. Reviewers see what is
        assigned to them through ``dure.domains.review``.
        """
        if actor.user_id is None:
            return self.none()
        own = models.Q(merchant_id__in=merchants_of(actor))
        handed_in = ~models.Q(state__in=("draft", "discarded"))
        chosen = staff_reach(actor, "choices__overlap")
        return self.filter(
            own
            | (handed_in & actor.scope("programme", "officer", "ministry"))
            | (models.Q(state__in=IN_PROCESS) & chosen)
        )

    def handed_in_to(self, actor: SignedActor) -> ApplicationQuerySet:
        """Return what an actor sees of what was handed in.

        Officers and the ministry of all programmes see all of it, so that it need not be asked for whom they
        act themselves.
        """
        seen = self if actor.may_in("", "officer", "ministry") else self.visible_to(actor)
        return seen.filter(application_no__isnull=False).exclude(state__in=("draft", "discarded"))


@with_history(without=("search", "draft", "changed_at", "origins"))
class Application(models.Model):
    """One merchant's application to one programme.

    ``facts`` is the profile as it was when it was handed in (a row of the engine with companions), and with
    ``answers`` and ``choices`` what decisions are made from; each change leaves a :class:`Revision`.
    """

    programme = models.CharField(max_length=60)
    version = models.ForeignKey("programmes.ProgrammeVersion", on_delete=models.PROTECT, related_name="+")
    """The version of the programme file under which it was handed in."""
    merchant = models.ForeignKey("merchants.Merchant", on_delete=models.PROTECT, related_name="+")
    application_no = models.CharField(max_length=80, null=True, unique=True)
    """The receipt number (접수번호), given when it is handed in."""
    entry = models.CharField(max_length=12, default="application")
    """application, nomination, import."""
    state = models.CharField(max_length=14, default="draft")
    choices = ArrayField(models.CharField(max_length=40), default=list)
    """Executor ids, best first."""
    answers = models.JSONField(default=dict)
    """Answers to the call's own questions, by question id."""
    facts = models.JSONField(null=True)
    origins = models.JSONField(default=dict, db_default={})
    """Where each fact came from and when, as it was when it was handed in."""
    name = models.CharField(max_length=200, blank=True)
    region = models.CharField(max_length=10, null=True)
    ksic = models.CharField(max_length=5, null=True)
    """Name, region and industry as handed in: what lists show and filter by."""
    search = models.TextField(blank=True)
    verdict = models.CharField(max_length=10, null=True)
    """The newest verdict: eligible, ineligible, unknown; empty before screening."""
    made_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=0)
    """How often it was handed in or changed since."""
    draft = models.JSONField(default=dict)
    """What was typed and is not checked yet, by step; empty once it is handed in."""
    checked_at = models.DateTimeField(null=True)
    checked_by_id = models.BigIntegerField(null=True)
    """When and by whom it was accepted or refused at the document check; empty again once it is reopened."""
    refusal_rules = ArrayField(models.CharField(max_length=40), default=list)
    refusal_reason = models.TextField(blank=True)
    """Why it was refused, as told to the applicant: rules that it does not meet, and words."""
    object_until = models.DateField(null=True)
    """The last day to object to the refusal, as told; empty where the call gives no such right."""

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["programme", "merchant"],
                condition=~models.Q(state__in=("withdrawn", "discarded")),
                name="application_one_alive",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=("draft", "discarded"))
                | models.Q(application_no__isnull=False, submitted_at__isnull=False, facts__isnull=False),
                name="application_handed_in_whole",
            ),
        )
        indexes = (
            models.Index(fields=["programme", "state", "application_no", "id"], name="application_by_state"),
            # Filters and counts read nothing else: a rare filter is answered from the index alone.
            models.Index(
                fields=["programme", "application_no", "id"],
                include=[
                    "state",
                    "verdict",
                    "entry",
                    "region",
                    "ksic",
                    "choices",
                    "merchant",
                    "submitted_at",
                ],
                name="application_by_no",
            ),
            models.Index(
                fields=["programme", "state", "verdict"],
                condition=models.Q(application_no__isnull=False),
                name="application_counted",
            ),
            models.Index(fields=["programme", "submitted_at", "id"], name="application_by_time"),
            models.Index(fields=["merchant", "-id"], name="application_by_merchant"),
            GinIndex(fields=["choices"], name="application_by_choice"),
            GinIndex(fields=["search"], name="application_search", opclasses=["gin_trgm_ops"]),
        )
        triggers = (
            APPLICATION_STATES.trigger(),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="number_kept",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__application_no__isnull=False)
                & pgtrigger.Q(old__application_no__df=pgtrigger.F("new__application_no")),
            ),
        )

    def __str__(self) -> str:
        return self.application_no or f"draft {self.pk}"


class Revision(models.Model):
    """An application as it was handed in or changed: never changed, so that the difference is kept."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    act = models.CharField(max_length=20)
    """submit, change, supplement, import, document (corrected by what an accepted one says)."""
    facts = models.JSONField()
    answers = models.JSONField()
    choices = ArrayField(models.CharField(max_length=40))
    made_by_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["application", "number"], name="revision_once"),)
        triggers = (pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),)


@with_history()
class ApplicationDocument(models.Model):
    """A document handed in with an application, or taken from a public register, and how it was checked."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="documents")
    document = models.CharField(max_length=40)
    """Its id in the programme file."""
    file = models.ForeignKey("uploads.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    """Empty where it is taken from the register."""
    issued_on = models.DateField(null=True)
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    state = models.CharField(max_length=10, default="handed_in")
    note = models.TextField(blank=True)
    """Why it was refused, or what should be known: told to the applicant."""
    speaks_against = models.BooleanField(default=False, db_default=False)
    """It was accepted, and by what it says the rule that it would answer is not met: it answers nothing."""
    handed_in_at = models.DateTimeField()
    checked_by_id = models.BigIntegerField(null=True)
    checked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["application", "document"],
                condition=~models.Q(state="replaced"),
                name="application_document_once",
            ),
        )
        indexes = (
            models.Index(
                fields=["application"],
                condition=models.Q(state="handed_in"),
                name="application_document_waiting",
            ),
            models.Index(
                fields=["application"],
                condition=models.Q(state="refused"),
                name="application_document_refused",
            ),
            models.Index(
                fields=["application"],
                condition=models.Q(state="accepted"),
                name="application_document_good",
            ),
        )
        triggers = (DOCUMENT_STATES.trigger(),)


class Screening(models.Model):
    """One screening of all applications of a programme in one act."""

    programme = models.CharField(max_length=60)
    version = models.ForeignKey("programmes.ProgrammeVersion", on_delete=models.PROTECT, related_name="+")
    as_of = models.DateField()
    law = models.CharField(max_length=64, default="")
    """The version of the law tables that judged (``law_version()``); empty where it was not kept yet."""
    at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True)
    counts = models.JSONField(default=dict)


class Verdict(models.Model):
    """What a screening, or the check of one application, said of it; never changed."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="verdicts")
    screening = models.ForeignKey(Screening, on_delete=models.PROTECT, null=True, related_name="verdicts")
    """Empty where one application was judged alone."""
    revision = models.PositiveIntegerField()
    verdict = models.CharField(max_length=10)
    failed_rules = ArrayField(models.CharField(max_length=40), default=list)
    unknown_rules = ArrayField(models.CharField(max_length=40), default=list)
    missing_fields = ArrayField(models.CharField(max_length=80), default=list)
    overridden_rules = ArrayField(models.CharField(max_length=40), default=list)
    """Rules that an accepted document answers, whatever the figures say."""
    given = models.JSONField(default=dict, db_default={})
    """What was known of earlier support, by the column that the rules read; null: not known."""
    programme_hash = models.CharField(max_length=64, default="", db_default="")
    as_of = models.DateField(null=True)
    law = models.CharField(max_length=64, default="", db_default="")
    """By which programme file, which day's law and which version of the law tables; empty in old verdicts."""
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["application", "-id"], name="verdict_newest"),)
        triggers = (pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),)


class Supplement(models.Model):
    """What an officer asked to be mended (보완요청): only the named things reopen, until ``due_at``."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="supplements")
    items = models.JSONField()
    """List of {kind: fact|answer|document|choices, name, note}."""
    state = models.CharField(max_length=10, default="open")
    asked_by_id = models.BigIntegerField(null=True)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    difference = models.JSONField(null=True)
    """{kind.name: [before, after]} of what was changed."""

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["application"], condition=models.Q(state="open"), name="supplement_one_open"
            ),
        )
        indexes = (models.Index(fields=["state", "due_at", "id"], name="supplement_by_due"),)
        triggers = (SUPPLEMENT_STATES.trigger(),)


class Nomination(models.Model):
    """A merchandiser names a promising merchant (발굴·추천); the merchant confirms and completes it."""

    programme = models.CharField(max_length=60)
    executor = models.CharField(max_length=40)
    merchant = models.ForeignKey("merchants.Merchant", on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    state = models.CharField(max_length=10, default="open")
    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, null=True, related_name="nominations"
    )
    nominated_by_id = models.BigIntegerField(null=True)
    nominated_at = models.DateTimeField()
    token_hash = models.CharField(max_length=64, unique=True)
    """SHA-256 of the secret in the letter that invites the merchant."""
    place = models.PositiveIntegerField(null=True)
    """Where the executor puts it among its own, from 1; empty: behind those that have a place."""
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["programme", "executor", "merchant"],
                condition=models.Q(state__in=("open", "confirmed")),
                name="nomination_once",
            ),
        )
        indexes = (models.Index(fields=["programme", "executor", "-id"], name="nomination_by_executor"),)
        triggers = (NOMINATION_STATES.trigger(),)


class ImportRunQuerySet(models.QuerySet["ImportRun"]):
    def visible_to(self, actor: SignedActor) -> ImportRunQuerySet:
        """Officers and the ministry see those of their programmes."""
        return self.filter(actor.scope("programme", "officer", "ministry"))


class ImportRun(models.Model):
    """A spreadsheet of applicants: checked first, then imported in one act."""

    programme = models.CharField(max_length=60)
    file = models.ForeignKey("uploads.StoredFile", on_delete=models.PROTECT, related_name="+")
    error_sheet = models.ForeignKey(
        "uploads.StoredFile", on_delete=models.PROTECT, null=True, related_name="+"
    )
    good_rows = models.ForeignKey("uploads.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    """The rows that are good, as the check read them; until they are imported."""
    sha256 = models.CharField(max_length=64, default="")
    """Of the file: the same file for the same programme is the same run, unless that was dropped."""
    state = models.CharField(max_length=10, default="checking")
    rows = models.PositiveIntegerField(null=True)
    good = models.PositiveIntegerField(null=True)
    new = models.PositiveIntegerField(null=True)
    """Good rows whose merchant has no live application yet: those that the import makes."""
    counts = models.JSONField(default=dict)
    """What else was counted: bad, standing, known, without_choices; by_fault; columns read and not read."""
    problems = models.JSONField(default=list)
    """The first problems as data (code, message, parameters)."""
    phase = models.CharField(max_length=12, default="")
    done_rows = models.PositiveIntegerField(default=0)
    """How far the check or the import is: shown as progress."""
    made_by_id = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["programme", "sha256"],
                condition=~models.Q(state="dropped") & ~models.Q(sha256=""),
                name="import_one_alive",
            ),
        )
        indexes = (models.Index(fields=["programme", "-id"], name="import_by_programme"),)
        triggers = (IMPORT_STATES.trigger(),)
