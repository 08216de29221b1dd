"""A member of a merchant lets somebody else act for it too."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.interests import look_at_conflicts
from dure.domains.accounts.models import User
from dure.domains.events.act import act
from dure.domains.merchants.models import Merchant, MerchantMember
from dure.domains.merchants.policies import allow_acting
from dure.engine.problems import msg, refuse

MOST = 20


def add_member(*, actor: SignedActor, now: datetime, merchant_id: int, email: str) -> int:
    """Let the account with an address act for a merchant; returns the member's id. Twice is once.

    Raises NotAllowed, and Refused where there is no such account.
    """
    allow_acting(actor, merchant_id)
    user_id = (
        User.objects.filter(email=email.strip().lower(), is_active=True).values_list("pk", flat=True).first()
    )
    if user_id is None:
        raise refuse(
            "member.no_account",
            msg(
                "there is no account with this address: ask them to sign up with it first, then add them here"
            ),
        )
    with act("merchant.add_member", actor=actor, now=now) as this:
        Merchant.objects.select_for_update().only("pk").get(pk=merchant_id)
        allow_acting(actor, merchant_id)  # asked again: it may have ended while we waited for the row
        living = MerchantMember.objects.filter(merchant_id=merchant_id, until__isnull=True)
        if held := living.filter(user_id=user_id).values_list("pk", flat=True).first():
            return int(held)
        if living.count() >= MOST:
            raise refuse("member.many", msg("up to {most} people can act for a business"), most=MOST)
        member = MerchantMember.objects.create(
            merchant_id=merchant_id, user_id=user_id, proved_by="first", since=now
        )
        this.record("merchant_member", member.pk, merchant=merchant_id, proved_by="first")
        look_at_conflicts(this, [user_id])
        return int(member.pk)
