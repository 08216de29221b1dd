"""Places at an executor that left: who of those who hold one gets a place at another that they chose.

``docs/algorithms/executors-that-leave.md`` has the rule.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from dure.engine.programme.seats import split_seats
from dure.engine.selection.choice import Seating, choose, seat_labels
from dure.engine.selection.plan import Application, Place, StagePlan
from dure.engine.selection.standing import Standing, rank_applicants

Why: TypeAlias = Literal["no_choice", "no_score", "full"]
"""Why somebody is not moved: nobody else was chosen, no score with those, or no place there for them."""


@dataclass(frozen=True, slots=True)
class Afterwards:
    """What became of a stage's executors since it was chosen.

    ``closed`` left: their seats are given to nobody any more. ``back`` are those of them that carry the
    programme out again: who sits there stays. ``added`` are seats of closed ones that others took over.
    """

    closed: tuple[str, ...] = ()
    back: tuple[str, ...] = ()
    added: Mapping[str, int] = field(default_factory=dict)

    @property
    def gone(self) -> tuple[str, ...]:
        """The executors at which somebody may sit whom nobody supports."""
        return tuple(one for one in self.closed if one not in self.back)


@dataclass(frozen=True, slots=True)
class Moved:
    """One applicant who gets a place at another executor, and the kind of seat."""

    application_no: str
    executor: str
    seat: str


def seats_left(plan: StagePlan, after: Afterwards) -> int:
    """Return how many seats of closed executors nobody has taken over yet; never below 0."""
    had = sum(place.capacity for place in plan.places if place.id in after.closed)
    return max(0, had - sum(after.added.values()))


def seats_taken_over(plan: StagePlan, after: Afterwards, agreed: Mapping[str, int]) -> dict[str, int]:
    """Return how many more seats of closed executors each takes over by the places agreed now.

    ``agreed`` are the places by executor. In the order of the file, and never more than closed ones had.
    """
    left = seats_left(plan, after)
    found: dict[str, int] = {}
    for place in plan.places:
        if place.id in after.closed:
            continue
        more = min(left, agreed.get(place.id, 0) - place.capacity - after.added.get(place.id, 0))
        if more > 0:
            found[place.id] = more
            left -= more
    return found


def plan_after(plan: StagePlan, after: Afterwards) -> StagePlan:
    """Return the plan with the seats as they are now: none at closed executors, more where they went.

    Seats set aside go with the seats, split by largest remainder in the order of the file; of seats that
    nobody took over they are lost.
    """
    if plan.pooled or not after.closed:
        return plan
    closed = [place for place in plan.places if place.id in after.closed]
    gained = {place.id: after.added.get(place.id, 0) for place in plan.places if place.id not in after.closed}
    sizes = {**gained, "": seats_left(plan, after)}
    splits = [
        split_seats(sum(place.set_aside_seats[number] for place in closed), sizes)
        for number in range(len(plan.set_asides))
    ]
    return replace(plan, places=tuple(_after(place, after, gained, splits) for place in plan.places))


def _after(
    place: Place, after: Afterwards, gained: Mapping[str, int], splits: Sequence[Mapping[str, int]]
) -> Place:
    if place.id in after.closed:
        return replace(place, capacity=0, set_aside_seats=(0,) * len(place.set_aside_seats))
    capacity = place.capacity + gained[place.id]
    seats = (had + split[place.id] for had, split in zip(place.set_aside_seats, splits, strict=True))
    return replace(place, capacity=capacity, set_aside_seats=_at_most(seats, capacity))


def _at_most(seats: Iterable[int], most: int) -> tuple[int, ...]:
    """Return numbers of seats whose sum is no more than ``most``: the first in the order of the file stay."""
    found = []
    for number in seats:
        found.append(min(number, most))
        most -= found[-1]
    return tuple(found)


def move_placed(
    plan: StagePlan,
    applications: Sequence[Application],
    *,
    seated: Mapping[str, str],
    leaving: Collection[str],
    seed: str | None,
) -> tuple[tuple[Moved, ...], dict[str, Why]]:
    """Return who of ``leaving`` gets a place where, by number, and why each of the others gets none.

    ``plan`` has the seats as they are now (:func:`plan_after`); ``seated`` are those who hold one of them, by
    number with the executor: they stay. ``applications`` are of all of these. Those who leave ask in the
    order of their choices; an executor keeps whom its seats that are free let in, in its order, set-asides
    before open seats, caps counted with who sits there; whoever is refused asks the next. It is deferred
    acceptance among them alone.
    """
    standing = rank_applicants(plan, applications, seed)
    numbers = [one.application_no for one in applications]
    sitting = [
        [rank for rank, i in enumerate(by_rank) if seated.get(numbers[i]) == place.id]
        for place, by_rank in zip(plan.places, standing.by_rank, strict=True)
    ]
    held = Counter(seated.values())
    free = [place.capacity - held[place.id] for place in plan.places]
    leave = frozenset(leaving)
    asking = [i for i, number in enumerate(numbers) if number in leave]
    left = {i: list(reversed(standing.choices(i))) for i in asking}
    kept: dict[int, set[int]] = {number: set() for number in range(len(plan.places))}
    while asking:
        new: dict[int, list[int]] = {}
        for i in asking:
            if left[i]:
                place, rank = left[i].pop()
                new.setdefault(place, []).append(rank)
        asking = []
        for place, ranks in new.items():
            wish = kept[place].union(ranks)
            chosen = _seats(plan, standing, place, sitting[place], sorted(wish), free[place])
            kept[place] = set(chosen)
            asking += [int(standing.by_rank[place][rank]) for rank in wish - kept[place]]
    moved = [
        Moved(numbers[standing.by_rank[place][rank]], plan.places[place].id, seat)
        for place, ranks in kept.items()
        for rank, seat in _seats(plan, standing, place, sitting[place], sorted(ranks), free[place]).items()
    ]
    moved.sort(key=lambda one: one.application_no)
    staying = leave - {one.application_no for one in moved}
    stay = [one for one in applications if one.application_no in staying]
    return tuple(moved), {one.application_no: _why(plan, one) for one in stay}


def _why(plan: StagePlan, one: Application) -> Why:
    has_seats = {place.id for place in plan.places if place.capacity}
    others = [score for choice, score in zip(one.choices, one.scores, strict=True) if choice in has_seats]
    if not others:
        return "no_choice"
    return "full" if any(score is not None for score in others) else "no_score"


def _seats(
    plan: StagePlan, standing: Standing, number: int, sitting: list[int], asking: list[int], free: int
) -> dict[int, str]:
    """Return whom a place lets into its free seats, by rank with the kind of seat; who sits there stays."""
    if free <= 0 or not asking:
        return {}
    place, set_asides, caps = plan.places[number], standing.set_asides[number], standing.caps[number]
    own = choose(place, sitting, set_asides, (), ())
    labels = seat_labels(place, own.group, set_asides)
    taken = Counter(labels.values())
    seats = _at_most((had - taken[i] for i, had in enumerate(place.set_aside_seats)), free)
    seating = Seating(seats)
    group = []
    for rank in asking:
        if set_asides[rank] and seating.can_join(set_asides[rank]):
            seating.join(set_asides[rank])
            group.append(rank)
    kinds = seat_labels(replace(place, set_aside_seats=seats), group, set_asides)
    found = {rank: plan.set_asides[kinds[rank]].id for rank in group}
    open_seats = place.capacity - len(own.group) - len(group)
    room = [
        open_seats * share.share_bp // 10_000 - sum(caps[rank] >> i & 1 for rank in own.open)
        for i, share in enumerate(plan.caps)
    ]
    for rank in asking:
        if len(found) == free:
            break
        under = [i for i in range(len(room)) if caps[rank] >> i & 1]
        if rank not in found and all(room[i] > 0 for i in under):
            for i in under:
                room[i] -= 1
            found[rank] = "open"
    return found
