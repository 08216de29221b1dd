"""Transfers that came back (반환입금) after the bank had said that they were paid."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.history import with_history
from dure.domains.payments.models_payee import own_payees
from dure.domains.payments.states import RETURN_STATES

ALIVE = ("noted", "confirmed")


class OfRow(models.QuerySet["TransferReturn"]):
    def visible_to(self, actor: SignedActor) -> OfRow:
        """Whoever sees the transfer."""
        if actor.user_id is None:
            return self.none()
        staff = actor.scope("row__batch__programme", "officer", "ministry", "accountant")
        return self.filter(staff | own_payees(actor, "row__payable__payee__"))


@with_history()
class TransferReturn(models.Model):
    """Money of one transfer that the bank gave back, as one officer noted it and another found it."""

    row = models.ForeignKey("payments.BatchRow", on_delete=models.PROTECT, related_name="returns")
    on = models.DateField()
    """The day on which it stood on the programme's account again."""
    code = models.CharField(max_length=10)
    """The bank's code of why."""
    reference = models.CharField(max_length=60)
    """The number of the bank entry."""
    state = models.CharField(max_length=10, default="noted")
    noted_by_id = models.BigIntegerField()
    noted_at = models.DateTimeField()
    decided_by_id = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)

    objects = OfRow.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["row"], condition=Q(state__in=ALIVE), name="transfer_return_once"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("confirmed", "refused"))
                | Q(decided_by_id__isnull=False) & ~Q(decided_by_id=F("noted_by_id")),
                name="transfer_return_two_people",
            ),
        )
        triggers = (
            RETURN_STATES.trigger(),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("row", "on", "code", "reference", "noted_by_id"),
            ),
        )
