"""A counter asks what is left of a voucher before it takes something: only what it could take of itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.merchants.policies import allow_acting
from dure.domains.vouchers.accounts import left_of, parts_of
from dure.domains.vouchers.models import Shop, Wallet
from dure.domains.vouchers.spending import refuse_not_good, refuse_wrong_shop
from dure.domains.vouchers.tried import wallet_with


@dataclass(frozen=True, slots=True)
class Balance:
    """What is left of a wallet in won, the first day on which it is good no more, and a coupon's value."""

    left_won: int
    ends_on: date | None
    unit_won: int | None


def look_at_wallet(*, actor: SignedActor, now: datetime, shop_id: int, code: str) -> Balance:
    """Return what is left; who owns it is not told. A code that is none is counted as at a spend.

    Raises NotAllowed for who does not act for the shop, and Refused: no such code, too many tries, a shop
    that does not take it, a wallet that ended or is not good today.
    """
    shop = Shop.objects.get(pk=shop_id)
    allow_acting(actor, shop.merchant_id)
    wallet = Wallet.objects.get(pk=wallet_with(actor, now, shop, code))
    refuse_wrong_shop(shop, wallet, now)
    refuse_not_good(wallet, now)
    return Balance(left_of(parts_of(wallet)), wallet.ends_on, wallet.unit_won)
