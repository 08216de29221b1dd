"""Published price lists (공개 단가표) of executors that sell to the programme what they offer themselves."""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.db import models
from django.db.models import Q

from dure.domains.accounts.actors import SignedActor


def _seen(actor: SignedActor, path: str) -> Q:
    return actor.at_executors(f"{path}executor__in", f"{path}programme") | actor.scope(
        f"{path}programme", "officer", "ministry", "accountant"
    )


class PriceListQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: SignedActor) -> PriceListQuerySet:
        """The executor's staff, and officers, ministry and accountants of the programme."""
        return self.none() if actor.user_id is None else self.filter(_seen(actor, ""))


class PriceList(models.Model):
    """One version of an executor's price list: never changed; the next one takes its place from its day."""

    programme = models.CharField(max_length=60)
    executor = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    valid_from = models.DateField()
    published_by_id = models.BigIntegerField()
    published_at = models.DateTimeField()

    objects = PriceListQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["programme", "executor", "number"], name="price_list_version"),
            models.UniqueConstraint(fields=["programme", "executor", "valid_from"], name="price_list_day"),
        )
        triggers = (pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),)


class PriceItemQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: SignedActor) -> PriceItemQuerySet:
        """Whoever sees the list."""
        return self.none() if actor.user_id is None else self.filter(_seen(actor, "list__"))


class PriceItem(models.Model):
    """What one thing of a list costs."""

    list = models.ForeignKey(PriceList, on_delete=models.PROTECT, related_name="items")
    code = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    unit = models.CharField(max_length=40)
    unit_won = models.BigIntegerField()
    """Without VAT."""

    objects = PriceItemQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["list", "code"], name="price_item_code"),
            models.CheckConstraint(condition=Q(unit_won__gt=0), name="price_item_won"),
        )
        triggers = (pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),)
