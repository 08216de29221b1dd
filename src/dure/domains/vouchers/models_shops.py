"""Registered shops (가맹점), their accounts in the ledger, and what they were paid day by day (정산·환전)."""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.history import with_history
from dure.domains.merchants.queries import merchants_of
from dure.domains.vouchers.states import SHOP_STATES

STAFF = ("officer", "ministry", "accountant")


class ShopQuerySet(models.QuerySet["Shop"]):
    def visible_to(self, actor: SignedActor) -> ShopQuerySet:
        """Who acts for the merchant, the issuer's staff, and staff of the programme."""
        if actor.user_id is None:
            return self.none()
        return self.filter(
            Q(merchant_id__in=merchants_of(actor))
            | actor.scope("programme", *STAFF)
            | actor.at_executors("issuer__in", "programme")
        )


@with_history(without=("search",))
class Shop(models.Model):
    """A merchant that takes the vouchers of one issuer, or the credit of one benefit."""

    programme = models.CharField(max_length=60)
    benefit = models.CharField(max_length=40)
    issuer = models.CharField(max_length=40, blank=True)
    merchant = models.ForeignKey("merchants.Merchant", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    region = models.CharField(max_length=10, blank=True)
    ksic = models.CharField(max_length=10, blank=True)
    """Name, region and industry of the business as they were when it asked."""
    search = models.TextField(blank=True, default="")
    """The name taken apart, as :mod:`dure.language.hangul` does, for words and first consonants."""
    state = models.CharField(max_length=12, default="asked")
    business_status = models.CharField(max_length=10, blank=True)
    """What the tax service told when it was decided."""
    asked_by_id = models.BigIntegerField()
    asked_at = models.DateTimeField()
    decided_by_id = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)

    objects = ShopQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["programme", "benefit", "issuer", "merchant"],
                condition=Q(state__in=("asked", "approved")),
                name="voucher_shop_once",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("approved", "refused", "ended"))
                | Q(decided_by_id__isnull=False) & ~Q(decided_by_id=F("asked_by_id")),
                name="voucher_shop_two_people",
            ),
        )
        indexes = (
            models.Index(fields=["programme", "benefit", "asked_at", "id"], name="voucher_shop_by_benefit"),
            models.Index(fields=["merchant", "asked_at", "id"], name="voucher_shop_by_merchant"),
            GinIndex(fields=["search"], name="voucher_shop_search", opclasses=["gin_trgm_ops"]),
            models.Index(
                fields=["programme", "benefit", "state", "asked_at", "id"], name="voucher_shop_by_state"
            ),
        )
        triggers = (
            SHOP_STATES.trigger(),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("programme", "benefit", "issuer", "merchant", "asked_by_id"),
            ),
        )


class OfShop(models.QuerySet[Any]):
    def visible_to(self, actor: SignedActor) -> OfShop:
        """Whoever sees the shop."""
        return self.filter(shop_id__in=Shop.objects.visible_to(actor).values("pk"))


class ShopAccount(models.Model):
    """What a shop has coming, by the source and line that pays it; never changed."""

    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="accounts")
    account = models.OneToOneField(
        "ledger.Account", on_delete=models.PROTECT, db_constraint=False, related_name="+"
    )
    fund = models.CharField(max_length=40)
    line = models.CharField(max_length=40, blank=True)
    year = models.PositiveSmallIntegerField(default=0)
    source = models.CharField(max_length=40)

    objects = OfShop.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["shop", "fund", "line", "year", "source"], name="voucher_shop_account_once"
            ),
        )
        triggers = (pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),)


class ShopDay(models.Model):
    """What a shop is paid for one day: spends less what it gave back, less a fee; never changed."""

    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="days")
    fund = models.CharField(max_length=40)
    day = models.DateField()
    taken_won = models.BigIntegerField()
    back_won = models.BigIntegerField()
    fee_won = models.BigIntegerField()
    won = models.BigIntegerField()
    cause = models.CharField(max_length=60, unique=True)
    """By which payments know it."""
    made_at = models.DateTimeField()

    objects = OfShop.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["shop", "fund", "day"], name="voucher_shop_day_once"),
            models.CheckConstraint(
                condition=Q(won=F("taken_won") - F("back_won") - F("fee_won"), won__gte=0, fee_won__gte=0),
                name="voucher_shop_day_won",
            ),
        )
        indexes = (models.Index(fields=["shop", "made_at", "id"], name="voucher_shop_day_by_shop"),)
        triggers = (pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),)


class CodeTry(models.Model):
    """A code that was typed at a counter and is none: tries are counted, codes are not kept."""

    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="+")
    user_id = models.BigIntegerField()
    at = models.DateTimeField()

    objects = OfShop.as_manager()

    class Meta:
        indexes = (
            models.Index(fields=["shop", "at"], name="voucher_code_try_by_shop"),
            models.Index(fields=["at"], name="voucher_code_try_by_time"),
        )


class TillKeyQuerySet(models.QuerySet["TillKey"]):
    def visible_to(self, actor: SignedActor) -> TillKeyQuerySet:
        """Who acts for the merchant of the shop."""
        if actor.user_id is None:
            return self.none()
        return self.filter(shop__merchant_id__in=merchants_of(actor))


@with_history(without=("digest",))
class TillKey(models.Model):
    """A key with which a till of a shop speaks to the service for whoever made it; only its hash is kept."""

    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="till_keys")
    name = models.CharField(max_length=60)
    """Which till: as ``counter 2``."""
    digest = models.CharField(max_length=64, unique=True)
    made_by_id = models.BigIntegerField()
    """For whom it acts: as long as this person acts for the merchant."""
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = TillKeyQuerySet.as_manager()

    class Meta:
        indexes = (models.Index(fields=["shop", "made_at", "id"], name="voucher_till_key_by_shop"),)
        triggers = (
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.shop_id IS DISTINCT FROM NEW.shop_id OR OLD.digest IS DISTINCT FROM NEW.digest"
                    " OR OLD.made_by_id IS DISTINCT FROM NEW.made_by_id OR OLD.ended_at IS NOT NULL"
                ),
            ),
        )
