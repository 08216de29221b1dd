"""Withheld tax that was handed to the tax office (원천세 납부), month by month of payment."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.history import with_history


class OfProgramme(models.QuerySet["TaxHandover"]):
    def visible_to(self, actor: SignedActor) -> OfProgramme:
        """Officers, the ministry and settlement accountants see those of their programmes."""
        if actor.user_id is None:
            return self.none()
        return self.filter(actor.scope("programme", "officer", "ministry", "accountant"))


@with_history()
class TaxHandover(models.Model):
    """What was handed over of a month; taken back only by a counter-entry, which leaves it standing here."""

    programme = models.CharField(max_length=60)
    month = models.DateField()
    """The first day of the month in which it was withheld."""
    income_tax_won = models.BigIntegerField()
    local_tax_won = models.BigIntegerField()
    reference = models.CharField(max_length=60)
    """The number of the receipt (납부번호)."""
    handed_on = models.DateField()
    handed_by_id = models.BigIntegerField()
    handed_at = models.DateTimeField()
    undone_by_id = models.BigIntegerField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_reason = models.TextField(blank=True)

    objects = OfProgramme.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(income_tax_won__gte=0, local_tax_won__gte=0)
                & (Q(income_tax_won__gt=0) | Q(local_tax_won__gt=0)),
                name="tax_handover_won",
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by_id__isnull=True)
                | Q(undone_at__isnull=False, undone_by_id__isnull=False)
                & ~Q(undone_reason="")
                & ~Q(undone_by_id=F("handed_by_id")),
                name="tax_handover_undone_by_another",
            ),
        )
        indexes = (models.Index(fields=["programme", "month", "id"], name="tax_handover_by_month"),)
        triggers = (
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="undone_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.undone_at IS NOT NULL"),
            ),
            pgtrigger.Protect(
                name="frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(
                    "programme", "month", "income_tax_won", "local_tax_won", "reference", "handed_on",
                    "handed_by_id",
                ),
            ),
        )  # fmt: skip

    @property
    def won(self) -> int:
        """Both taxes together."""
        return int(self.income_tax_won + self.local_tax_won)
