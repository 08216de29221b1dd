"""Codes as counters type them: found, or counted where they are none; nobody guesses for long."""

from __future__ import annotations

from datetime import datetime, timedelta

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.privacy.encryption import blind
from dure.domains.vouchers.models import CodeTry, Shop, Wallet
from dure.engine.money.voucher_codes import code_in
from dure.engine.problems import Refused, msg, refuse

TRIES = 10
WITHIN = timedelta(minutes=15)
"""So many codes that are none may be typed at one shop within this time."""


def wallet_with(actor: SignedActor, now: datetime, shop: Shop, code: str) -> int:
    """Return the wallet with a code; a code that is none is counted, and refused after too many."""
    tried = CodeTry.objects.filter(shop=shop, at__gt=now - WITHIN).count()
    if tried >= TRIES:
        raise refuse(
            "vouchers.tries", msg("too many codes were wrong: please try again in a quarter of an hour")
        )
    digits = code_in(code)
    if digits is None:
        raise wrong_code()
    found = Wallet.objects.filter(code_digest=blind(digits)).values_list("pk", flat=True).first()
    if found is None:
        with act("vouchers.wrong_code", actor=actor, now=now) as this:
            CodeTry.objects.create(shop=shop, user_id=actor.user_id or 0, at=now)
            this.record("voucher_shop", shop.pk, tries=tried + 1)
        raise wrong_code()
    return int(found)


def wrong_code() -> Refused:
    return refuse("vouchers.code", msg("there is no voucher with this code: please look at it again"))
