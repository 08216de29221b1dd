"""Whom money goes to (수취인), and the bank accounts they are paid on."""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.db import models
from django.db.models import F, Q

from dure.domains.accounts.actors import NOTHING, SignedActor
from dure.domains.events.history import with_history
from dure.domains.matching.models import Provider, of_own_provider
from dure.domains.merchants.queries import merchants_of
from dure.domains.payments.states import ACCOUNT_STATES
from dure.domains.privacy.encryption import EncryptedText

BY_NUMBER = ("merchant", "provider", "person", "shop")
BY_CODE = ("executor", "body")
KINDS = (*BY_NUMBER, *BY_CODE)
"""A merchant, and a shop that redeems vouchers, by the merchant's id; a provider by its own; a person by the
user's; an executor by its code; a body (an insurer, a guarantee fund) by a code of its programme."""
INCOMES = ("", "business", "other")
"""The kind of income from which tax is withheld (``engine/money/withholding.py``); empty: none is."""
TAXED = ("provider", "person")
"""Kinds of payees that may be natural persons who are paid for their work."""
CHECKS = ("", "matched", "differs", "unknown")


def own_payees(actor: SignedActor, to: str = "") -> Q:
    """Return the condition that a row is of a payee for whom somebody acts; ``to`` leads to the payee."""
    if actor.user_id is None:
        return NOTHING
    return (
        Q(**{f"{to}kind__in": ("merchant", "shop"), f"{to}owner_id__in": merchants_of(actor)})
        | Q(**{f"{to}kind": "person", f"{to}owner_id": actor.user_id})
        | Q(**{f"{to}kind": "executor"}) & actor.at_executors(f"{to}code__in", f"{to}programme", left=True)
        | Q(**{
            f"{to}kind": "provider",
            f"{to}owner_id__in": Provider.objects.filter(
                of_own_provider(actor, "organisation__code", "kind")
            ).values("pk"),
        })
    )  # fmt: skip


class OfPayee(models.QuerySet[Any]):
    to = ""
    """The way from a row to its payee."""

    def visible_to(self, actor: SignedActor) -> OfPayee:
        """Officers, the ministry and accountants see those of their programmes, payees their own."""
        if actor.user_id is None:
            return self.none()
        return self.filter(
            actor.scope(f"{self.to}programme", "officer", "ministry", "accountant")
            | own_payees(actor, self.to)
        )


class OfPayeeOnce(OfPayee):
    to = "payee__"


@with_history()
class Payee(models.Model):
    """Whom a programme pays.

    Each programme knows its payees anew: an account told to one is not used by another.
    """

    programme = models.CharField(max_length=60)
    kind = models.CharField(max_length=10)
    owner_id = models.BigIntegerField(default=0)
    code = models.CharField(max_length=40, blank=True)
    name = EncryptedText()
    """As it is called where it is paid; may be a person."""
    income = models.CharField(max_length=10, blank=True)
    """As what it is paid for its work, as an officer noted it; what is owed from then on is taxed so."""
    made_at = models.DateTimeField()

    objects = OfPayee.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["programme", "kind", "owner_id", "code"], name="payee_once"),
            models.CheckConstraint(
                condition=Q(kind__in=BY_NUMBER, owner_id__gt=0, code="")
                | Q(kind__in=BY_CODE, owner_id=0) & ~Q(code=""),
                name="payee_of",
            ),
            models.CheckConstraint(
                condition=Q(income="") | Q(income__in=INCOMES, kind__in=TAXED), name="payee_income"
            ),
        )
        indexes = (models.Index(fields=["kind", "owner_id"], name="payee_by_owner"),)
        triggers = (
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("programme", "kind", "owner_id", "code"),
            ),
        )


@with_history()
class PayeeAccount(models.Model):
    """A bank account told for a payee; only one that a second person confirmed is paid on."""

    payee = models.ForeignKey(Payee, on_delete=models.PROTECT, related_name="accounts")
    bank = models.CharField(max_length=3)
    """The institution's code of three digits."""
    account_no = EncryptedText()
    holder = EncryptedText()
    digest = models.CharField(max_length=64)
    """A keyed hash of bank and number, by which the same account of several payees is found."""
    state = models.CharField(max_length=12, default="proposed")
    checked = models.CharField(max_length=10, blank=True)
    """What the bank says of the holder: matched, differs, unknown (no such account); empty: not asked."""
    checked_at = models.DateTimeField(null=True)
    proposed_by_id = models.BigIntegerField()
    proposed_at = models.DateTimeField()
    decided_by_id = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)

    objects = OfPayeeOnce.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["payee"], condition=Q(state="confirmed"), name="payee_account_one_confirmed"
            ),
            models.UniqueConstraint(
                fields=["payee"], condition=Q(state="proposed"), name="payee_account_one_proposed"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("confirmed", "refused", "replaced"))
                | Q(decided_by_id__isnull=False) & ~Q(decided_by_id=F("proposed_by_id")),
                name="payee_account_two_people",
            ),
            models.CheckConstraint(condition=Q(checked__in=CHECKS), name="payee_account_checked"),
            models.CheckConstraint(condition=Q(bank__regex=r"^\d{3}$"), name="payee_account_bank"),
        )
        indexes = (models.Index(fields=["digest"], name="payee_account_by_digest"),)
        triggers = (
            ACCOUNT_STATES.trigger(),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="frozen",
                operation=pgtrigger.Update,
                # The hash is emptied where the number is forgotten.
                condition=pgtrigger.Condition(
                    "NEW.payee_id <> OLD.payee_id OR NEW.bank <> OLD.bank"
                    " OR NEW.proposed_by_id <> OLD.proposed_by_id"
                    " OR (NEW.digest <> OLD.digest AND NEW.digest <> '')"
                ),
            ),
        )
