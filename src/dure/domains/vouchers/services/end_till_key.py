"""Who acts for a shop ends a key of a till: it opens nothing from then on."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.merchants.policies import allow_acting
from dure.domains.vouchers.models import TillKey


def end_till_key(*, actor: SignedActor, now: datetime, till_key_id: int) -> None:
    """End a key; twice is once. Raises NotAllowed for who does not act for the merchant."""
    one = TillKey.objects.select_related("shop").get(pk=till_key_id)
    allow_acting(actor, one.shop.merchant_id)
    with act("vouchers.end_till_key", actor=actor, now=now) as this:
        if TillKey.objects.filter(pk=till_key_id, ended_at__isnull=True).update(ended_at=now):
            this.record("till_key", till_key_id, ended=True)
