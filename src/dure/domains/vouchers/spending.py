"""What is asked before a shop takes something of a wallet, and how an amount is drawn from its sources."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from dure.domains.events.act import Act
from dure.domains.vouchers.accounts import Part
from dure.domains.vouchers.models import Shop, Wallet
from dure.engine.law.deadlines import day_of
from dure.engine.money.vouchers import drawn_of
from dure.engine.problems import msg, refuse

ACCEPTED_LATER = timedelta(hours=72)
"""A counter without network hands in what it took within three days, with the moment at which it did."""


def hold_wallet(wallet_id: int) -> Wallet:
    """Lock a wallet and return it: its sources are drawn on by one at a time."""
    return Wallet.objects.select_for_update(no_key=True).get(pk=wallet_id)


def refuse_moment(happened_at: datetime, now: datetime) -> None:
    """Raise Refused for a moment to come, or too long ago."""
    if happened_at > now:
        raise refuse("vouchers.moment", msg("the moment is still to come"))
    if now - happened_at > ACCEPTED_LATER:
        raise refuse("vouchers.late", msg("what was taken has to be handed in within three days"))


def refuse_wrong_shop(shop: Shop, wallet: Wallet, happened_at: datetime) -> None:
    """Raise Refused where a shop does not take this wallet, or did not at that moment."""
    if shop.state != "approved" or (shop.decided_at is not None and happened_at < shop.decided_at):
        raise refuse("vouchers.shop", msg("this shop is not registered"))
    if (shop.programme, shop.benefit, shop.issuer) != (wallet.programme, wallet.benefit, wallet.issuer):
        raise refuse("vouchers.not_here", msg("this voucher is not good at this shop"))


def refuse_not_good(wallet: Wallet, happened_at: datetime) -> None:
    """Raise Refused where a wallet has ended, or is not good on that day."""
    day = day_of(happened_at)
    if wallet.state != "open":
        raise refuse("vouchers.ended", msg("this voucher is not good any more"))
    if day < wallet.starts_on or (wallet.ends_on is not None and day >= wallet.ends_on):
        raise refuse("vouchers.period", msg("this voucher is not good on that day"))


def refuse_amount(wallet: Wallet, parts: Sequence[Part], won: int) -> None:
    """Raise Refused for no amount, a broken coupon, or more than is left."""
    if won <= 0:
        raise refuse("vouchers.amount", msg("say an amount above zero"))
    if wallet.unit_won is not None and won % wallet.unit_won:
        raise refuse(
            "vouchers.coupon", msg("coupons of {won} won are spent whole"), won=f"{wallet.unit_won:,}"
        )
    left = sum(part.free_won for part in parts)
    if won > left:
        raise refuse("vouchers.short", msg("only {left} won are left of it"), left=f"{left:,}")


def legs_of(parts: Sequence[Part], won: int, to: dict[str, int]) -> list[list[int]]:
    """Return (from, to, won) of each source that a spend draws on."""
    drawn = drawn_of([part.free_won for part in parts], won)
    return [[part.account, to[part.source], share] for part, share in zip(parts, drawn, strict=True) if share]


def as_told(this: Act, stands: tuple[object, ...], asked: tuple[object, ...]) -> None:
    """Raise Refused where something else was done under the key of an act that is repeated."""
    assert this.repeated
    if stands != asked:
        raise refuse("vouchers.key", msg("something else was done under this key already"))
