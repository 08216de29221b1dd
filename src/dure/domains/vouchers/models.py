"""Wallets and what is spent of them; the amounts themselves stand in the ledger.

A wallet is several accounts, one a source: for credit those of the merchant's entitlement, for a voucher that
was bought one for what the citizen paid and one for each bearer of the discount.
"""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.db import models
from django.db.models import F, Q

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.queries import applications_of
from dure.domains.events.history import with_history
from dure.domains.merchants.queries import merchants_of
from dure.domains.privacy.encryption import EncryptedText
from dure.domains.vouchers.models_issue import Issue as Issue
from dure.domains.vouchers.models_issue import Order as Order
from dure.domains.vouchers.models_shops import CodeTry as CodeTry
from dure.domains.vouchers.models_shops import Shop as Shop
from dure.domains.vouchers.models_shops import ShopAccount as ShopAccount
from dure.domains.vouchers.models_shops import ShopDay as ShopDay
from dure.domains.vouchers.models_shops import TillKey as TillKey
from dure.domains.vouchers.states import WALLET_STATES

WALLET_KINDS = ("credit", "voucher")


class WalletQuerySet(models.QuerySet["Wallet"]):
    def visible_to(self, actor: SignedActor) -> WalletQuerySet:
        """Whoever owns it: the citizen, or who acts for the merchant; staff of issuer and programme."""
        if actor.user_id is None:
            return self.none()
        return self.filter(
            self.model.own(actor)
            | actor.scope("programme", "officer", "ministry", "accountant")
            | actor.at_executors("issuer__in", "programme")
        )


@with_history()
class Wallet(models.Model):
    """A balance that is spent at registered shops, with the code by which a shop takes it."""

    kind = models.CharField(max_length=8)
    programme = models.CharField(max_length=60)
    benefit = models.CharField(max_length=40)
    issuer = models.CharField(max_length=40, blank=True)
    """The executor that issued it; empty: spent at all shops of the benefit."""
    cause = models.CharField(max_length=60, unique=True)
    """For what it was opened (``grant/12``): who opens it twice meets the same."""
    application = models.ForeignKey(
        "applications.Application", on_delete=models.PROTECT, related_name="+", null=True
    )
    order = models.OneToOneField("vouchers.Order", on_delete=models.PROTECT, related_name="wallet", null=True)
    owner_user_id = models.BigIntegerField(null=True)
    fund = models.CharField(max_length=40)
    line = models.CharField(max_length=40, blank=True)
    year = models.PositiveSmallIntegerField(default=0)
    face_won = models.BigIntegerField()
    unit_won = models.BigIntegerField(null=True)
    """The face value of one coupon, where it is spent coupon by coupon."""
    code = EncryptedText()
    code_digest = models.CharField(max_length=64, unique=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    """The first day on which it is good no more; empty: without end."""
    state = models.CharField(max_length=12, default="open")
    returned_won = models.BigIntegerField(default=0)
    """What went back to its sources when it ended."""
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = WalletQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(kind="credit", application__isnull=False, owner_user_id__isnull=True)
                | Q(kind="voucher", order__isnull=False, owner_user_id__isnull=False),
                name="wallet_owner",
            ),
            models.CheckConstraint(
                condition=Q(face_won__gt=0, returned_won__gte=0, returned_won__lte=F("face_won")),
                name="wallet_won",
            ),
            models.CheckConstraint(
                condition=Q(unit_won__isnull=True) | Q(unit_won__gt=0), name="wallet_unit"
            ),
        )
        indexes = (
            models.Index(fields=["application", "id"], name="wallet_by_application"),
            models.Index(fields=["owner_user_id", "opened_at", "id"], name="wallet_by_owner"),
            models.Index(fields=["programme", "benefit", "issuer", "id"], name="wallet_by_benefit"),
            models.Index(fields=["ends_on", "id"], condition=Q(state="open"), name="wallet_by_end"),
        )
        triggers = (
            WALLET_STATES.trigger(),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(
                    "kind", "programme", "benefit", "issuer", "cause", "application", "order",
                    "owner_user_id", "fund", "line", "year", "face_won", "unit_won", "starts_on", "ends_on",
                ),
            ),
        )  # fmt: skip

    @staticmethod
    def own(actor: SignedActor, to: str = "") -> Q:
        """Return the condition that a wallet is somebody's own; ``to`` leads to the wallet."""
        return Q(**{f"{to}owner_user_id": actor.user_id}) | Q(
            **{f"{to}application_id__in": applications_of(actor)}
        )


class OfWallet(models.QuerySet[Any]):
    def visible_to(self, actor: SignedActor) -> OfWallet:
        """Whoever sees the wallet."""
        return self.filter(wallet_id__in=Wallet.objects.visible_to(actor).values("pk"))


