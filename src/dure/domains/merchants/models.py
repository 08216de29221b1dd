"""Merchants: one row a business, what is known of it, and who acts for it."""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.history import with_history
from dure.domains.merchants.states import DUPLICATE_STATES
from dure.domains.privacy.encryption import EncryptedText


class MerchantQuerySet(models.QuerySet["Merchant"]):
    def visible_to(
        self, actor: SignedActor, applicants: models.QuerySet[Any] | None = None
    ) -> MerchantQuerySet:
        """Officers and the ministry of all programmes see all; people see the merchants that they act for.

        Those whose role is for one programme see its ``applicants``: this subject knows none, who asks brings
        them as a subquery of ids. What executors' staff and reviewers see of a merchant they see through its
        applications.
        """
        if actor.may_in("", "officer", "ministry"):
            return self
        if actor.user_id is None:
            return self.none()
        own = MerchantMember.objects.visible_to(actor).values("merchant_id")
        # One list of ids, not two joined by *or*: few of a million are found by it, not all looked through.
        return self.filter(pk__in=own if applicants is None else own.union(applicants))


@with_history(without=("search", "status_asked_at", "changed_at", "version", "origins"))
class Merchant(models.Model):
    """One business (소상공인) by its business number; an empty field means *not known*.

    The columns are those of the profile (``dure.engine.profile.fields``). The six that can be *none* have a
    companion ``has_FIELD``: true, false (none) or empty (not known).
    """

    business_no = models.CharField(max_length=10, unique=True)
    name = models.CharField(max_length=200, blank=True)
    search = models.TextField(blank=True)
    """The name taken apart (``dure.language.hangul``) and the number: what the search box looks in."""
    legal_form = models.CharField(max_length=12, null=True)
    ksic = models.CharField(max_length=5, null=True)
    ksic_revision = models.CharField(max_length=2, null=True)
    """The revision that ``ksic`` is written in; empty: not told, read as that of whoever reads it."""
    region = models.CharField(max_length=10, null=True)
    opened_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    has_closed_on = models.BooleanField(null=True)
    business_status = models.CharField(max_length=10, null=True)
    employees = models.DecimalField(max_digits=10, decimal_places=2, null=True)
    annual_sales = models.BigIntegerField(null=True)
    online_sales_share = models.DecimalField(max_digits=7, decimal_places=6, null=True)
    mail_order_no = models.CharField(max_length=60, null=True)
    has_mail_order_no = models.BooleanField(null=True)
    owner_birth_year = models.IntegerField(null=True)
    owner_female = models.BooleanField(null=True)
    tax_arrears = models.BooleanField(null=True)
    sanctioned_until = models.DateField(null=True)
    has_sanctioned_until = models.BooleanField(null=True)
    credit_score = models.IntegerField(null=True)
    credit_bureau = models.CharField(max_length=4, null=True)
    channels = ArrayField(models.CharField(max_length=120), null=True)
    has_channels = models.BooleanField(null=True)
    market_id = models.CharField(max_length=60, null=True)
    has_market_id = models.BooleanField(null=True)
    designations = ArrayField(models.CharField(max_length=60), null=True)
    has_designations = models.BooleanField(null=True)

    origins = models.JSONField(default=dict, db_default={})
    """Where each value came from and when (``origins.py``)."""
    owner_name = EncryptedText(blank=True, default="")
    phone = EncryptedText(blank=True, default="")
    email = EncryptedText(blank=True, default="")
    address = EncryptedText(blank=True, default="", db_default="")
    """Where the business is, as registered (사업장 소재지); it may be an owner's home."""
    status_asked_at = models.DateTimeField(null=True)
    """When the tax service was last asked for the business status."""
    version = models.PositiveIntegerField(default=1)
    """Counts the changes: a form that was opened before another change is refused, with what changed."""
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects = MerchantQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(business_no__regex=r"^\d{10}$"), name="merchant_number"
            ),
        )
        indexes = (
            GinIndex(fields=["search"], name="merchant_search", opclasses=["gin_trgm_ops"]),
            models.Index(fields=["name", "id"], name="merchant_by_name"),
            models.Index(fields=["region", "ksic", "id"], name="merchant_by_region"),
            models.Index(fields=["ksic", "region", "id"], name="merchant_by_industry"),
            models.Index(fields=["-changed_at", "id"], name="merchant_by_change"),
        )
        triggers = (pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"merchant {self.pk}"


class MemberQuerySet(models.QuerySet["MerchantMember"]):
    def visible_to(self, actor: SignedActor) -> MemberQuerySet:
        """People see for whom they act now."""
        if actor.user_id is None:
            return self.none()
        return self.filter(user_id=actor.user_id, until__isnull=True)


@with_history()
class MerchantMember(models.Model):
    """Somebody acts for a merchant, from an instant on; ``until`` is set when it ends."""

    merchant = models.ForeignKey(Merchant, on_delete=models.PROTECT, related_name="members")
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    proved_by = models.CharField(max_length=20)
    """How it was shown that the person acts for it: tax_service, first, nomination, officer."""
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["merchant", "user"],
                condition=models.Q(until__isnull=True),
                name="merchant_member_once",
            ),
        )
        indexes = (models.Index(fields=["user", "merchant"], name="merchant_member_by_user"),)


