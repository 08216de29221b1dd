"""Claims (청구·정산 신청) and their lines: who claims what of which money, and who decided what.

The amounts themselves stand in the ledger: what a line claims is held from the moment the claim is handed
in, until the line is refused or withdrawn (released), posted (paid from an advance already), or paid out
(``dure.domains.payments``).
"""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.queries import applications_of
from dure.domains.claims.models_evidence import ClaimImport as ClaimImport
from dure.domains.claims.models_evidence import Evidence as Evidence
from dure.domains.claims.models_prices import PriceItem as PriceItem
from dure.domains.claims.models_prices import PriceList as PriceList
from dure.domains.claims.reach import seen_by
from dure.domains.claims.states import CLAIM_STATES, LINE_STATES
from dure.domains.events.history import with_history
from dure.domains.matching.models import of_own_provider
from dure.domains.privacy.encryption import EncryptedText

SIDES = ("executor", "provider", "merchant")
WAYS = ("advance", "after", "entitlement")
"""Out of what an executor was handed; on a budget line, paid out after; on what a merchant is entitled to."""
UNSEEN = ("draft", "discarded")
ASKABLE = ("what", "payee", "spent_on", "cost_type", "evidence")
"""What an officer can ask to have mended; an amount can only be cut."""


class ClaimQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: SignedActor) -> ClaimQuerySet:
        """Claimants see their own, staff what was handed in to their programmes.

        A merchant also sees what a provider claims of its support.
        """
        return self.filter(seen_by(actor, ""))

    def own(self, actor: SignedActor) -> ClaimQuerySet:
        """Return the claims of those for whom somebody acts."""
        if actor.user_id is None:
            return self.none()
        staff = Q(side="executor") & actor.at_executors("executor__in", "programme", left=True)
        merchant = Q(side="merchant", application_id__in=applications_of(actor))
        provider = Q(side="provider") & of_own_provider(
            actor, "provider__organisation__code", "provider__kind"
        )
        return self.filter(staff | merchant | provider)


@with_history(without=("won", "lines_count"))
class Claim(models.Model):
    """What somebody claims at once, of one kind of money of one fund."""

    programme = models.CharField(max_length=60)
    fund = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField(default=0)
    side = models.CharField(max_length=10)
    way = models.CharField(max_length=12)
    executor = models.CharField(max_length=40, blank=True)
    provider = models.ForeignKey("matching.Provider", on_delete=models.PROTECT, null=True, related_name="+")
    application = models.ForeignKey(
        "applications.Application", on_delete=models.PROTECT, null=True, related_name="+"
    )
    benefit = models.CharField(max_length=40, blank=True)
    """The benefit of the file whose terms bind the lines, where it draws on an entitlement."""
    line = models.CharField(max_length=40, blank=True)
    """The budget line of that entitlement; an executor says it line by line."""
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=10, default="draft")
    officers = models.PositiveSmallIntegerField(default=1)
    """How many officers approve each of its lines, by the amount when it was handed in."""
    won = models.BigIntegerField(default=0)
    """What all its lines claimed when it was handed in."""
    lines_count = models.PositiveIntegerField(default=0)
    made_by_id = models.BigIntegerField()
    made_at = models.DateTimeField()
    submitted_by_id = models.BigIntegerField(null=True)
    submitted_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(side__in=SIDES), name="claim_side"),
            models.CheckConstraint(
                condition=Q(side="executor", way__in=("advance", "after"), application=None, provider=None)
                & ~Q(executor="")
                | Q(side="merchant", way="entitlement", executor="", provider=None, application__isnull=False)
                | Q(
                    side="provider",
                    way="entitlement",
                    executor="",
                    provider__isnull=False,
                    application__isnull=False,
                ),
                name="claim_of_one_side",
            ),
            models.CheckConstraint(
                condition=Q(state__in=UNSEEN) | Q(submitted_at__isnull=False, submitted_by_id__isnull=False),
                name="claim_handed_in",
            ),
            models.CheckConstraint(condition=Q(officers__in=(1, 2)), name="claim_officers"),
        )
        indexes = (
            models.Index(fields=["programme", "submitted_at", "id"], name="claim_by_programme"),
            models.Index(fields=["programme", "state", "submitted_at", "id"], name="claim_by_state"),
            models.Index(fields=["programme", "executor", "submitted_at", "id"], name="claim_by_executor"),
            models.Index(fields=["application", "id"], name="claim_by_application"),
            models.Index(fields=["made_at", "id"], name="claim_by_day"),
        )
        triggers = (
            CLAIM_STATES.trigger(),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(
                    "programme", "fund", "year", "side", "way", "executor", "provider", "application",
                    "benefit", "line", "made_by_id",
                ),
            ),
        )  # fmt: skip


class LineQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: SignedActor) -> LineQuerySet:
        """Whoever sees the claim."""
        return self.filter(seen_by(actor, "claim__"))