class WalletAccount(models.Model):
    """One source's part of a wallet: its account, and where the rest goes back to; never changed."""

    wallet = models.ForeignKey(Wallet, on_delete=models.PROTECT, related_name="accounts")
    account = models.ForeignKey(
        "ledger.Account", on_delete=models.PROTECT, db_constraint=False, related_name="+"
    )
    """Of credit the merchant's entitlement: one that was cancelled and granted anew has the same."""
    back = models.ForeignKey(
        "ledger.Account", on_delete=models.PROTECT, db_constraint=False, related_name="+"
    )
    source = models.CharField(max_length=40)
    paid = models.BooleanField(default=False)
    """Whether this part is what a citizen paid."""

    objects = OfWallet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["wallet", "source", "paid"], name="wallet_account_once"),
        )
        triggers = (pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),)


_FROZEN = ("wallet_id", "shop_id", "key", "won", "left_won", "legs", "happened_at", "taken_at", "taken_by_id")
_CHANGED = " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in _FROZEN)


class SpendQuerySet(models.QuerySet["Spend"]):
    def visible_to(self, actor: SignedActor) -> SpendQuerySet:
        """Both sides see it, and staff of the issuer and the programme."""
        if actor.user_id is None:
            return self.none()
        return self.filter(
            Wallet.own(actor, "wallet__")
            | Q(shop__merchant_id__in=merchants_of(actor))
            | actor.scope("wallet__programme", "officer", "ministry", "accountant")
            | actor.at_executors("wallet__issuer__in", "wallet__programme")
        )


class Spend(models.Model):
    """What a shop took of a wallet; never changed but for what was given back, and when it was settled."""

    wallet = models.ForeignKey(Wallet, on_delete=models.PROTECT, related_name="spends")
    shop = models.ForeignKey("vouchers.Shop", on_delete=models.PROTECT, related_name="spends")
    key = models.CharField(max_length=64)
    """By which the shop's counter knows it: sent again it is the same spend."""
    won = models.BigIntegerField()
    back_won = models.BigIntegerField(default=0)
    left_won = models.BigIntegerField()
    """What was left of the wallet afterwards, as the counter was told."""
    legs = models.JSONField()
    """(from account, to account, won) of each source."""
    happened_at = models.DateTimeField()
    taken_at = models.DateTimeField()
    taken_by_id = models.BigIntegerField()
    day = models.ForeignKey("vouchers.ShopDay", on_delete=models.PROTECT, related_name="spends", null=True)
    """The settlement with which the shop is paid for it."""

    objects = SpendQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["shop", "key"], name="spend_key_once"),
            models.CheckConstraint(
                condition=Q(won__gt=0, back_won__gte=0, back_won__lte=F("won"), left_won__gte=0),
                name="spend_won",
            ),
        )
        indexes = (
            models.Index(fields=["shop", "taken_at", "id"], name="spend_by_shop"),
            models.Index(fields=["wallet", "taken_at", "id"], name="spend_by_wallet"),
            models.Index(fields=["shop", "id"], condition=Q(day__isnull=True), name="spend_not_settled"),
        )
        triggers = (
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    _CHANGED + " OR NEW.back_won < OLD.back_won"
                    " OR (OLD.day_id IS NOT NULL AND NEW.day_id IS DISTINCT FROM OLD.day_id)"
                ),
            ),
        )


class SpendBackQuerySet(models.QuerySet["SpendBack"]):
    def visible_to(self, actor: SignedActor) -> SpendBackQuerySet:
        """Whoever sees the spend."""
        return self.filter(spend_id__in=Spend.objects.visible_to(actor).values("pk"))


class SpendBack(models.Model):
    """What a shop gave back of a spend, to the wallet it came from."""

    spend = models.ForeignKey(Spend, on_delete=models.PROTECT, related_name="backs")
    shop = models.ForeignKey("vouchers.Shop", on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=64)
    won = models.BigIntegerField()
    left_won = models.BigIntegerField()
    legs = models.JSONField()
    reason = models.TextField()
    given_at = models.DateTimeField()
    given_by_id = models.BigIntegerField()
    day = models.ForeignKey("vouchers.ShopDay", on_delete=models.PROTECT, related_name="backs", null=True)

    objects = SpendBackQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["spend", "key"], name="spend_back_key_once"),
            models.CheckConstraint(condition=Q(won__gt=0), name="spend_back_won"),
        )
        indexes = (
            models.Index(fields=["shop", "id"], condition=Q(day__isnull=True), name="spend_back_not_settled"),
        )
        triggers = (pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),)
