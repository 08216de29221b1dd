"""Referrals (연계): what another body decides, handed to it with consent, and what it answered.

A row says who was referred to whom, with which consent, and what the body said. What counts against a
ceiling, and premiums that the programme pays, stand in the ledger.
"""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.db import models
from django.db.models import F, Q

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.queries import applications_of
from dure.domains.events.history import with_history
from dure.domains.privacy.encryption import EncryptedText
from dure.domains.referrals.states import ALIVE, PAYOUT_STATES, REFERRAL_STATES, SENDING_STATES

PRODUCTS = ("loan", "guarantee", "insurance", "loan_extension", "unemployment_benefit", "early_payout")
METHODS = ("equal_principal", "equal_payment", "at_end")


class HandoverQuerySet(models.QuerySet["Handover"]):
    def visible_to(self, actor: SignedActor) -> HandoverQuerySet:
        """Officers, the ministry and accountants see those of their programmes."""
        if actor.user_id is None:
            return self.none()
        return self.filter(actor.scope("programme", "officer", "ministry", "accountant"))


@with_history(without=("content",))
class Handover(models.Model):
    """A file in which merchants were handed to a body (송부): made once and kept, byte for byte.

    An officer takes it to the body by hand: the service calls nobody.
    """

    programme = models.CharField(max_length=60)
    benefit = models.CharField(max_length=40)
    body = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    rows = models.PositiveIntegerField()
    content = EncryptedText(blank=True, default="")
    """The file as text; empty again once the programme's records are destroyed."""
    content_hash = models.CharField(max_length=64)
    reason = models.TextField()
    made_by_id = models.BigIntegerField()
    made_at = models.DateTimeField()

    objects = HandoverQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["programme", "benefit", "number"], name="handover_once"),
            models.CheckConstraint(condition=Q(rows__gt=0), name="handover_rows"),
        )
        triggers = (
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(
                    "programme", "benefit", "body", "number", "rows", "content_hash", "made_by_id", "made_at"
                ),
            ),
        )


class OfHandover(models.QuerySet[Any]):
    def visible_to(self, actor: SignedActor) -> OfHandover:
        """Whoever sees the file."""
        return self.filter(handover_id__in=Handover.objects.visible_to(actor).values("pk"))


@with_history()
class Sending(models.Model):
    """A file on its way to the body over the network, and how far its answers were read."""

    handover = models.OneToOneField(Handover, on_delete=models.PROTECT, related_name="sending")
    state = models.CharField(max_length=12, default="waiting")
    tries = models.PositiveIntegerField(default=0)
    fault = models.CharField(max_length=60, blank=True)
    """The code with which the body's service refused it, or why it could not be reached."""
    answers_read = models.PositiveIntegerField(default=0)
    """The number of the last answer that was noted."""
    asked_by_id = models.BigIntegerField()
    asked_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)

    objects = OfHandover.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(state="taken", taken_at__isnull=False)
                | ~Q(state="taken") & Q(taken_at__isnull=True),
                name="handover_sending_taken",
            ),
        )
        triggers = (
            SENDING_STATES.trigger(),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("handover", "asked_by_id", "asked_at"),
            ),
        )


class ReferralQuerySet(models.QuerySet[Any]):
    to = ""
    """The way from a row to its referral."""

    def visible_to(self, actor: SignedActor) -> ReferralQuerySet:
        """Officers, the ministry and accountants see those of their programmes, merchants their own."""
        if actor.user_id is None:
            return self.none()
        return self.filter(
            actor.scope(f"{self.to}programme", "officer", "ministry", "accountant")
            | Q(**{f"{self.to}application_id__in": applications_of(actor)})
        )


class OfReferral(ReferralQuerySet):
    to = "referral__"


