"""Programme files in the service: versions as uploaded, frozen when published."""

from __future__ import annotations

import pgtrigger
from django.db import models

from dure.domains.accounts.actors import SignedActor
from dure.domains.programmes.states import SIMULATION_STATES


class VersionState(models.TextChoices):
    DRAFT = "draft"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"


class VersionQuerySet(models.QuerySet["ProgrammeVersion"]):
    def visible_to(self, actor: SignedActor) -> VersionQuerySet:
        """Published versions are everybody's; drafts are seen by whoever runs or supervises the programme."""
        public = ~models.Q(state=VersionState.DRAFT)
        return self.filter(public | actor.scope("programme", "officer", "ministry"))


class ProgrammeVersion(models.Model):
    """One version of a programme file: the bytes as they came, and their hash."""

    programme = models.CharField(max_length=80)
    """The id in the file."""
    hash = models.CharField(max_length=64)
    raw = models.BinaryField()
    title_ko = models.CharField(max_length=400)
    title_en = models.CharField(max_length=400)
    state = models.CharField(max_length=12, choices=VersionState.choices, default=VersionState.DRAFT)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    uploaded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    executors_left = models.TextField(blank=True, default="", db_default="")
    """Executors that carry the programme out no more, and from which day on: ``pine=2025-05-02;…``.

    The bytes stay what they are. A version that says it itself follows; until then this counts.
    """

    objects = VersionQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["programme", "hash"], name="programme_version_once"),
            models.UniqueConstraint(
                fields=["programme"],
                condition=models.Q(state="published"),
                name="programme_one_published_version",
            ),
            models.CheckConstraint(
                condition=models.Q(state="draft") ^ models.Q(published_at__isnull=False),
                name="programme_published_at",
            ),
        )
        indexes = (models.Index(fields=["state", "opens_at", "id"], name="programme_by_opening"),)
        triggers = (
            # A version is its bytes: nobody changes them, in any state.
            pgtrigger.Protect(
                name="frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("programme", "hash", "raw", "uploaded_at"),
            ),
            pgtrigger.Protect(
                name="kept",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__state__in=["published", "superseded"]),
            ),
        )


class SimulationQuerySet(models.QuerySet["SimulationRun"]):
    def visible_to(self, actor: SignedActor) -> SimulationQuerySet:
        """Officers and the ministry see their programmes': there are counts in it, nothing about anybody."""
        return self.filter(actor.scope("version__programme", "officer", "ministry"))


class SimulationRun(models.Model):
    """A version simulated on a population; what was found is kept, the population is not."""

    version = models.ForeignKey(ProgrammeVersion, on_delete=models.CASCADE, related_name="simulations")
    against = models.ForeignKey(ProgrammeVersion, on_delete=models.PROTECT, null=True, related_name="+")
    """Another version of the programme, which it is compared with."""
    source = models.CharField(max_length=10)
    """upload, service (the merchants of the service) or synthetic."""
    name = models.CharField(max_length=200, blank=True)
    """The name of the uploaded file."""
    seed = models.BigIntegerField(null=True)
    state = models.CharField(max_length=10, default="waiting")
    rows = models.PositiveIntegerField(null=True)
    phase = models.CharField(max_length=12, default="")
    done_rows = models.PositiveIntegerField(default=0)
    """How many merchants are drawn: shown as progress."""
    result = models.JSONField(null=True)
    """What ``dure.engine.simulation.plain`` makes."""
    problems = models.JSONField(default=list)
    asked_by_id = models.BigIntegerField(null=True)
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    objects = SimulationQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state="done") ^ models.Q(result__isnull=True), name="simulation_result"
            ),
            models.CheckConstraint(
                condition=models.Q(source="synthetic") ^ models.Q(seed__isnull=True), name="simulation_seed"
            ),
        )
        indexes = (models.Index(fields=["version", "-id"], name="simulation_by_version"),)
        triggers = (SIMULATION_STATES.trigger(),)
