"""What is given back of a premium where a policy ends early (중도해지 보험료 반환), day by day."""

from __future__ import annotations

from datetime import date

from dure.engine.money.apportioning import apportion
from dure.engine.problems import msg, refuse


def returned_won(paid_won: int, starts_on: date, ends_on: date, cancelled_on: date) -> int:
    """Return the part of a premium that belongs to the days without cover, rounded down to a won.

    ``starts_on``: first day of the cover; ``ends_on``: the first day without it by the contract;
    ``cancelled_on``: the first day without it in truth. Cancelled before it began, all of it comes back.
    Raises Refused for a period of no days, and for a day after its end.

    >>> returned_won(120_000, date(2025, 3, 21), date(2026, 3, 21), date(2025, 6, 1))
    96328
    """
    if ends_on <= starts_on or cancelled_on > ends_on:
        raise refuse("premium.period", msg("the day lies within the period of the cover"))
    left = (ends_on - max(starts_on, cancelled_on)).days
    return paid_won * left // (ends_on - starts_on).days


def to_sources(won: int, paid_by_source: dict[str, int]) -> dict[str, int]:
    """Return what each source gets of an amount: in proportion to what it paid, by largest remainder.

    No source gets back more than it paid, as the amount is no more than all of them paid.

    >>> to_sources(96_328, {"public": 84_000, "platform": 36_000})
    {'public': 67430, 'platform': 28898}
    """
    paid = list(paid_by_source.values())
    assert 0 <= won <= sum(paid), "no more comes back than was paid"
    return dict(zip(paid_by_source, apportion(won, paid), strict=True))
