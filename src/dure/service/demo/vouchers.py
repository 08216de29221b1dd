"""Vouchers in the demo: sold to citizens, spent at counters, settled by night, paid back and given back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from dure.domains.accounts.actors import SYSTEM, SignedActor
from dure.domains.funds.services.allot_money import allot_money
from dure.domains.merchants.queries import my_merchants
from dure.domains.programmes.services.publish import publish_programme
from dure.domains.programmes.services.upload import upload_programme
from dure.domains.vouchers.buyers import buyer_of
from dure.domains.vouchers.queries import own_wallets
from dure.domains.vouchers.services.ask_registration import ask_registration
from dure.domains.vouchers.services.decide_shop import decide_shop
from dure.domains.vouchers.services.give_back import give_back
from dure.domains.vouchers.services.open_issue import open_issue
from dure.domains.vouchers.services.order_voucher import order_voucher
from dure.domains.vouchers.services.pay_order import pay_order
from dure.domains.vouchers.services.refund_wallet import refund_wallet
from dure.domains.vouchers.services.settle_shops import settle_shops
from dure.domains.vouchers.services.spend import spend
from dure.service.demo import grants
from dure.service.demo.scene import at

FILE = Path(__file__).with_name("bomnae-2025.yaml")
PROGRAMME, BENEFIT, ISSUER = "bomnae-2025", "local", "bomnae"
CITIZENS = ("citizen@demo.example", "citizen2@demo.example")
_SPENT = (
    ("2025-03-19T12:10:00", 0, 12_000),
    ("2025-03-19T18:40:00", 1, 23_500),
    ("2025-03-20T13:05:00", 0, 8_000),
    ("2025-03-21T19:20:00", 0, 41_000),
    ("2025-03-22T11:15:00", 1, 16_000),
    ("2025-03-24T09:30:00", 0, 9_500),
)
"""When, which citizen, how much: the last was taken this morning and is settled tonight."""
_NIGHTS = ("2025-03-20", "2025-03-21", "2025-03-22", "2025-03-23", "2025-03-24")


def load_vouchers(
    officer: SignedActor,
    issuer: SignedActor,
    merchants: tuple[SignedActor, SignedActor],
    citizens: tuple[SignedActor, SignedActor],
) -> None:
    """Sell local vouchers, let them be spent, and pay the shops; credit of the alley is spent beside them."""
    begun = at("2025-01-03T10:00:00")
    version = upload_programme(actor=officer, now=begun, raw=FILE.read_bytes()).version_id
    publish_programme(actor=officer, now=begun, version_id=version, reason="시연용 사업을 공고합니다.")
    for source, won in (("government", 3_200_000), ("city", 4_800_000)):
        allot_money(
            actor=officer, now=at("2025-03-03T10:00:00"), programme=PROGRAMME, fund="discount", source=source,
            year=0, won_by_line={"": won}, reason="2025년 할인 보전금 교부 결정", key=f"demo-{source}",
        )  # fmt: skip
    issue = open_issue(
        actor=officer, now=at("2025-03-04T10:00:00"), programme=PROGRAMME, benefit=BENEFIT, issuer=ISSUER,
        line="", year=0, face_won=60_000_000, reason="2025년 상반기 발행",
    )  # fmt: skip
    first, other = merchants
    counter = _registered(first, issuer, PROGRAMME, BENEFIT, ISSUER)
    _registered(other, None, PROGRAMME, BENEFIT, ISSUER)
    wallets = [_bought(issue, n, citizens[n], issuer, won) for n, won in enumerate((200_000, 150_000))]
    # One is paid back unused; one was ordered this morning and waits for its payment.
    unused = _bought(issue, 1, citizens[1], issuer, 50_000)
    refund_wallet(actor=citizens[1], now=at("2025-03-21T20:00:00"), wallet_id=unused)
    order_voucher(
        actor=citizens[0], now=at("2025-03-24T08:50:00"), issue_id=issue, face_won=100_000,
        buyer=buyer_of(PROGRAMME, "demo-ci-0"), key="demo-waits",
    )  # fmt: skip
    codes = [own_wallets(who).get(pk=pk).code for who, pk in zip(citizens, wallets, strict=True)]
    _spend_local(first, counter, codes)
    _spend_credit(officer, first, other)
    for night in _NIGHTS:
        settle_shops(actor=SYSTEM, now=at(f"{night}T00:30:00"))


def _registered(
    who: SignedActor, decider: SignedActor | None, programme: str, benefit: str, issuer: str = ""
) -> int:
    """Ask for one's business to be registered as a shop; where there is a decider it is approved."""
    shop = ask_registration(
        actor=who, now=at("2025-03-10T10:00:00"), programme=programme, benefit=benefit, issuer=issuer,
        merchant_id=my_merchants(who)[0].pk,
    )  # fmt: skip
    if decider is not None:
        decide_shop(actor=decider, now=at("2025-03-11T10:00:00"), shop_id=shop, approved=True)
    return shop


def _bought(issue: int, n: int, who: SignedActor, issuer: SignedActor, won: int) -> int:
    """Let the n-th citizen buy a voucher; return the wallet."""
    order = order_voucher(
        actor=who, now=at("2025-03-18T10:00:00"), issue_id=issue, face_won=won,
        buyer=buyer_of(PROGRAMME, f"demo-ci-{n}"), key=f"demo-{won}",
    )  # fmt: skip
    return pay_order(
        actor=issuer, now=at("2025-03-18T15:00:00"), order_id=order, receipt=f"20250318-{order:06d}"
    )


def _spend_local(shopkeeper: SignedActor, shop: int, codes: Sequence[str]) -> None:
    """Take vouchers at a counter on several days; of one a part is given back."""
    for n, (when, citizen, won) in enumerate(_SPENT):
        taken = spend(
            actor=shopkeeper, now=at(when), shop_id=shop, code=codes[citizen], won=won, key=f"demo-{n}"
        )
        if n == 1:
            give_back(
                actor=shopkeeper, now=at("2025-03-19T19:00:00"), spend_id=taken.spend_id, won=3_500,
                key="demo", reason="한 가지를 돌려받았습니다.",
            )  # fmt: skip


def _spend_credit(officer: SignedActor, first: SignedActor, other: SignedActor) -> None:
    """Let each of two merchants spend credit of the alley at the shop of the other."""
    shops = {who.user_id: _registered(who, officer, grants.PROGRAMME, "market") for who in (first, other)}
    for n, (buyer, seller, won) in enumerate(((first, other, 45_000), (other, first, 70_000))):
        wallet = next(one for one in own_wallets(buyer) if one.benefit == "market")
        spend(
            actor=seller, now=at("2025-03-20T14:00:00"), shop_id=shops[seller.user_id], code=wallet.code,
            won=won, key=f"demo-credit-{n}",
        )  # fmt: skip