@with_history()
class Referral(models.Model):
    """One merchant, referred for one grant to one body."""

    programme = models.CharField(max_length=60)
    benefit = models.CharField(max_length=40)
    product = models.CharField(max_length=20)
    body = models.CharField(max_length=40)
    """The id of the body in the file; of the one that ``decided_by`` names, ``body``."""
    grant = models.ForeignKey("benefits.Grant", on_delete=models.PROTECT, related_name="+")
    application = models.ForeignKey("applications.Application", on_delete=models.PROTECT, related_name="+")
    asked_won = models.BigIntegerField(default=0)
    """The loan, the loan that is to be guaranteed, or the premium that was quoted; 0: no amount is asked."""
    counted_won = models.BigIntegerField(default=0)
    """What of it counts against the ceiling."""
    state = models.CharField(max_length=12, default="asked")
    asked_by_id = models.BigIntegerField()
    asked_at = models.DateTimeField()
    consented_by_id = models.BigIntegerField(null=True)
    consented_at = models.DateTimeField(null=True)
    consent_text = models.TextField(blank=True)
    """The very words that were agreed to: what goes to whom, for what, and until when it is kept."""
    consent_until = models.DateField(null=True)
    handover = models.ForeignKey(Handover, on_delete=models.PROTECT, related_name="referrals", null=True)
    withdrawn_in = models.ForeignKey(Handover, on_delete=models.PROTECT, related_name="+", null=True)
    """The file in which the body was told that the merchant withdrew."""
    line = models.CharField(max_length=40, blank=True)
    """The budget line of the fund from which its premium is paid."""
    year = models.PositiveSmallIntegerField(default=0)
    journal = models.UUIDField(null=True)
    """The journal in which its part of a ceiling, or the money for its premium, is held."""
    legs = models.JSONField(default=list)
    """(line of the journal, from account, to account, won) of what is held."""
    decided_won = models.BigIntegerField(null=True)
    """What the body granted, as it answered."""
    taken_won = models.BigIntegerField(null=True)
    """What was lent, guaranteed or paid as a premium in the end."""
    repaid_won = models.BigIntegerField(default=0)
    starts_on = models.DateField(null=True)
    """The first day of the loan, the guarantee or the cover."""
    ends_on = models.DateField(null=True)
    """The first day on which it is good no more."""
    contract_no = models.CharField(max_length=60, blank=True)
    """Of the policy, the guarantee or the loan, as the body has it."""
    answer = models.TextField(blank=True)
    """What the body said last, with its reason."""
    answered_on = models.DateField(null=True)
    answered_by_id = models.BigIntegerField(null=True)
    """Who typed, or brought in, its answer."""
    evidence = models.ForeignKey("uploads.StoredFile", on_delete=models.PROTECT, related_name="+", null=True)
    ended_at = models.DateTimeField(null=True)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["grant"], condition=Q(state__in=ALIVE), name="referral_one_alive"
            ),
            models.CheckConstraint(condition=Q(product__in=PRODUCTS), name="referral_product"),
            models.CheckConstraint(
                condition=Q(asked_won__gte=0, counted_won__gte=0, counted_won__lte=F("asked_won")),
                name="referral_won",
            ),
            models.CheckConstraint(
                condition=Q(state="asked")
                | Q(state="withdrawn")
                | Q(consented_at__isnull=False, consented_by_id__isnull=False) & ~Q(consent_text=""),
                name="referral_with_consent",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("asked", "consented", "withdrawn")) | Q(handover__isnull=False),
                name="referral_handed_over",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(answer=""), name="referral_refused_with_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("taken_up", "ended"))
                | Q(taken_won__isnull=False, taken_won__lte=F("asked_won")),
                name="referral_taken_up",
            ),
            models.CheckConstraint(
                condition=Q(repaid_won=0) | Q(repaid_won__gt=0, repaid_won__lte=F("taken_won")),
                name="referral_repaid",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")), name="referral_period"
            ),
        )
        indexes = (
            models.Index(fields=["programme", "benefit", "asked_at", "id"], name="referral_by_benefit"),
            models.Index(
                fields=["programme", "benefit", "state", "asked_at", "id"], name="referral_by_state"
            ),
            models.Index(fields=["grant", "id"], name="referral_by_grant"),
            models.Index(fields=["application", "id"], name="referral_by_application"),
        )
        triggers = (
            REFERRAL_STATES.trigger(),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(
                    "programme", "benefit", "product", "body", "grant", "application", "asked_won",
                    "counted_won", "asked_by_id", "asked_at",
                ),
            ),
        )  # fmt: skip

    @property
    def reference(self) -> str:
        """By which the body names it in its answers."""
        return f"R{self.pk:08d}"


