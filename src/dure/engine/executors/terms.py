"""What an agreement (협약) says: places, budget, promised match, milestones; what a new version changes."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from dure.engine.problems import Problem, msg
from dure.engine.programme.models.executor_calls import ExecutorCall

Part = Literal["places", "budget", "cash", "in_kind", "milestone", "starts_on", "ends_on"]
_Nth = tuple[str, int]
"""A name, and how many of the same name stand before it."""
MOST_WON = 10**15
MOST_PLACES = 10**8


@dataclass(frozen=True, slots=True)
class InKind:
    """One thing promised in kind (현물): what, its value in won, and on what the value rests."""

    title: str
    won: int
    basis: str


@dataclass(frozen=True, slots=True)
class Milestone:
    """What is due by a day."""

    due_on: date
    what: str


@dataclass(frozen=True, slots=True)
class Terms:
    """One version of what two sides agree on; money in whole won."""

    places: tuple[tuple[str, int], ...]
    """Places by stage id, in the order of the file."""
    budget_won: int
    """What the agency hands the executor to carry the programme out (사업비)."""
    cash_won: int
    in_kind: tuple[InKind, ...]
    milestones: tuple[Milestone, ...]
    """By day."""
    starts_on: date
    ends_on: date

    @property
    def in_kind_won(self) -> int:
        """What is promised in kind, added up."""
        return sum(one.won for one in self.in_kind)

    def places_at(self, stage: str) -> int:
        """Return the places at a stage, 0 where none are told."""
        return dict(self.places).get(stage, 0)


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that a new version says otherwise: a part, which of it, and both values (None: not there)."""

    part: Part
    which: str
    before: int | str | None
    after: int | str | None


@dataclass(frozen=True, slots=True)
class Sums:
    """What several agreements or proposals make together."""

    places: Mapping[str, int]
    budget_won: int
    cash_won: int
    in_kind_won: int


def plain_of(terms: Terms) -> dict[str, Any]:
    """Return terms as they are kept: plain values that JSON has."""
    return {
        "places": dict(terms.places),
        "budget_won": terms.budget_won,
        "cash_won": terms.cash_won,
        "in_kind": [{"title": one.title, "won": one.won, "basis": one.basis} for one in terms.in_kind],
        "milestones": [{"due_on": one.due_on.isoformat(), "what": one.what} for one in terms.milestones],
        "starts_on": terms.starts_on.isoformat(),
        "ends_on": terms.ends_on.isoformat(),
    }


def terms_of(plain: Mapping[str, Any]) -> Terms:
    """Return the terms that were kept; the opposite of :func:`plain_of`."""
    milestones = (Milestone(date.fromisoformat(one["due_on"]), one["what"]) for one in plain["milestones"])
    return Terms(
        places=tuple(plain["places"].items()),
        budget_won=plain["budget_won"],
        cash_won=plain["cash_won"],
        in_kind=tuple(InKind(one["title"], one["won"], one["basis"]) for one in plain["in_kind"]),
        milestones=tuple(sorted(milestones, key=lambda one: (one.due_on, one.what))),
        starts_on=date.fromisoformat(plain["starts_on"]),
        ends_on=date.fromisoformat(plain["ends_on"]),
    )


def fingerprint(terms: Terms) -> str:
    """Return the SHA-256 of what is agreed, so that both sides can tell that they signed the same."""
    text = json.dumps(plain_of(terms), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def problems_of(terms: Terms, call: ExecutorCall | None, stages: Iterable[str]) -> list[Problem]:
    """Return everything that an agreement cannot say, or that falls short of what the call asks."""
    found = []
    known = set(stages)
    if any(stage not in known for stage, _ in terms.places):
        found.append(Problem("terms.stage", msg("executors have no places at this stage")))
    if any(not 0 <= places <= MOST_PLACES for _, places in terms.places):
        found.append(Problem("terms.places", msg("write places as whole numbers from 0")))
    if terms.ends_on < terms.starts_on:
        found.append(Problem("terms.period", msg("the agreement ends before it begins")))
    amounts = (terms.budget_won, terms.cash_won, *(one.won for one in terms.in_kind))
    if any(not 0 <= won <= MOST_WON for won in amounts):
        found.append(Problem("terms.won", msg("write amounts in whole won from 0")))
    if any(not one.title or not one.basis for one in terms.in_kind):
        found.append(Problem("terms.in_kind", msg("say what is given in kind, and on what its value rests")))
    if any(not terms.starts_on <= one.due_on <= terms.ends_on for one in terms.milestones):
        found.append(Problem("terms.milestones", msg("a milestone lies outside of the agreement's period")))
    if call is not None and terms.cash_won < call.least_cash_won:
        found.append(
            Problem(
                "terms.cash",
                msg("the call asks for at least {won} won in cash"),
                {"won": f"{call.least_cash_won:,}"},
            )
        )
    if call is not None and terms.in_kind_won < call.least_in_kind_won:
        found.append(
            Problem(
                "terms.in_kind_least",
                msg("the call asks for at least {won} won in kind"),
                {"won": f"{call.least_in_kind_won:,}"},
            )
        )
    return found


def changes_between(before: Terms, after: Terms) -> tuple[Change, ...]:
    """Return what a new version says otherwise, part by part."""
    return tuple(_changes(before, after))


def _changes(before: Terms, after: Terms) -> Iterator[Change]:
    old, new = dict(before.places), dict(after.places)
    for stage in dict.fromkeys((*old, *new)):
        if old.get(stage) != new.get(stage):
            yield Change("places", stage, old.get(stage), new.get(stage))
    if before.budget_won != after.budget_won:
        yield Change("budget", "", before.budget_won, after.budget_won)
    if before.cash_won != after.cash_won:
        yield Change("cash", "", before.cash_won, after.cash_won)
    yield from _listed("in_kind", _in_kind(before), _in_kind(after))
    yield from _listed("milestone", _milestones(before), _milestones(after))
    if before.starts_on != after.starts_on:
        yield Change("starts_on", "", before.starts_on.isoformat(), after.starts_on.isoformat())
    if before.ends_on != after.ends_on:
        yield Change("ends_on", "", before.ends_on.isoformat(), after.ends_on.isoformat())


def _listed(part: Part, old: Mapping[_Nth, str | int], new: Mapping[_Nth, str | int]) -> Iterator[Change]:
    for nth in dict.fromkeys((*old, *new)):
        if old.get(nth) != new.get(nth):
            yield Change(part, nth[0], old.get(nth), new.get(nth))


def _in_kind(terms: Terms) -> dict[_Nth, str | int]:
    return _numbered((f"{one.title} ({one.basis})", one.won) for one in terms.in_kind)


def _milestones(terms: Terms) -> dict[_Nth, str | int]:
    return _numbered((one.what, one.due_on.isoformat()) for one in terms.milestones)


def _numbered(named: Iterable[tuple[str, str | int]]) -> dict[_Nth, str | int]:
    """Return values by name and how often the name came before: what is told twice is not lost."""
    found: dict[_Nth, str | int] = {}
    seen: Counter[str] = Counter()
    for name, value in named:
        found[name, seen[name]] = value
        seen[name] += 1
    return found


def added_up(some: Iterable[Terms]) -> Sums:
    """Return what several make together."""
    places: dict[str, int] = {}
    budget = cash = in_kind = 0
    for terms in some:
        for stage, number in terms.places:
            places[stage] = places.get(stage, 0) + number
        budget += terms.budget_won
        cash += terms.cash_won
        in_kind += terms.in_kind_won
    return Sums(places, budget, cash, in_kind)
