"""Somebody acts for a merchant no more; one person always stays."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.merchants.models import Merchant, MerchantMember
from dure.domains.merchants.policies import allow_acting
from dure.engine.problems import msg, refuse


def end_member(*, actor: SignedActor, now: datetime, merchant_id: int, member_id: int) -> None:
    """End what lets somebody act for a merchant. Twice is once.

    Raises NotAllowed, and Refused for the last one: a business with applications stays with somebody.
    """
    allow_acting(actor, merchant_id)
    with act("merchant.end_member", actor=actor, now=now) as this:
        Merchant.objects.select_for_update().only("pk").get(pk=merchant_id)
        allow_acting(actor, merchant_id)
        living = MerchantMember.objects.filter(merchant_id=merchant_id, until__isnull=True)
        held = set(living.values_list("pk", flat=True))
        if member_id not in held:
            return
        if len(held) == 1:
            raise refuse(
                "member.last",
                msg("somebody must be left who acts for the business: add another person first"),
            )
        living.filter(pk=member_id).update(until=now)
        this.record("merchant_member", member_id, merchant=merchant_id, ended=True)
