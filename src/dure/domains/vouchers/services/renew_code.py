"""Whoever owns a wallet gets a new code for it: the old one is good no more."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.events.act import act
from dure.domains.vouchers.models import Wallet
from dure.domains.vouchers.opening import coded, new_code
from dure.domains.vouchers.spending import hold_wallet
from dure.engine.problems import msg, refuse


def renew_code(*, actor: SignedActor, now: datetime, wallet_id: int, key: str) -> None:
    """Give a wallet another code, once under ``key``; raises NotAllowed to others, Refused where it ended."""
    if actor.user_id is None or not Wallet.objects.filter(Wallet.own(actor), pk=wallet_id).exists():
        raise NotAllowed
    with act("vouchers.renew_code", actor=actor, now=now, key=f"{wallet_id}/{key}") as this:
        if this.repeated:
            return
        wallet = hold_wallet(wallet_id)
        if wallet.state != "open":
            raise refuse("vouchers.ended", msg("this voucher is not good any more"))
        Wallet.objects.filter(pk=wallet_id).update(**coded(new_code()))
        this.record("wallet", wallet_id, code="renewed")
