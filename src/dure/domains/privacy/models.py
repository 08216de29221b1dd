"""Who looked at whose data, and what was agreed to: both only ever added to."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Protocol

import pgtrigger
from django.db import models

from dure.domains.events.act import Actor


class Looker(Actor, Protocol):
    """Who asks for a list: roles are a later subject's, and only for which programmes is asked."""

    def may_in(self, programme: str, *roles: str) -> bool: ...

    def scope(self, programme: str, *roles: str) -> models.Q: ...


class AccessKind(models.TextChoices):
    VIEW = "view"
    REVEAL = "reveal"
    DOWNLOAD = "download"
    CHANGE = "change"


class AccessQuerySet(models.QuerySet["AccessRecord"]):
    def visible_to(
        self, actor: Looker, own: Mapping[str, Collection[object]] | None = None
    ) -> AccessQuerySet:
        """Officers of all programmes see all, to check on everybody; people what others looked at of theirs.

        ``own`` are the ids of what is theirs by subject (merchant, application): later subjects know them.
        Their own account is theirs without being named; what they looked at themselves is not shown to
        them.
        """
        if actor.may_in("", "officer"):
            return self
        return self.of_person(actor, own or {})

    def of_person(self, actor: Looker, own: Mapping[str, Collection[object]]) -> AccessQuerySet:
        """Return what others looked at of a person's data, also where that person is an officer."""
        if actor.user_id is None:
            return self.none()
        theirs = models.Q(subject="user", subject_id=str(actor.user_id))
        for subject, ids in own.items():
            theirs |= models.Q(subject=subject, subject_id__in=[str(one) for one in ids])
        return self.filter(theirs).exclude(actor_id=actor.user_id)


class AccessRecord(models.Model):
    """One look at personal data: who, when, from where, whose, what was done, and why (접속기록).

    Source: 개인정보의 안전성 확보조치 기준 제8조. Kept at least as long as the dated parameter says.
    """

    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    role = models.CharField(max_length=40, blank=True)
    address = models.GenericIPAddressField(null=True)
    """From where."""
    kind = models.CharField(max_length=10, choices=AccessKind.choices)
    subject = models.CharField(max_length=40)
    """Whose: merchant, application, user."""
    subject_id = models.CharField(max_length=80, blank=True)
    """Empty where many were concerned; ``subjects`` says how many."""
    subjects = models.PositiveIntegerField(default=1)
    what = models.CharField(max_length=200)
    """Which page, file or fields; no personal data."""
    reason = models.TextField(blank=True)

    objects = AccessQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(kind="download") | ~models.Q(reason=""), name="access_download_has_reason"
            ),
        )
        indexes = (
            models.Index(fields=["-at", "-id"], name="access_by_time"),
            models.Index(fields=["subject", "subject_id", "-id"], name="access_by_subject"),
            models.Index(fields=["subject_id", "-id"], name="access_by_number"),
            models.Index(fields=["kind", "-id"], name="access_by_kind"),
            models.Index(fields=["actor_id", "-id"], name="access_by_actor"),
        )
        triggers = (pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),)


class ConsentQuerySet(models.QuerySet["Consent"]):
    def visible_to(self, actor: Actor, merchants: models.QuerySet[Any] | None = None) -> ConsentQuerySet:
        """People see what they answered, and all answers of the merchants that they act for.

        This subject knows no merchants: who asks brings them as ids or as a subquery of ids.
        """
        if actor.user_id is None:
            return self.none()
        own = models.Q(user_id=actor.user_id)
        return self.filter(own if merchants is None else own | models.Q(merchant_id__in=merchants))

    def newest(self) -> ConsentQuerySet:
        """Only the newest answer to each consent of a merchant to a programme: the one that counts."""
        # By when it was kept: the lock of whoever answers gives ids in the order of the answers.
        order = ("merchant_id", "programme", "consent", "-id")
        return self.order_by(*order).distinct("merchant_id", "programme", "consent")


class Consent(models.Model):
    """One answer to one consent; a withdrawal is a later answer. The newest counts."""

    user_id = models.BigIntegerField(null=True)
    merchant_id = models.BigIntegerField()
    programme = models.CharField(max_length=60)
    consent = models.CharField(max_length=40)
    """Its id in the programme file."""
    version_hash = models.CharField(max_length=64)
    """Hash of the programme file whose words were agreed to."""
    given = models.BooleanField()
    at = models.DateTimeField()

    objects = ConsentQuerySet.as_manager()

    class Meta:
        indexes = (
            models.Index(fields=["merchant_id", "programme", "consent", "-id"], name="consent_newest"),
        )
        triggers = (pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),)


class DestructionQuerySet(models.QuerySet["Destruction"]):
    def visible_to(self, actor: Looker) -> DestructionQuerySet:
        """Officers and the ministry see what was destroyed of their programmes."""
        return self.filter(actor.scope("programme", "officer", "ministry"))


class Destruction(models.Model):
    """That something was destroyed because its time was over (파기 기록): what, and how much of it."""

    programme = models.CharField(max_length=60, blank=True)
    """Id of the programme whose records they were; empty for what belongs to none (the access log)."""
    what = models.CharField(max_length=40)
    count = models.PositiveIntegerField()
    basis = models.CharField(max_length=300)
    """By which rule the time was over."""
    reason = models.TextField(blank=True)
    at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True)
    """Empty where the service did it by itself."""

    objects = DestructionQuerySet.as_manager()

    class Meta:
        indexes = (models.Index(fields=["programme", "-id"], name="destruction_by_programme"),)
        triggers = (pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),)


def newest_consents(merchant_id: int, programme: str) -> ConsentQuerySet:
    """Return the newest answer of a merchant to each consent of a programme, whoever asks."""
    return Consent.objects.filter(merchant_id=merchant_id, programme=programme).newest()
