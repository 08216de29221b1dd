"""Vouchers by the clock: shops are paid by night, orders lapse, vouchers end and their owners are told."""

from __future__ import annotations

from dure.domains.accounts.actors import SYSTEM
from dure.domains.vouchers.services.expire_wallets import expire_wallets
from dure.domains.vouchers.services.forget_code_tries import forget_code_tries
from dure.domains.vouchers.services.lapse_orders import lapse_orders
from dure.domains.vouchers.services.settle_shops import settle_shops
from dure.domains.vouchers.services.warn_of_ends import warn_of_ends
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


@every("0 23 * * *", "vouchers.warn")
def warn() -> None:
    """Tell owners in the morning of Korea whose vouchers are soon good no more."""
    warn_of_ends(actor=SYSTEM, now=now())


@every("50 18 * * *", "vouchers.forget_code_tries")
def forget() -> None:
    """Forget wrong codes that were typed at counters once nobody counts them any more."""
    forget_code_tries(actor=SYSTEM, now=now())


@every("2-59/10 * * * *", "vouchers.lapse_orders")
def lapse() -> None:
    """Let orders lapse that were not paid in time."""
    lapse_orders(actor=SYSTEM, now=now())
