"""The rules of a selection as they are defined, for a handful of people.

Every seating and every result is tried. Of the selector only the plan and the values that go in are used.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import product
from typing import NamedTuple

from tests.engine.selection.selection_case import Case

from dure.engine.selection import Application
from dure.engine.selection.plan import Place, Share
from dure.engine.selection.standing import tie_break

Result = dict[str, str]
NOWHERE = ""


class Taken(NamedTuple):
    group: list[int]
    open: list[int]


def can_sit(seats: Sequence[int], masks: Sequence[int]) -> bool:
    """Say whether all can sit on distinct seats that they qualify for: some way of seating them fits."""
    ways = product(*([t for t in range(len(seats)) if mask >> t & 1] for mask in masks))
    return any(all(way.count(t) <= seats[t] for t in range(len(seats))) for way in ways)


def chosen(
    place: Place,
    people: Sequence[int],
    set_asides: Sequence[int],
    caps: Sequence[int],
    shares: Sequence[Share],
) -> Taken:
    """Choose among people given in order, by the words of the contract."""
    group: list[int] = []
    for person in people:
        if can_sit(place.set_aside_seats, [set_asides[p] for p in (*group, person)]):
            group.append(person)
    seats = place.capacity - len(group)
    limits = [seats * share.share_bp // 10_000 for share in shares]
    taken: list[int] = []
    for person in people:
        under = [c for c in range(len(shares)) if caps[person] >> c & 1]
        full = any(sum(caps[t] >> c & 1 for t in taken) >= limits[c] for c in under)
        if person not in group and len(taken) < seats and not full:
            taken.append(person)
    return Taken(group, taken)


class Market:
    """A case by application numbers; choices are those with a score, and NOWHERE comes last."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.plan = case.plan
        self.people = {a.application_no: a for a in case.applications}
        self.places = {place.id: place for place in self.plan.places}
        self._choices: dict[tuple[str, frozenset[str]], frozenset[str]] = {}

    def choices(self, number: str) -> list[str]:
        person = self.people[number]
        return [c for c, s in zip(person.choices, person.scores, strict=True) if s is not None]

    def liking(self, number: str, place: str) -> int:
        """Return how much a place is liked: 0 is best."""
        return [*self.choices(number), NOWHERE].index(place)

    @cached_property
    def orders(self) -> dict[str, list[str]]:
        def key(number: str, place: str) -> tuple[int, str]:
            person = self.people[number]
            score = person.scores[person.choices.index(place)]
            assert score is not None
            return -score, tie_break(self.case.seed or "", number)

        return {
            place: sorted(
                (n for n in self.people if place in self.choices(n)), key=lambda n, place=place: key(n, place)
            )
            for place in self.places
        }

    def taken(self, place: str, people: frozenset[str]) -> frozenset[str]:
        if (place, people) not in self._choices:
            group, opened = self.seated(place, people)
            self._choices[place, people] = frozenset(group + opened)
        return self._choices[place, people]

    def seated(self, place: str, people: frozenset[str]) -> tuple[list[str], list[str]]:
        """Return who takes set-aside seats and who open ones."""
        ordered = [number for number in self.orders[place] if number in people]
        persons: list[Application] = [self.people[number] for number in ordered]
        masks = [p.set_asides for p in persons], [p.caps for p in persons]
        group, opened = chosen(self.places[place], range(len(ordered)), *masks, self.plan.caps)
        return [ordered[i] for i in group], [ordered[i] for i in opened]

    def willing(self, place: str, result: Result) -> frozenset[str]:
        """Return those who like a place at least as well as what they have."""
        liked = (n for n in self.orders[place] if self.liking(n, place) <= self.liking(n, result[n]))
        return frozenset(liked)

    def is_stable(self, result: Result) -> bool:
        return all(
            self.taken(place, self.willing(place, result)) == {n for n, at in result.items() if at == place}
            for place in self.places
        )

    def stable_results(self) -> Iterator[Result]:
        for way in product(*([*self.choices(n), NOWHERE] for n in self.people)):
            if all(way.count(name) <= place.capacity for name, place in self.places.items()):
                result = dict(zip(self.people, way, strict=True))
                if self.is_stable(result):
                    yield result
