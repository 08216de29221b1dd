"""Vouchers by the clock: shops are settled with by night, unpaid orders lapse, old vouchers end."""

from __future__ import annotations

from dure.domains.accounts.actors import SYSTEM
from dure.domains.vouchers.services.expire_wallets import expire_wallets
from dure.domains.vouchers.services.lapse_orders import lapse_orders
from dure.domains.vouchers.services.settle_shops import settle_shops
from dure.jobs.app import every
from dure.settings.clock import now


@every("30 15 * * *", "vouchers.settle")
def settle() -> None:
    """Owe each shop what it took on the day that has just ended in Korea."""
    settle_shops(actor=SYSTEM, now=now())


@every("25 15 * * *", "vouchers.expire")
def expire() -> None:
    """End vouchers that are good no more."""
    expire_wallets(actor=SYSTEM, now=now())


@every("2-59/10 * * * *", "vouchers.lapse_orders")
def lapse() -> None:
    """Let orders lapse that were not paid in time."""
    lapse_orders(actor=SYSTEM, now=now())
