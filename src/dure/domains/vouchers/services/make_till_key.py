"""Who acts for a shop makes a key for one of its tills, which then takes vouchers for them (단말 인증키)."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.merchants.policies import allow_acting
from dure.domains.vouchers.models import Shop, TillKey
from dure.domains.vouchers.tills import digest_of
from dure.engine.problems import msg, refuse

MOST = 20
"""So many keys of one shop are in force at once."""
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class MadeKey:
    """A key that was made: its row, and the text that is shown this once and kept nowhere."""

    till_key_id: int
    text: str


def make_till_key(*, actor: SignedActor, now: datetime, shop_id: int, name: str) -> MadeKey:
    """Make a key for a till and return it with its text.

    Raises NotAllowed for who does not act for the merchant, and Refused: no name, one that another key in
    force has, a shop that is not registered, and too many keys.
    """
    shop = Shop.objects.get(pk=shop_id)
    allow_acting(actor, shop.merchant_id)
    called = name.strip()
    if not 0 < len(called) <= LONGEST_NAME:
        raise refuse("vouchers.till_name", msg("say which till it is for"))
    with act("vouchers.make_till_key", actor=actor, now=now) as this:
        alone("voucher_shop_keys", shop_id)
        if not Shop.objects.filter(pk=shop_id, state="approved").exists():
            raise refuse("vouchers.shop", msg("this shop is not registered"))
        live = TillKey.objects.filter(shop=shop, ended_at__isnull=True)
        if live.filter(name=called).exists():
            raise refuse("vouchers.till_name", msg("a key of this name is in force: end it first"))
        if live.count() >= MOST:
            raise refuse("vouchers.till_keys", msg("at most {most} keys are in force at once"), most=MOST)
        text = f"dure_till_{secrets.token_urlsafe(32)}"
        made = TillKey.objects.create(
            shop=shop, name=called, digest=digest_of(text), made_by_id=actor.user_id or 0, made_at=now
        )
        this.record("till_key", made.pk, shop=shop_id)
    return MadeKey(made.pk, text)
