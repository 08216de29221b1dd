"""Review: when a stage is scored, who scores whom, conflicts of interest, and score sheets."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.staff_conflicts import staff_reach
from dure.domains.events.history import with_history
from dure.domains.review.asking import Expertise as Expertise
from dure.domains.review.asking import RecusalRequest as RecusalRequest
from dure.domains.review.results import RoundResult as RoundResult
from dure.domains.review.states import ASSIGNMENT_STATES, SCORING_STATES, SHEET_STATES, UPLOAD_STATES


class WindowQuerySet(models.QuerySet["ScoringWindow"]):
    def visible_to(self, _actor: SignedActor) -> WindowQuerySet:
        """Whether a stage is being scored is nobody's secret."""
        return self


class ScoringWindow(models.Model):
    """When a stage is scored: from its opening until its selection is proposed."""

    programme = models.CharField(max_length=60)
    stage = models.CharField(max_length=40)
    state = models.CharField(max_length=10, default="open")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    objects = WindowQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["programme", "stage"], name="scoring_window_once"),
            models.CheckConstraint(
                condition=models.Q(state="open", closed_at__isnull=True)
                | models.Q(state="closed", closed_at__isnull=False),
                name="scoring_window_closed_at",
            ),
        )
        triggers = (SCORING_STATES.trigger(), pgtrigger.Protect(name="kept", operation=pgtrigger.Delete))


def _within_reach(actor: SignedActor) -> models.Q:
    return staff_reach(actor, "executor__in", "application_id", "application__merchant_id")


class EntrantQuerySet(models.QuerySet["Entrant"]):
    def visible_to(self, actor: SignedActor) -> EntrantQuerySet:
        """Officers see those of their programmes, executors' staff those of their executor.

        Staff do not see whom they have a conflict of interest with. Reviewers see theirs through
        :class:`Assignment`.
        """
        return self.filter(actor.scope("programme", "officer", "ministry") | _within_reach(actor))


class Entrant(models.Model):
    """One application that is scored at one stage, for one executor.

    At the first stage those accepted, once for each executor that they chose; later whoever holds a place at
    the stage before, for the executor where it is held.
    """

    programme = models.CharField(max_length=60)
    stage = models.CharField(max_length=40)
    application = models.ForeignKey("applications.Application", on_delete=models.PROTECT, related_name="+")
    executor = models.CharField(max_length=40)
    entered_at = models.DateTimeField()

    objects = EntrantQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["stage", "application", "executor"], name="entrant_once"),
        )
        indexes = (
            models.Index(
                fields=["programme", "stage", "executor", "application"], name="entrant_by_executor"
            ),
        )


class PanelMember(models.Model):
    """Somebody sits on the panel of a round of review, from an instant on; ``until`` is set when it ends."""

    programme = models.CharField(max_length=60)
    round = models.CharField(max_length=40)
    reviewer = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["programme", "round", "reviewer"],
                condition=models.Q(until__isnull=True),
                name="panel_member_once",
            ),
        )


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def visible_to(self, actor: SignedActor) -> AssignmentQuerySet:
        """Officers see their programmes'; reviewers what is theirs and where they said to have no conflict.

        What waits for that word is :meth:`to_declare_by`: of it a reviewer learns who it is, and no more.
        """
        declared = models.Q(declared_at__isnull=False) & _assigned_to(actor)
        return self.filter(actor.scope("programme", "officer", "ministry") | declared)

    def to_declare_by(self, actor: SignedActor) -> AssignmentQuerySet:
        """Return what somebody must declare conflicts about before seeing it."""
        return self.of(actor).filter(declared_at__isnull=True)

    def of(self, actor: SignedActor) -> AssignmentQuerySet:
        """Return what is assigned to somebody and neither taken away nor in conflict."""
        return self.filter(_assigned_to(actor))


def _assigned_to(actor: SignedActor) -> models.Q:
    theirs = models.Q(reviewer_id=actor.user_id, state__in=("assigned", "scored"))
    return theirs & actor.scope("programme", "reviewer")


class Assignment(models.Model):
    """One application to be scored by one reviewer in one round of review."""

    programme = models.CharField(max_length=60)
    round = models.CharField(max_length=40)
    """Id of the review round in the programme file."""
    application = models.ForeignKey("applications.Application", on_delete=models.PROTECT, related_name="+")
    reviewer = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, default="assigned")
    assigned_at = models.DateTimeField()
    declared_at = models.DateTimeField(null=True)
    """When the reviewer said to have no conflict here; before that the case is not shown."""
    override = models.CharField(max_length=300, blank=True, db_default="")
    """Why an officer assigned it by hand although a bound of the panel speaks against it."""
    reopening_asked_at = models.DateTimeField(null=True)
    reopening_reason = models.CharField(max_length=300, blank=True, db_default="")
    """When and why the reviewer asked to change what they submitted; empty again once it is given back."""

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["round", "application", "reviewer"], name="assignment_once"),
        )
        indexes = (
            models.Index(fields=["reviewer", "programme", "round", "id"], name="assignment_by_reviewer"),
            models.Index(fields=["programme", "round", "state", "id"], name="assignment_by_round"),
        )
        triggers = (ASSIGNMENT_STATES.trigger(),)


