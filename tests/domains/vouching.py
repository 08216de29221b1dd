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


LOCAL = "local-trial"
SALE = f"""\
format: 1
id: {LOCAL}
title: {{ko: 상품권 시험 2025, en: Voucher trial 2025}}
year: 2025
window:
  opens_at: "2025-03-18T09:00:00+09:00"
  closes_at: "2025-04-18T18:00:00+09:00"
reference_day: 2025-03-18
executors:
  - {{id: bomnae, name: {{ko: 봄내시, en: Bomnae City}}, regions: ['51']}}
  - {{id: narae, name: {{ko: 나래구, en: Narae District}}}}
eligibility:
  - id: small_merchant
    rule: small_merchant()
    reason: {{ko: 소상공인이어야 합니다., en: A small merchant.}}
stages:
  - id: shops
    title: {{ko: 가맹점, en: Shops}}
    quota: {{total: 40}}
    over: all
    chosen_by: entitlement
    benefits: [local]
benefits:
  - id: local
    kind: voucher_credit
    title: {{ko: 봄내사랑상품권, en: Bomnae voucher}}
    provided_by: other_body
    fund: {FUND}
    total_won: 5000000
    expires_after_days: 1825
    sold_at_discount_bp: 1000
    discount_borne:
      - {{by: government, share_bp: 4000}}
      - {{by: local_government, share_bp: 6000}}
    purchase_ceiling_won: 500000
    partial_refund: true
    refund_from_spent_bp: 6000
    redemption: {{paid_within_days: 3}}
funds:
  - id: {FUND}
    title: {{ko: 할인 보전, en: Discount}}
    sources:
      - {{id: citizens, title: {{ko: 구매 대금, en: Paid by citizens}}, kind: other_private}}
      - {{id: government, title: {{ko: 국비, en: Government}}, kind: government}}
      - {{id: province, title: {{ko: 지방비, en: Province}}, kind: local_government}}
rights: {{withdraw: true}}
"""


def on_sale(face_won: int = 1_000_000, government: int = 400_000, province: int = 600_000) -> int:
    """Publish vouchers of two issuers, bring the discount in, and put those of one on sale."""
    from tests.domains.builders import published
    from tests.domains.granting import with_needs

    from dure.domains.funds.services.allot_money import allot_money
    from dure.domains.vouchers.services.open_issue import open_issue

    published(with_needs(SALE).encode())
    for source, won in (("government", government), ("province", province)):
        allot_money(
            actor=officer(), now=THEN, programme=LOCAL, fund=FUND, source=source, year=0,
            won_by_line={"": won}, reason="교부 결정", key=source,
        )  # fmt: skip
    return open_issue(
        actor=officer(), now=THEN, programme=LOCAL, benefit="local", issuer="bomnae", line="", year=0,
        face_won=face_won, reason="2025년 발행",
    )  # fmt: skip


def citizen(n: int = 1) -> SignedActor:
    return signed_up(f"citizen{n}@test.example")


def ordered(issue: int, won: int = 100_000, n: int = 1, key: str = "o1", now: datetime = THEN) -> int:
    from dure.domains.vouchers.buyers import buyer_of
    from dure.domains.vouchers.services.order_voucher import order_voucher

    return order_voucher(
        actor=citizen(n), now=now, issue_id=issue, face_won=won, buyer=buyer_of(LOCAL, f"ci-{n}"), key=key
    )


def bought(issue: int, won: int = 100_000, n: int = 1, key: str = "o1", now: datetime = THEN) -> Wallet:
    """Order a voucher and note that it was paid."""
    from dure.domains.vouchers.services.pay_order import pay_order

    order = ordered(issue, won, n, key, now)
    pk = pay_order(actor=officer(), now=now, order_id=order, receipt=f"R-{order}")
    found: Wallet = Wallet.objects.get(pk=pk)
    return found
