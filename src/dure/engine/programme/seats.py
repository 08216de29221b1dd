"""Seats of set-asides: a share of the quota rounded down, split over executors by largest remainder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dure.engine.programme.models.programme import Programme
from dure.engine.programme.models.stages import Stage

WHOLE_BP = 10_000
MOST_SET_ASIDES = 10
"""Of one stage: whether so many groups can be seated together is looked at set by set."""


def seats_of_share(quota: int, share_bp: int) -> int:
    """Return the seats that a share makes, rounded down.

    >>> seats_of_share(30, 4000), seats_of_share(9, 1000)
    (12, 0)
    """
    return quota * share_bp // WHOLE_BP


def split_seats(seats: int, capacities: Mapping[str, int]) -> dict[str, int]:
    """Split seats over executors by largest remainder of capacity; ties go in file order.

    >>> split_seats(4, {"a": 3, "b": 3, "c": 3})
    {'a': 2, 'b': 1, 'c': 1}
    """
    total = sum(capacities.values())
    if total == 0:
        return dict.fromkeys(capacities, 0)
    split = {executor: seats * places // total for executor, places in capacities.items()}
    left = seats - sum(split.values())
    by_remainder = sorted(capacities, key=lambda e: -(seats * capacities[e] % total))
    for executor in by_remainder[:left]:
        split[executor] += 1
    return split


def seats_by_executor(programme: Programme, stage: Stage) -> Iterator[tuple[str, int, list[int]]]:
    """Yield executor id, places, and seats of each set-aside in file order; one row with id '' over all."""
    capacities = programme.capacities(stage) if stage.is_by_executor else {"": stage.quota.total}
    splits = [
        split_seats(seats_of_share(stage.quota.total, set_aside.share_bp), capacities)
        for set_aside in stage.set_asides
    ]
    for executor, places in capacities.items():
        yield executor, places, [split[executor] for split in splits]
