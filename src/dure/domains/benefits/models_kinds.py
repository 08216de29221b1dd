"""What each kind of grant has beside it: uses, devices with their proofs, certificates."""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.db import models
from django.db.models import F, Q

from dure.domains.accounts.actors import SignedActor
from dure.domains.benefits.models_grant import Grant
from dure.domains.benefits.states import CERTIFICATE_STATES, DEVICE_STATES, USE_STATES
from dure.domains.events.history import with_history

LIVE_DEVICES = ("installed", "accepted")


class OfGrant(models.QuerySet[Any]):
    def visible_to(self, actor: SignedActor) -> OfGrant:
        """Whoever sees the grant sees what stands beside it."""
        return self.filter(grant_id__in=Grant.objects.visible_to(actor).values("pk"))


@with_history()
class GrantUse(models.Model):
    """One use of a grant: a session, a lesson, hours at a place, days on show, what was given and valued."""

    grant = models.ForeignKey("benefits.Grant", on_delete=models.PROTECT, related_name="uses")
    number = models.PositiveIntegerField()
    planned_at = models.DateTimeField(null=True)
    used_on = models.DateField(null=True)
    units = models.PositiveIntegerField(default=1)
    """How many of the grant's units it is."""
    worth_won = models.BigIntegerField(null=True)
    """At what it is valued, where it is given in kind."""
    what = models.CharField(max_length=200, blank=True)
    basis = models.CharField(max_length=200, blank=True)
    """On what the value rests."""
    evidence = models.ForeignKey("uploads.StoredFile", on_delete=models.PROTECT, related_name="+", null=True)
    evidence_hash = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=12, default="planned")
    planned_by_id = models.BigIntegerField(null=True)
    reported_by_id = models.BigIntegerField(null=True)
    reported_at = models.DateTimeField(null=True)
    decided_by_id = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    made_at = models.DateTimeField()

    objects = OfGrant.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["grant", "number"], name="grant_use_once"),
            models.UniqueConstraint(
                fields=["evidence_hash"],
                condition=Q(state__in=("reported", "confirmed", "disputed")) & ~Q(evidence_hash=""),
                name="grant_use_evidence_once",
            ),
            models.CheckConstraint(condition=Q(units__gt=0), name="grant_use_units"),
            models.CheckConstraint(
                condition=~Q(state__in=("reported", "confirmed", "disputed"))
                | Q(used_on__isnull=False, reported_by_id__isnull=False),
                name="grant_use_told",
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed")
                | Q(decided_by_id__isnull=False) & ~Q(decided_by_id=F("reported_by_id")),
                name="grant_use_two_people",
            ),
        )
        indexes = (models.Index(fields=["grant", "state"], name="grant_use_by_state"),)
        triggers = (
            USE_STATES.trigger(),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="frozen", operation=pgtrigger.Update, condition=pgtrigger.AnyChange("grant", "number")
            ),
        )


@with_history()
class Device(models.Model):
    """A device that was installed, with its serial number and until when it must be used (의무사용기간)."""

    grant = models.ForeignKey("benefits.Grant", on_delete=models.PROTECT, related_name="devices")
    programme = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=100)
    serial = models.CharField(max_length=60)
    installed_on = models.DateField()
    use_until = models.DateField(null=True)
    """The first day on which it may be sold or taken away; empty: at once."""
    state = models.CharField(max_length=12, default="installed")
    told_by_id = models.BigIntegerField()
    told_at = models.DateTimeField()
    decided_by_id = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    removed_on = models.DateField(null=True)

    objects = OfGrant.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["grant", "number"], name="device_once"),
            models.UniqueConstraint(
                fields=["serial"], condition=Q(state__in=LIVE_DEVICES), name="device_serial_once"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("accepted", "refused", "removed"))
                | Q(decided_by_id__isnull=False) & ~Q(decided_by_id=F("told_by_id")),
                name="device_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(state="removed") | Q(removed_on__isnull=False), name="device_removed_on"
            ),
        )
        indexes = (models.Index(fields=["programme", "state", "id"], name="device_by_state"),)
        triggers = (
            DEVICE_STATES.trigger(),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("grant", "programme", "number"),
            ),
        )


class OfDevice(models.QuerySet[Any]):
    def visible_to(self, actor: SignedActor) -> OfDevice:
        """Whoever sees the grant sees the proofs of its devices."""
        return self.filter(device_id__in=Device.objects.visible_to(actor).values("pk"))


class DeviceProof(models.Model):
    """A file that proves that a device was installed or is used; never changed."""

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="proofs")
    proof = models.CharField(max_length=40)
    """The id of the proof in the file of the programme; empty where it names none."""
    file = models.ForeignKey("uploads.StoredFile", on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    put_by_id = models.BigIntegerField()
    put_at = models.DateTimeField()

    objects = OfDevice.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["sha256"], name="device_proof_file_once"),)
        indexes = (models.Index(fields=["device", "id"], name="device_proof_by_device"),)
        triggers = (pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),)


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def visible_to(self, actor: SignedActor) -> CertificateQuerySet:
        """Titles of public registers are everybody's; others are seen by whoever sees the grant."""
        listed = Q(public=True)
        if actor.user_id is None:
            return self.filter(listed)
        return self.filter(listed | Q(grant_id__in=Grant.objects.visible_to(actor).values("pk")))


@with_history()
class Certificate(models.Model):
    """A title (지정서): its number, its period, and the code by which anybody can verify it."""

    grant = models.ForeignKey("benefits.Grant", on_delete=models.PROTECT, related_name="certificates")
    programme = models.CharField(max_length=60)
    benefit = models.CharField(max_length=40)
    sequence = models.PositiveIntegerField()
    number = models.CharField(max_length=120, unique=True)
    code = models.CharField(max_length=24, unique=True)
    """Printed on it: whoever has it sees whether the title is in force."""
    name = models.CharField(max_length=200)
    """Of the business, as it was called when the title was given."""
    region = models.CharField(max_length=10, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    public = models.BooleanField()
    state = models.CharField(max_length=12, default="in_force")
    issued_by_id = models.BigIntegerField()
    issued_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    end_note = models.TextField(blank=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["programme", "benefit", "sequence"], name="certificate_once"),
            models.UniqueConstraint(
                fields=["grant"], condition=Q(state="in_force"), name="certificate_one_in_force"
            ),
        )
        indexes = (
            models.Index(
                fields=["name", "id"], condition=Q(public=True, state="in_force"), name="certificate_by_name"
            ),
            models.Index(
                fields=["programme", "benefit", "name", "id"],
                condition=Q(public=True, state="in_force"),
                name="certificate_by_title",
            ),
            models.Index(fields=["ends_on", "id"], condition=Q(state="in_force"), name="certificate_by_end"),
        )
        triggers = (
            CERTIFICATE_STATES.trigger(),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(
                    "grant", "programme", "benefit", "sequence", "number", "code", "starts_on", "ends_on"
                ),
            ),
        )