class ConflictDeclaration(models.Model):
    """A reviewer's word, before seeing any case of a round, on conflicts of interest (이해충돌 신고)."""

    programme = models.CharField(max_length=60)
    round = models.CharField(max_length=40)
    reviewer = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    conflicts = models.JSONField(default=list)
    """List of {application_id, relation}; empty: none. A relation is a code, never words about somebody."""
    seen = ArrayField(models.BigIntegerField(), default=list)
    """Ids of the applications that were shown, by name and region only, when it was declared."""
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["reviewer", "programme", "round", "-id"], name="conflict_newest"),)
        triggers = (pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),)


class SheetQuerySet(models.QuerySet["ScoreSheet"]):
    def visible_to(self, actor: SignedActor) -> SheetQuerySet:
        """Officers see those of their programmes, executors' staff their executor's, reviewers their own."""
        return self.filter(
            actor.scope("programme", "officer", "ministry")
            | (models.Q(reviewer_id=actor.user_id) & actor.scope("programme", "reviewer"))
            | _within_reach(actor)
        )


@with_history(without=("changed_at", "version"))
class ScoreSheet(models.Model):
    """Scores of one application at one stage, by an executor (``executor`` set) or by a reviewer of a panel.

    ``items`` are the criteria's scores of 0–100 in thousandths by criterion id; ``total`` is their weighted
    sum in thousandths, rounded half up. A sheet without a rubric has no items, and the total as given.
    """

    programme = models.CharField(max_length=60)
    stage = models.CharField(max_length=40)
    application = models.ForeignKey("applications.Application", on_delete=models.PROTECT, related_name="+")
    executor = models.CharField(max_length=40, blank=True)
    reviewer = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    """Who scored for a panel; empty for an executor, whose staff score together."""
    round = models.CharField(max_length=40, blank=True, default="", db_default="")
    """In which round of the stage a reviewer scored; empty in its first one, and of an executor."""
    items = models.JSONField(default=dict)
    total = models.IntegerField(null=True)
    comment = models.TextField(blank=True)
    remarks = models.JSONField(default=dict, db_default={})
    """What was said of single criteria, by criterion id."""
    state = models.CharField(max_length=10, default="draft")
    submitted_at = models.DateTimeField(null=True)
    """When it was last handed in; of what a spreadsheet brought it is not kept."""
    reopened_at = models.DateTimeField(null=True)
    """When an officer last gave it back to be changed."""
    scored_by_id = models.BigIntegerField(null=True)
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    """Counts the changes: a form that was opened before a colleague's change is refused."""

    objects = SheetQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["stage", "application", "executor", "reviewer", "round"],
                nulls_distinct=False,
                name="score_sheet_once",
            ),
            models.CheckConstraint(
                condition=models.Q(executor="", reviewer__isnull=False)
                | (~models.Q(executor="") & models.Q(reviewer__isnull=True)),
                name="score_sheet_of_executor_or_reviewer",
            ),
            models.CheckConstraint(
                condition=models.Q(total__isnull=True) | models.Q(total__gte=0, total__lte=100_000),
                name="score_sheet_total",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="submitted") | models.Q(total__isnull=False),
                name="score_sheet_submitted_whole",
            ),
        )
        indexes = (
            models.Index(fields=["programme", "stage", "executor", "state", "id"], name="sheet_by_executor"),
        )
        triggers = (SHEET_STATES.trigger(),)


class UploadQuerySet(models.QuerySet["ScoreUpload"]):
    def visible_to(self, actor: SignedActor) -> UploadQuerySet:
        """Executors' staff see those of their executor."""
        return self.filter(actor.at_executors("executor__in", "programme"))


class ScoreUpload(models.Model):
    """A spreadsheet of an executor's scores: checked first, then taken over in one act."""

    programme = models.CharField(max_length=60)
    stage = models.CharField(max_length=40)
    executor = models.CharField(max_length=40)
    file = models.ForeignKey("uploads.StoredFile", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, default="checked")
    counts = models.JSONField(default=dict)
    """How many rows: new, changed, same, empty, faulty."""
    problems = models.JSONField(default=list)
    """The first problems as data (code, message, parameters)."""
    problem_count = models.PositiveIntegerField(default=0)
    base = models.CharField(max_length=64, blank=True)
    """Hash of the scores that stood when it was checked: what was shown is what is taken over."""
    made_by_id = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        indexes = (models.Index(fields=["programme", "stage", "executor", "-id"], name="upload_by_executor"),)
        triggers = (UPLOAD_STATES.trigger(), pgtrigger.Protect(name="kept", operation=pgtrigger.Delete))
