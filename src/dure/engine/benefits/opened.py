"""Whoever applies is granted it until nothing is left (신청만으로 정해지는 지원): who now, who waits.

Pure: the order of receipt, what is accepted and what is left are handed in. Worked example:
``docs/algorithms/open-entitlements.md``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dure.engine.benefits.granting import Candidate, Given, Limits, plan_grants
from dure.engine.money.splitting import Drawing, split_payment
from dure.engine.problems import Refused


@dataclass(frozen=True, slots=True)
class Turn:
    """An application that stands in the order of receipt and has nothing of the benefit yet."""

    id: int
    is_ready: bool
    """Whether nothing has to be looked at any more: it can be granted now, should its turn have come."""
    excluded: bool = False
    """Supported by a programme beside which this one is not given."""


@dataclass(frozen=True, slots=True)
class Turns:
    """What comes of those who stand in the order now."""

    granted: tuple[Given, ...]
    kept: tuple[int, ...]
    """For whom something is kept until their documents are looked at."""
    waiting: tuple[int, ...]
    """For whom nothing is left, in their order: the first is number 1 of the waiting list."""
    barred: tuple[int, ...]


def take_turns(
    turns: Sequence[Turn],
    limits: Limits,
    drawing: Drawing | None = None,
    left_won: Mapping[str, int] | None = None,
) -> Turns:
    """Return who of those in the order of receipt is granted it, for whom it is kept, and who waits.

    Each takes the same whole amount, or waits. Who came earlier and is still looked at keeps it before
    whoever came later, so that a quick check gives nobody a better turn.
    """
    plan = plan_grants(
        [Candidate(one.id, "", rank, excluded=one.excluded) for rank, one in enumerate(turns, start=1)],
        limits,
        drawing,
        left_won,
    )
    ready = {one.id for one in turns if one.is_ready}
    return Turns(
        tuple(one for one in plan.granted if one.id in ready),
        tuple(one.id for one in plan.granted if one.id not in ready),
        tuple(one.id for one in plan.all if one.outcome not in ("granted", "excluded")),
        tuple(one.id for one in plan.all if one.outcome == "excluded"),
    )


def fits(
    limits: Limits, most: int, drawing: Drawing | None = None, left_won: Mapping[str, int] | None = None
) -> int:
    """Return for how many more what is left is enough, ``most`` at the most."""
    found = most if limits.recipients is None else min(most, limits.recipients)
    if limits.total_won is not None and limits.each_won:
        found = min(found, limits.total_won // limits.each_won)
    if drawing is None or not limits.each_won:
        return max(0, found)
    left, n = dict(left_won or {}), 0
    while n < found:
        try:
            shares = split_payment(limits.each_won, drawing, left)
        except Refused:
            return n
        # The same shares go on as long as every source has its own: many at one look, whatever there is.
        times = min(found - n, *(left[source] // won for source, won in shares.items() if won))
        for source, won in shares.items():
            left[source] = left.get(source, 0) - won * times
        n += times
    return n
