"""Funds in the service: whose each account is, and what people did with the money.

The amounts themselves stand in the ledger. A row here says what an account is for, or who proposed, reported
and decided what; what was posted for it stands in the ledger under a key made of the row.
"""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.db import models
from django.db.models import F, Q

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.history import with_history
from dure.domains.funds.models_spending import Delivery as Delivery
from dure.domains.funds.models_spending import Settlement as Settlement
from dure.domains.funds.models_spending import UsedEvidence as UsedEvidence
from dure.domains.funds.states import ORDER_STATES

PARTS = (
    "origin", "source", "line", "pool", "spent", "returned", "accrued",
    "promisor", "promised", "delivered", "evidenced", "entitlement",
)  # fmt: skip
"""What an account is for. Money: where it comes from, a source, a budget line, what an executor was handed,
what was spent, what went back, interest. The match: what an executor has not promised, promised, delivered,
evidenced. A merchant's entitlement."""
ORDER_KINDS = ("reallocation", "advance", "withdrawal")


class OfProgramme(models.QuerySet[Any]):
    def visible_to(self, actor: SignedActor) -> OfProgramme:
        """Officers and the ministry see those of their programmes, executors' staff their executor's."""
        if actor.user_id is None:
            return self.none()
        return self.filter(
            actor.scope("programme", "officer", "ministry")
            | actor.at_executors("executor__in", "programme", left=True)
        )


class FundAccount(models.Model):
    """What an account of the ledger is for; empty where a dimension does not apply."""

    account = models.OneToOneField(
        "ledger.Account", on_delete=models.PROTECT, db_constraint=False, related_name="+"
    )
    """A foreign key would look at every posting, though accounts never go; the trigger asks once, here."""
    programme = models.CharField(max_length=60)
    fund = models.CharField(max_length=40)
    part = models.CharField(max_length=20)
    source = models.CharField(max_length=40, blank=True)
    line = models.CharField(max_length=40, blank=True)
    executor = models.CharField(max_length=40, blank=True)
    year = models.PositiveSmallIntegerField(default=0)
    """0: the fund has no yearly plan."""
    owner = models.BigIntegerField(default=0)
    """The application of the merchant whose entitlement it is; 0: nobody's."""
    benefit = models.CharField(max_length=40, blank=True, default="")
    """The benefit of the file that the entitlement is for: one is never spent on another."""

    objects = OfProgramme.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=[
                    "programme", "fund", "part", "source", "line", "executor", "year", "owner", "benefit",
                ],
                name="fund_account_once",
            ),
            models.CheckConstraint(condition=Q(part__in=PARTS), name="fund_account_part"),
        )  # fmt: skip
        indexes = (
            models.Index(fields=["programme", "executor", "part"], name="fund_account_of_executor"),
            models.Index(fields=["owner", "benefit"], condition=~Q(owner=0), name="fund_account_of_owner"),
        )
        triggers = (
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="of_an_account",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="IF NOT EXISTS (SELECT FROM ledger_account WHERE id = NEW.account_id) THEN"
                " RAISE EXCEPTION 'there is no such account'; END IF; RETURN NEW;",
            ),
        )


class AllotmentQuerySet(models.QuerySet["Allotment"]):
    def visible_to(self, actor: SignedActor) -> AllotmentQuerySet:
        """Officers and the ministry see those of their programmes."""
        return self.filter(actor.scope("programme", "officer", "ministry"))


class Allotment(models.Model):
    """Money of a source that came into a budget line (편성·교부)."""

    programme = models.CharField(max_length=60)
    fund = models.CharField(max_length=40)
    source = models.CharField(max_length=40)
    line = models.CharField(max_length=40, blank=True)
    year = models.PositiveSmallIntegerField(default=0)
    won = models.BigIntegerField()
    carried = models.BooleanField(default=False)
    """Brought over from the year before; it came in as money then."""
    reason = models.TextField()
    made_by_id = models.BigIntegerField()
    made_at = models.DateTimeField()

    objects = AllotmentQuerySet.as_manager()

    class Meta:
        constraints = (models.CheckConstraint(condition=~Q(won=0), name="allotment_not_nothing"),)
        indexes = (models.Index(fields=["programme", "fund", "made_at"], name="allotment_by_fund"),)
        triggers = (pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),)


@with_history()
class FundOrder(models.Model):
    """Money that one officer asks to move and another lets move: between lines, to an executor, or back.

    Back to its source goes what was allotted and is not used (``withdrawal``).

    While it is proposed the ledger holds the amount, so that nobody else spends it.
    """

    programme = models.CharField(max_length=60)
    fund = models.CharField(max_length=40)
    kind = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField(default=0)
    line = models.CharField(max_length=40, blank=True)
    """From which line."""
    to_line = models.CharField(max_length=40, blank=True)
    executor = models.CharField(max_length=40, blank=True)
    source = models.CharField(max_length=40, blank=True, default="")
    """To which source it goes back, where it does."""
    won = models.BigIntegerField()
    reason = models.TextField()
    state = models.CharField(max_length=12, default="proposed")
    hold = models.UUIDField()
    """The journal that holds it, its lines as in ``legs``."""
    legs = models.JSONField()
    """(from account, to account, won) for each source."""
    proposed_by_id = models.BigIntegerField()
    proposed_at = models.DateTimeField()
    decided_by_id = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)

    objects = OfProgramme.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(won__gt=0), name="fund_order_won"),
            models.CheckConstraint(condition=Q(kind__in=ORDER_KINDS), name="fund_order_kind"),
            models.CheckConstraint(
                condition=Q(kind="advance", to_line="", source="") & ~Q(executor="")
                | Q(kind="reallocation", executor="", source="") & ~Q(line=F("to_line"))
                | Q(kind="withdrawal", executor="", to_line="") & ~Q(source=""),
                name="fund_order_goes_somewhere",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("approved", "refused"))
                | Q(decided_by_id__isnull=False) & ~Q(decided_by_id=F("proposed_by_id")),
                name="fund_order_two_people",
            ),
        )
        indexes = (
            models.Index(fields=["programme", "proposed_at", "id"], name="fund_order_by_programme"),
            models.Index(fields=["programme", "executor", "state"], name="fund_order_by_executor"),
        )
        triggers = (
            ORDER_STATES.trigger(),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(
                    "programme", "fund", "kind", "year", "line", "to_line", "executor", "source", "won",
                    "hold", "legs", "proposed_by_id",
                ),
            ),
        )  # fmt: skip
