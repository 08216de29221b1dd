"""Vouchers: who bears what of one that is sold at a discount, what a spend draws, what goes back.

Of each voucher every source keeps its own part of the balance. A spend draws on them in proportion to what
they have left, so that whatever is left goes back to each as far as it bore it: the citizen is never paid
back a discount, and nobody else keeps what the citizen paid.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dure.engine.money.apportioning import apportion

WHOLE_BP = 10_000


@dataclass(frozen=True, slots=True)
class Sale:
    """What a voucher costs whom, in won: the citizen, and each bearer of the discount."""

    paid_won: int
    borne_won: Mapping[str, int]

    @property
    def face_won(self) -> int:
        return self.paid_won + sum(self.borne_won.values())


def sale_of(face_won: int, discount_bp: int, bearers: Sequence[tuple[str, int]]) -> Sale:
    """Return who pays what of a voucher; the discount is rounded down, its parts by largest remainder.

    ``bearers``: each source and its share in basis points, which make the whole where there is a discount.

    >>> sale_of(33_333, 1000, (("government", 4000), ("local", 6000)))
    Sale(paid_won=30000, borne_won={'government': 1333, 'local': 2000})
    """
    if face_won <= 0 or not 0 <= discount_bp < WHOLE_BP:
        raise ValueError("a face value above zero, and a discount below the whole")
    discount = face_won * discount_bp // WHOLE_BP
    if not discount:
        return Sale(face_won, {})
    if sum(share for _name, share in bearers) != WHOLE_BP:
        raise ValueError("the shares of the discount make the whole")
    parts = apportion(discount, [share for _name, share in bearers])
    return Sale(face_won - discount, {name: won for (name, _), won in zip(bearers, parts, strict=True)})


def drawn_of(left_won: Sequence[int], won: int) -> tuple[int, ...]:
    """Return what a spend draws of each source, in proportion to what each has left.

    >>> drawn_of((30_000, 1_333, 2_000), 10_000)
    (9000, 400, 600)
    """
    if not 0 < won <= sum(left_won):
        raise ValueError("no more than is left")
    return apportion(won, left_won)


def given_back_of(drawn_won: Sequence[int], back_won: Sequence[int], won: int) -> tuple[int, ...]:
    """Return what goes back to each source of a spend, in proportion to what was drawn and is not back yet.

    After the last won is back, each source has exactly what was drawn of it, in however many parts.
    """
    left = [drawn - back for drawn, back in zip(drawn_won, back_won, strict=True)]
    return drawn_of(left, won)


def may_refund(face_won: int, spent_won: int, from_spent_bp: int) -> bool:
    """Say whether what is left is paid back: nothing was spent, or at least the share that was agreed.

    >>> [may_refund(50_000, spent, 6000) for spent in (0, 1, 29_999, 30_000, 50_000)]
    [True, False, False, True, False]
    """
    if spent_won == 0:
        return True
    return spent_won < face_won and spent_won * WHOLE_BP >= face_won * from_spent_bp


def room_won(ceiling_won: int | None, bought_won: int) -> int | None:
    """Return how much somebody may still buy in a month; None where there is no ceiling.

    >>> room_won(500_000, 480_000), room_won(500_000, 600_000), room_won(None, 1)
    (20000, 0, None)
    """
    return None if ceiling_won is None else max(0, ceiling_won - bought_won)


def fee_won(won: int, fee_bp: int) -> int:
    """Return what a shop pays for redeeming, rounded down.

    >>> fee_won(99_999, 50)
    499
    """
    return won * fee_bp // WHOLE_BP
