"""The choice at one place: set-aside seats first, then open seats under the caps.

Applicants are known by their rank at the place (0 is best), so that a sorted list is in order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, islice
from typing import NamedTuple

from dure.engine.selection.plan import Place, Share


class Seating:
    """The set-aside seats of a place, taken one by one: who may join depends on who has joined.

    A group can be seated on distinct seats that its members qualify for exactly when, for every set of
    set-asides, the members who qualify for nothing outside the set are not more than its seats (Hall).
    """

    __slots__ = ("_inside", "_masks", "_seats", "closed", "size")

    def __init__(self, seats: Sequence[int]) -> None:
        self._masks = range(1, 1 << len(seats))
        self._seats = [sum(s for t, s in enumerate(seats) if mask >> t & 1) for mask in (0, *self._masks)]
        self._inside = [0] * (1 << len(seats))
        self.closed = [mask == 0 for mask in (0, *self._masks)]
        self.size = 0

    def can_join(self, mask: int) -> bool:
        """Say whether one more member with these set-asides can be seated with all the others."""
        if self.closed[mask]:
            return False
        for wider in self._masks:
            if wider & mask == mask and self._inside[wider] >= self._seats[wider]:
                self.closed[mask] = True  # the group only grows: closed stays closed
                return False
        return True

    def join(self, mask: int) -> None:
        """Add a member for whom :meth:`can_join` was true."""
        for wider in self._masks:
            if wider & mask == mask:
                self._inside[wider] += 1
        self.size += 1


class Chosen(NamedTuple):
    """Whom a place takes: ranks in set-aside seats, and in open seats, each in order."""

    group: list[int]
    open: list[int]
    open_seats: int


def choose(
    place: Place,
    ranks: Iterable[int],
    set_asides: Sequence[int],
    caps: Sequence[int],
    shares: Sequence[Share],
) -> Chosen:
    """Choose among applicants given by rank, in order.

    ``set_asides`` and ``caps`` are the masks by rank; ``shares`` are the caps. A cap is a share of the
    open seats, which are all seats that the set-aside group does not hold.
    """
    seating = Seating(place.set_aside_seats)
    most = sum(place.set_aside_seats)
    walk = iter(ranks)
    group: list[int] = []
    passed: list[int] = []
    # Once every seat set aside is taken nobody can join: the rest need not be looked at one by one.
    for rank in walk if most else ():
        mask = set_asides[rank]
        if mask and seating.can_join(mask):
            seating.join(mask)
            group.append(rank)
            if seating.size == most:
                break
        else:
            passed.append(rank)
    open_seats = place.capacity - seating.size
    rest = chain(passed, walk)
    if not shares:
        return Chosen(group, list(islice(rest, open_seats)), open_seats)
    left = [open_seats * share.share_bp // 10_000 for share in shares]
    taken: list[int] = []
    for rank in rest:
        if len(taken) == open_seats:
            break
        mask = caps[rank]
        if not mask:
            taken.append(rank)
        elif all(left[i] for i in range(len(left)) if mask >> i & 1):
            for i in range(len(left)):
                left[i] -= mask >> i & 1
            taken.append(rank)
    return Chosen(group, taken, open_seats)


def seat_labels(place: Place, group: Sequence[int], set_asides: Sequence[int]) -> dict[int, int]:
    """Return, by rank, the set-aside whose seat each member of the group takes.

    In order of rank, each takes the first set-aside in file order that leaves seats for all the rest.
    """
    seats = list(place.set_aside_seats)
    labels: dict[int, int] = {}
    after = Counter(set_asides[rank] for rank in group)
    for rank in group:
        after[set_asides[rank]] -= 1
        for t in range(len(seats)):
            if set_asides[rank] >> t & 1 and seats[t]:
                seats[t] -= 1
                if _can_all_sit(seats, after):
                    labels[rank] = t
                    break
                seats[t] += 1
    return labels


def _can_all_sit(seats: Sequence[int], people: Mapping[int, int]) -> bool:
    """Say whether so many people by their set-asides can all be seated (Hall's condition, as above)."""
    for wider in range(1, 1 << len(seats)):
        inside = sum(count for mask, count in people.items() if wider & mask == mask)
        if inside > sum(count for t, count in enumerate(seats) if wider >> t & 1):
            return False
    return True
