"""A shop takes an amount of a wallet at its counter; pressed twice, or sent again, once (결제)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.ledger.posting import move, post
from dure.domains.merchants.policies import allow_acting, may_act_for
from dure.domains.vouchers.accounts import left_of, open_shop_accounts, parts_of
from dure.domains.vouchers.models import Shop, Spend, Wallet
from dure.domains.vouchers.spending import (
    as_told,
    hold_wallet,
    legs_of,
    refuse_amount,
    refuse_moment,
    refuse_not_good,
    refuse_wrong_shop,
)
from dure.domains.vouchers.telling import tell_taken
from dure.domains.vouchers.tried import wallet_with
from dure.engine.problems import msg, refuse

LONGEST_KEY = 64


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken, and what is left of the wallet."""

    spend_id: int
    won: int
    left_won: int


def spend(
    *,
    actor: SignedActor,
    now: datetime,
    shop_id: int,
    code: str,
    won: int,
    key: str,
    happened_at: datetime | None = None,
) -> Taken:
    """Take an amount of the wallet with this code, once under ``key``; asked again the answer is the same.

    ``happened_at``: when it was taken, where the counter had no network then. Raises NotAllowed for who does
    not act for the shop, and Refused: no such code, too many tries, a shop that does not take it, a wallet
    that ended or is not good on that day, more than is left, part of a coupon, one's own wallet, another
    amount or code under the same key.
    """
    shop = Shop.objects.get(pk=shop_id)
    allow_acting(actor, shop.merchant_id)
    moment = happened_at or now
    refuse_moment(moment, now)
    if not 0 < len(key) <= LONGEST_KEY:
        raise refuse("vouchers.key_missing", msg("a spend has a key, by which it happens once"))
    wallet_id = wallet_with(actor, now, shop, code)
    with act("vouchers.spend", actor=actor, now=now, key=f"{shop_id}/{key}") as this:
        if this.repeated:
            done = Spend.objects.get(pk=this.result)
            as_told(this, (done.wallet_id, done.won), (wallet_id, won))
            return Taken(done.pk, done.won, done.left_won)
        wallet = hold_wallet(wallet_id)
        shop = Shop.objects.get(pk=shop_id)
        refuse_wrong_shop(shop, wallet, moment)
        refuse_not_good(wallet, moment)
        _refuse_own(actor, shop, wallet)
        parts = parts_of(wallet)
        refuse_amount(wallet, parts, won)
        legs = legs_of(parts, won, open_shop_accounts(this, shop, wallet, [part.source for part in parts]))
        post(
            this,
            key=f"vouchers/spend/{shop_id}/{key}",
            what="vouchers.spend",
            legs=[move(*leg) for leg in legs],
            happened_at=moment,
        )
        made = Spend.objects.create(
            wallet=wallet, shop=shop, key=key, won=won, left_won=left_of(parts) - won, legs=legs,
            happened_at=moment, taken_at=now, taken_by_id=actor.user_id or 0,
        )  # fmt: skip
        this.record("voucher_spend", made.pk, won=won, shop=shop.pk, wallet=wallet.pk)
        tell_taken(this, wallet, made.pk, won, made.left_won)
        this.result = made.pk
    return Taken(made.pk, won, made.left_won)


def _refuse_own(actor: SignedActor, shop: Shop, wallet: Wallet) -> None:
    """Raise Refused where both sides are one: a shop that takes its own credit, a person the own voucher."""
    own = wallet.owner_user_id == actor.user_id
    if wallet.application is not None:
        merchant = wallet.application.merchant_id
        own = merchant == shop.merchant_id or may_act_for(actor, merchant)
    if own:
        raise refuse("vouchers.own", msg("nobody takes a voucher of their own"))
