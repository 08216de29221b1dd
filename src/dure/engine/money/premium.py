"""Who pays which part of a premium (보험료 분담): the public, somebody for the merchant, the merchant.

Of values only; worked example: ``docs/algorithms/premium-split.md``.
"""

from __future__ import annotations

from dataclasses import dataclass

from dure.engine.money.apportioning import apportion

WHOLE_BP = 10_000


@dataclass(frozen=True, slots=True)
class Premium:
    """The parts of a premium, in won; they make the premium."""

    public_won: int
    """Borne by government and local government."""
    for_merchant_won: int
    """The merchant's part as far as somebody else (a platform) pays it."""
    merchant_won: int
    """What is left for the merchant."""

    @property
    def won(self) -> int:
        return self.public_won + self.for_merchant_won + self.merchant_won


def split_premium(premium_won: int, *, merchant_share_bp: int, paid_for_merchant_bp: int) -> Premium:
    """Return the parts of a premium.

    The merchant's share is taken of the whole by largest remainder, of equal remainders the public part has
    the won; of the merchant's share the part that is paid for the merchant is taken likewise, and of equal
    remainders the merchant does not pay. With 10000 for the merchant, the merchant pays nothing.

    >>> split_premium(100_001, merchant_share_bp=3_000, paid_for_merchant_bp=10_000)
    Premium(public_won=70001, for_merchant_won=30000, merchant_won=0)
    """
    if premium_won < 0 or not all(0 <= bp <= WHOLE_BP for bp in (merchant_share_bp, paid_for_merchant_bp)):
        raise ValueError("a premium from 0, shares from 0 to 10000")
    public, own = apportion(premium_won, (WHOLE_BP - merchant_share_bp, merchant_share_bp))
    helped, merchant = apportion(own, (paid_for_merchant_bp, WHOLE_BP - paid_for_merchant_bp))
    return Premium(public, helped, merchant)


def payable_won(asked_won: int, *, cover_won: int | None, paid_before_won: int) -> int:
    """Return the most that an insurer pays for a loss: what is asked, as far as the cover still goes.

    ``cover_won`` None: no ceiling is told.
    """
    if min(asked_won, paid_before_won) < 0:
        raise ValueError("amounts from 0")
    return asked_won if cover_won is None else min(asked_won, max(0, cover_won - paid_before_won))
