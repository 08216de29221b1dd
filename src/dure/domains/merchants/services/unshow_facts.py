"""A document that showed facts is refused after all: they have the origin before it again."""

from __future__ import annotations

from collections.abc import Collection

from dure.domains.events.act import Act
from dure.domains.merchants.models import Merchant
from dure.domains.merchants.origins import not_shown


def unshow_facts(this: Act, *, merchant_id: int, names: Collection[str]) -> None:
    """Take a document off as the origin of facts, within an open act; their values stay."""
    merchant = Merchant.objects.select_for_update().get(pk=merchant_id)
    origins = not_shown(merchant.origins, names)
    if origins != merchant.origins:
        Merchant.objects.filter(pk=merchant_id).update(origins=origins)
        this.record("merchant", merchant_id, no_more_shown_by_document=sorted(names))
