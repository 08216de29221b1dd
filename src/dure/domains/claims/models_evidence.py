"""What proves a line of a claim, and the spreadsheets from which lines came."""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.db import models
from django.db.models import Q

from dure.domains.accounts.actors import SignedActor
from dure.domains.claims.reach import seen_by
from dure.domains.events.history import with_history

KINDS = ("tax_invoice", "card_slip", "transfer", "contract", "delivery_photo", "other")
NUMBERED = {"tax_invoice": "invoice", "card_slip": "card"}
"""Kinds with an approval number, and as what that number speaks once."""
LONGEST_NUMBER = 40
PAYING = ("tax_invoice", "card_slip", "transfer")
"""One of these at least proves that something was paid."""


class EvidenceQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: SignedActor) -> EvidenceQuerySet:
        """Whoever sees the claim."""
        return self.filter(seen_by(actor, "line__claim__"))


@with_history()
class Evidence(models.Model):
    """One piece of evidence of a line: its kind, its approval number where the kind has one, its file."""

    line = models.ForeignKey("claims.ClaimLine", on_delete=models.CASCADE, related_name="evidence")
    """Goes with a line that is still a draft; later lines cannot go."""
    kind = models.CharField(max_length=20)
    number = models.CharField(max_length=LONGEST_NUMBER, blank=True)
    """The approval number (승인번호) of an e-tax invoice or a card slip, without spaces and hyphens."""
    file = models.ForeignKey("uploads.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    digest = models.CharField(max_length=64, blank=True)
    put_by_id = models.BigIntegerField()
    put_at = models.DateTimeField()

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="claim_evidence_kind"),
            models.CheckConstraint(
                condition=Q(file__isnull=True, digest="") | Q(file__isnull=False) & ~Q(digest=""),
                name="claim_evidence_hashed",
            ),
        )
        indexes = (models.Index(fields=["digest"], name="claim_evidence_by_hash"),)


class ClaimImportQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: SignedActor) -> ClaimImportQuerySet:
        """Whoever sees the claim."""
        return self.filter(seen_by(actor, "claim__"))


class ClaimImport(models.Model):
    """A spreadsheet of lines that was tried: what came of it, and whether it was taken over."""

    claim = models.ForeignKey("claims.Claim", on_delete=models.PROTECT, related_name="imports")
    file = models.ForeignKey("uploads.StoredFile", on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    rows = models.PositiveIntegerField()
    won = models.BigIntegerField(default=0)
    faults = models.JSONField(default=list)
    """Row, column and problem of each cell that cannot be read."""
    made_by_id = models.BigIntegerField()
    made_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)

    objects = ClaimImportQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["claim", "digest"], name="claim_import_once"),)
        triggers = (pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),)