@with_history()
class ClaimLine(models.Model):
    """One cost of a claim: typed bit by bit while it is a draft, held once it is handed in."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveIntegerField()
    state = models.CharField(max_length=10, default="draft")
    line = models.CharField(max_length=40, blank=True)
    cost_type = models.CharField(max_length=200, blank=True)
    """One of those of the benefit, in the words of its file."""
    supply_won = models.BigIntegerField(null=True)
    vat_won = models.BigIntegerField(default=0)
    spent_on = models.DateField(null=True)
    payee = EncryptedText(default="")
    """May be a person."""
    what = models.CharField(max_length=200, blank=True)
    item = models.ForeignKey(PriceItem, on_delete=models.PROTECT, null=True, related_name="+")
    """Where the executor sold it itself: what of its published price list it is."""
    quantity = models.PositiveIntegerField(null=True)
    row = models.PositiveIntegerField(null=True)
    """The row of the spreadsheet from which it came."""
    own_won = models.BigIntegerField(null=True)
    supported_won = models.BigIntegerField(null=True)
    """What is claimed of the cost, and held."""
    findings = ArrayField(models.CharField(max_length=20), default=list)
    """What was found when it was handed in; see ``findings.py``."""
    hold = models.UUIDField(null=True)
    legs = models.JSONField(default=list)
    """(from account, to account, won) for each source."""
    officers = models.PositiveSmallIntegerField(default=1)
    claimed_by_id = models.BigIntegerField(null=True)
    asked_fields = ArrayField(models.CharField(max_length=20), default=list)
    asked = models.TextField(blank=True)
    asked_by_id = models.BigIntegerField(null=True)
    asked_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    answered = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    list_checked_by_id = models.BigIntegerField(null=True)
    """The settlement accountant who compared it with the price list."""
    list_checked_at = models.DateTimeField(null=True)
    list_fits = models.BooleanField(null=True)
    remark = models.TextField(blank=True)
    approved_won = models.BigIntegerField(null=True)
    answer = models.TextField(blank=True)
    """Why less was approved, or nothing, or why it was sent back."""
    checked_by_id = models.BigIntegerField(null=True)
    checked_at = models.DateTimeField(null=True)
    confirmed_by_id = models.BigIntegerField(null=True)
    confirmed_at = models.DateTimeField(null=True)

    objects = LineQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["claim", "position"],
                name="claim_line_position",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=Q(state="draft")
                | Q(
                    supply_won__gt=0,
                    vat_won__gte=0,
                    spent_on__isnull=False,
                    hold__isnull=False,
                    claimed_by_id__isnull=False,
                    supported_won__gt=0,
                    supply_won=F("own_won") + F("supported_won") - F("vat_won"),
                ),
                name="claim_line_complete",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("checked", "accepted"))
                | Q(approved_won__gt=0, approved_won__lte=F("supported_won"), checked_by_id__isnull=False),
                name="claim_line_approved_within",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("checked", "accepted", "refused"))
                | ~Q(checked_by_id=F("claimed_by_id")),
                name="claim_line_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted", officers=2)
                | Q(confirmed_by_id__isnull=False)
                & ~Q(confirmed_by_id=F("checked_by_id"))
                & ~Q(confirmed_by_id=F("claimed_by_id")),
                name="claim_line_second_officer",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("checked", "accepted"), item__isnull=False)
                | Q(list_checked_by_id__isnull=False) & ~Q(list_checked_by_id=F("claimed_by_id")),
                name="claim_line_list_checked",
            ),
            models.CheckConstraint(
                condition=~Q(state="asked") | Q(due_at__isnull=False) & ~Q(asked=""),
                name="claim_line_asked",
            ),
        )
        indexes = (
            models.Index(fields=["claim", "state"], name="claim_line_by_state"),
            models.Index(
                fields=["id"],
                name="claim_line_to_compare",
                condition=Q(item__isnull=False, list_checked_by_id__isnull=True),
            ),
        )
        triggers = (
            LINE_STATES.trigger(),
            pgtrigger.Protect(
                name="kept", operation=pgtrigger.Delete, condition=pgtrigger.Condition("OLD.state <> 'draft'")
            ),
            pgtrigger.Protect(
                name="frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.state <> 'draft' AND (OLD.supply_won, OLD.vat_won, OLD.own_won, OLD.supported_won,"
                    " OLD.hold, OLD.legs, OLD.claimed_by_id, OLD.item_id, OLD.quantity, OLD.line)"
                    " IS DISTINCT FROM (NEW.supply_won, NEW.vat_won, NEW.own_won, NEW.supported_won,"
                    " NEW.hold, NEW.legs, NEW.claimed_by_id, NEW.item_id, NEW.quantity, NEW.line)"
                ),
            ),
        )  # fmt: skip

    @property
    def cost_won(self) -> int:
        """What it cost in all, as far as it is told."""
        return (self.supply_won or 0) + self.vat_won

    @property
    def cause(self) -> str:
        """By what evidence and payments name it."""
        return f"claim-line/{self.pk}"
