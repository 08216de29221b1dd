"""What tests of vouchers need: merchants that were granted credit, registered shops, vouchers on sale."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.domains.builders import merchant, signed_up
from tests.domains.granting import FILE, FUND, GRANTS, THEN, granted, held, officer, with_money

from dure.domains.accounts.actors import SYSTEM, SignedActor
from dure.domains.ledger.models import Account
from dure.domains.merchants.models import Merchant
from dure.domains.vouchers.accounts import left_of, parts_of
from dure.domains.vouchers.models import Shop, Wallet
from dure.domains.vouchers.services.ask_registration import ask_registration
from dure.domains.vouchers.services.decide_shop import decide_shop
from dure.domains.vouchers.services.settle_shops import settle_shops
from dure.domains.vouchers.services.spend import Taken, spend

LATER = THEN + timedelta(hours=2)
NIGHT = datetime.fromisoformat("2025-06-03T00:30:00+09:00")
"""The night after the Monday of the grants."""
CREDIT = f"""\
  - id: market
    kind: voucher_credit
    title: {{ko: 장보기 크레딧, en: Market credit}}
    fund: {FUND}
    ceiling_won: 100000
    expires_after_days: 90
    partial_refund: true
    redemption: {{fee_bp: 50, monthly_ceiling_won: 150000}}
  - id: coupons
    kind: voucher_credit
    title: {{ko: 할인 쿠폰, en: Coupons}}
    fund: {FUND}
    amount_won: 50000
    unit_won: 5000
    expires_after_days: 30
  - id: messages
    kind: voucher_credit
    title: {{ko: 메시지 크레딧, en: Message credit}}
    provided_by: executor
    fund: {FUND}
    ceiling_parameter: message_credit_won
    metered_in: {{ko: 메시지 1건, en: One message}}
    unit_won: 15
    expires_after_days: 365
"""
TEXT = FILE.replace("funds:\n", CREDIT + "funds:\n", 1).replace(
    "photos, exhibition, discount]", "photos, exhibition, discount, market, coupons, messages]", 1
)


def credited(count: int = 2, benefit: str = "market", won: int = 20_000_000) -> None:
    """Grant credit to merchants that hold a place."""
    held(count, text=TEXT)
    with_money(won)
    granted(benefit)


def wallet_of(n: int, benefit: str = "market") -> Wallet:
    found: Wallet = Wallet.objects.get(
        benefit=benefit, application__application_no__endswith=f"{n:06d}", state="open"
    )
    return found


def left(wallet: Wallet) -> dict[str, int]:
    """Return what is left of a wallet, by source."""
    return {part.source: part.free_won for part in parts_of(wallet)}


def left_won(wallet: Wallet) -> int:
    return left_of(parts_of(wallet))


def shopkeeper(n: int = 50) -> SignedActor:
    return signed_up(f"shop{n}@test.example")


def shop(
    n: int = 50, benefit: str = "market", programme: str = GRANTS, issuer: str = "", **facts: object
) -> Shop:
    """Return a registered shop of a merchant that holds no place."""
    own = shopkeeper(n)
    one = Merchant.objects.filter(members__user_id=own.user_id).first() or merchant(
        n, owner=own, business_status="active", **facts
    )
    pk = ask_registration(
        actor=own, now=THEN, programme=programme, benefit=benefit, issuer=issuer, merchant_id=one.pk
    )
    decide_shop(actor=officer(), now=THEN, shop_id=pk, approved=True)
    found: Shop = Shop.objects.get(pk=pk)
    return found


def taken(
    at: Shop, wallet: Wallet, won: int, key: str = "k1", now: datetime = LATER, **more: datetime
) -> Taken:
    return spend(actor=shopkeeper_of(at), now=now, shop_id=at.pk, code=wallet.code, won=won, key=key, **more)


def shopkeeper_of(at: Shop) -> SignedActor:
    member = at.merchant.members.order_by("pk").first()
    assert member is not None
    return SignedActor(member.user_id)


def coming(at: Shop) -> int:
    """Return what stands on a shop's accounts and is not on its way."""
    return sum(
        one.account.credits - one.account.debits - one.account.held_debits
        for one in at.accounts.select_related("account")
    )


def settled(now: datetime = NIGHT) -> int:
    return settle_shops(actor=SYSTEM, now=now)


def totals() -> dict[str, int]:
    """Return the sum of all accounts by unit: nothing is ever made or lost."""
    found: dict[str, int] = {}
    for unit, credits, debits in Account.objects.values_list("unit", "credits", "debits"):
        found[unit] = found.get(unit, 0) + credits - debits
    return found
