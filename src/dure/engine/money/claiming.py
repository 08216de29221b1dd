"""What a claim (청구) may be: own share, ceiling, published prices, VAT, and how many officers approve it.

See ``docs/algorithms/claims.md``. All amounts in whole won, shares in basis points.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dure.engine.money.apportioning import apportion
from dure.engine.problems import msg, refuse
from dure.engine.programme.models.claiming import ClaimTerms

_WHOLE_BP = 10_000


@dataclass(frozen=True, slots=True)
class Claimed:
    """One cost: what the claimant bears of it and what is claimed; the two make the cost."""

    cost_won: int
    own_won: int
    supported_won: int


def claimable(costs_won: Sequence[int], *, own_share_bp: int, left_won: int) -> tuple[Claimed, ...]:
    """Return what is claimed of each cost, after the own share (자부담), never above what is left.

    The own share is taken of each cost; the won that neither side has whole goes to the larger remainder, of
    equal ones to the claimant's own side. Where all together are above ``left_won``, what is left is shared
    among them in proportion by largest remainder, and the claimants bear the rest.
    """
    if any(cost < 1 for cost in costs_won) or left_won < 0 or not 0 <= own_share_bp <= _WHOLE_BP:
        raise ValueError("costs above zero, something left from zero, a share from 0 to 10000")
    shares = (own_share_bp, _WHOLE_BP - own_share_bp)
    wanted = [apportion(cost, shares)[1] for cost in costs_won]
    given = list(apportion(left_won, wanted)) if sum(wanted) > left_won else wanted
    return tuple(
        Claimed(cost, cost - supported, supported) for cost, supported in zip(costs_won, given, strict=True)
    )


def most_at_list(unit_won: int, quantity: int) -> int:
    """Return the most that may be claimed for something of the own price list (공개 단가표).

    Raises Refused for no quantity.
    """
    if quantity < 1 or unit_won < 0:
        raise refuse("claims.quantity", msg("write how many, from 1"))
    return unit_won * quantity


def vat_is_usual(supply_won: int, vat_won: int, rate_bp: int) -> bool:
    """Say whether VAT is what its rate makes of the value of supply, to one won of rounding."""
    return abs(vat_won * _WHOLE_BP - supply_won * rate_bp) <= _WHOLE_BP


def officers_for(won: int, terms: ClaimTerms | None) -> int:
    """Return how many officers approve a claim of an amount: one or two."""
    for level in () if terms is None else terms.approvals:
        if level.up_to_won is None or won <= level.up_to_won:
            return 2 if level.by == "two_officers" else 1
    return 1