class MerchantKey(models.Model):
    """A value that two merchants may share, as a keyed hash: by it duplicates are looked up.

    Written and removed with what it was made from (``services/note_duplicates.py``).
    """

    merchant = models.ForeignKey(Merchant, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=64)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["key", "merchant"], name="merchant_key_once"),)


class DuplicateQuerySet(models.QuerySet["DuplicatePair"]):
    def visible_to(self, actor: SignedActor, of: int | None = None) -> DuplicateQuerySet:
        """Officers and the ministry of all programmes see all.

        Those whose role is for one programme see the pairs ``of`` one merchant, whose application they were
        shown before: this subject knows none.
        """
        if actor.may_in("", "officer", "ministry"):
            return self
        if of is not None and actor.has("officer", "ministry"):
            return self.filter(models.Q(one_id=of) | models.Q(other_id=of))
        return self.none()


@with_history(without=("search",))
class DuplicatePair(models.Model):
    """Two merchants that may be one business, or of one owner: why, and what an officer decided.

    Nothing is merged, whatever was decided.
    """

    one = models.ForeignKey(Merchant, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Merchant, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=15, default="open")
    band = models.CharField(max_length=6)
    score = models.IntegerField()
    looks_like = models.CharField(max_length=15)
    evidence = models.JSONField()
    """The level of likeness by field; codes only, never a value."""
    search = models.TextField(blank=True)
    """What the search texts of both merchants held when the pair was found."""
    reason = models.CharField(max_length=500, blank=True)
    found_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    objects = DuplicateQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["one", "other"], name="duplicate_once"),
            models.CheckConstraint(
                condition=models.Q(one__lt=models.F("other")), name="duplicate_smaller_first"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=("open", "lapsed")) | ~models.Q(reason=""),
                name="duplicate_decided_with_reason",
            ),
        )
        indexes = (
            models.Index(fields=["state", "score", "id"], name="duplicate_by_score"),
            models.Index(fields=["other", "id"], name="duplicate_by_other"),
            GinIndex(fields=["search"], name="duplicate_search", opclasses=["gin_trgm_ops"]),
        )
        triggers = (DUPLICATE_STATES.trigger(), pgtrigger.Protect(name="kept", operation=pgtrigger.Delete))


def profile_row(merchant: Merchant) -> dict[str, Any]:
    """Return what is known of a merchant as a row of the engine, with companions."""
    from dure.engine.profile.fields import PROFILE_COLUMNS

    row: dict[str, Any] = {}
    for field in PROFILE_COLUMNS:
        value = getattr(merchant, field.name)
        if field.name in ("employees", "online_sales_share") and value is not None:
            value = float(value)
        row[field.name] = value if value != "" else None
        if field.none_able:
            row[field.companion] = getattr(merchant, f"has_{field.name}")
    return row