class LoanTerms(models.Model):
    """The loan that the merchant has, and what is to change in it, as the merchant told; never changed."""

    referral = models.OneToOneField(Referral, on_delete=models.PROTECT, related_name="loan")
    principal_won = models.BigIntegerField()
    rate_bp = models.PositiveIntegerField()
    drawn_on = models.DateField()
    months = models.PositiveIntegerField()
    grace_months = models.PositiveIntegerField(default=0)
    method = models.CharField(max_length=20)
    after = models.PositiveIntegerField()
    """So many instalments are behind the merchant."""
    deferred_months = models.PositiveIntegerField(default=0)
    added_months = models.PositiveIntegerField(default=0)
    new_rate_bp = models.PositiveIntegerField(null=True)

    objects = OfReferral.as_manager()

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(method__in=METHODS), name="loan_terms_method"),)
        triggers = (pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),)


@with_history()
class Payout(models.Model):
    """What an insurer is asked for after a loss (보험금 청구), and what it paid; no programme's money."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="payouts")
    number = models.PositiveIntegerField()
    happened_on = models.DateField()
    what = models.CharField(max_length=200)
    asked_won = models.BigIntegerField()
    state = models.CharField(max_length=12, default="asked")
    paid_won = models.BigIntegerField(null=True)
    paid_on = models.DateField(null=True)
    answer = models.TextField(blank=True)
    asked_by_id = models.BigIntegerField()
    asked_at = models.DateTimeField()
    decided_by_id = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)

    objects = OfReferral.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["referral", "number"], name="insurance_payout_once"),
            models.CheckConstraint(condition=Q(asked_won__gt=0), name="insurance_payout_asked"),
            models.CheckConstraint(
                condition=Q(state="paid", paid_won__gt=0, paid_won__lte=F("asked_won"), paid_on__isnull=False)
                | ~Q(state="paid") & Q(paid_won__isnull=True, paid_on__isnull=True),
                name="insurance_payout_paid",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(answer=""), name="insurance_payout_refused_with_reason"
            ),
        )
        triggers = (
            PAYOUT_STATES.trigger(),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(
                    "referral", "number", "happened_on", "asked_won", "asked_by_id", "asked_at"
                ),
            ),
        )


class PremiumReturn(models.Model):
    """What an insurer gave back of a premium for a policy that ended early; never changed."""

    referral = models.OneToOneField(Referral, on_delete=models.PROTECT, related_name="premium_return")
    cancelled_on = models.DateField()
    """The first day without cover."""
    paid_won = models.BigIntegerField()
    """What the programme had paid."""
    due_won = models.BigIntegerField()
    """What the days that are left come to, as the file says."""
    won = models.BigIntegerField()
    """What came back."""
    by_source = models.JSONField()
    """(source, won) of what came back: to each in proportion to what it had paid."""
    receipt = models.CharField(max_length=80)
    """The number under which the bank booked it."""
    reason = models.TextField()
    noted_by_id = models.BigIntegerField()
    noted_at = models.DateTimeField()

    objects = OfReferral.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(won__gt=0, won__lte=F("paid_won"), due_won__gte=0, due_won__lte=F("paid_won")),
                name="premium_return_won",
            ),
            models.UniqueConstraint(fields=["receipt"], name="premium_return_receipt_once"),
        )
        triggers = (pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),)
