"""A selection in figures: each place's seats and cut-offs, what set-asides change, ties at a cut-off."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dure.engine.problems import Refused
from dure.engine.selection.decide import select
from dure.engine.selection.plan import Application, Decision, StagePlan
from dure.engine.selection.trial import change_between

OPEN = "open"


@dataclass(frozen=True, slots=True)
class Tie:
    """Applicants with the very score of the cut-off in open seats: how many have a seat, how many not."""

    score: int
    taken: int
    refused: int


@dataclass(frozen=True, slots=True)
class PlaceSummary:
    """One place (an executor, "" for the pool): who asked for it and how its seats were given."""

    place: str
    capacity: int
    listed: int
    scored: int
    selected: int
    seats: Mapping[str, int]
    """Seats given by kind: ``open`` or a set-aside id."""
    cutoffs: Mapping[str, int]
    """Lowest score that has a seat, by kind of seat, in thousandths."""
    reserve: int
    """How many are shown in reserve here (their best list)."""
    tie: Tie | None
    last_ranks: Mapping[str, int]
    """The last place in the order that has a seat, by kind of seat: the cut-off where there are no scores."""

    @property
    def vacant(self) -> int:
        return max(0, self.capacity - self.selected)

    @property
    def beyond(self) -> int:
        """How many are selected beyond what an entitlement was planned for."""
        return max(0, self.selected - self.capacity)


@dataclass(frozen=True, slots=True)
class SetAsideEffect:
    """What one set-aside changes: who is selected only because of it, and who is not because of it."""

    id: str
    seated: int
    """How many sit in its seats."""
    only_by_it: tuple[str, ...]
    put_out_by_it: tuple[str, ...]
    cost: int | None = None
    """What it costs in scores: the sum of the selected without it less that with it, in thousandths."""


def place_summaries(
    plan: StagePlan, applications: Sequence[Application], decisions: Sequence[Decision]
) -> tuple[PlaceSummary, ...]:
    """Return the figures of each place, in the plan's order."""
    listed: Counter[str] = Counter()
    scored: Counter[str] = Counter()
    for application in applications:
        for choice, score in zip(application.choices, application.scores, strict=True):
            place = "" if plan.pooled else choice
            listed[place] += 1
            scored[place] += score is not None
    taken: dict[str, list[Decision]] = {place.id: [] for place in plan.places}
    reserve: Counter[str] = Counter()
    for decision in decisions:
        place = "" if plan.pooled else decision.executor
        if decision.decision == "selected":
            taken[place].append(decision)
        reserve[place] += decision.decision == "reserve"
    refused = _refused_scores(plan, applications, decisions)
    seats = dict(plan.planned)
    return tuple(
        PlaceSummary(
            place=place.id,
            capacity=seats[place.id],
            listed=listed[place.id],
            scored=scored[place.id],
            selected=len(taken[place.id]),
            seats=Counter(d.seat for d in taken[place.id]),
            cutoffs={d.seat: d.cutoff for d in taken[place.id] if d.cutoff is not None},
            reserve=reserve[place.id],
            tie=_tie(taken[place.id], refused[place.id]),
            last_ranks=_last_ranks(taken[place.id]),
        )
        for place in plan.places
    )


def _refused_scores(
    plan: StagePlan, applications: Sequence[Application], decisions: Sequence[Decision]
) -> dict[str, Counter[int]]:
    """Return, by place, the scores of those it refused: they hold no seat, or one of a later choice."""
    seat = {d.application_no: d.executor for d in decisions if d.decision == "selected"}
    refused: dict[str, Counter[int]] = {place.id: Counter() for place in plan.places}
    for application in applications:
        held = seat.get(application.application_no)
        for choice, score in zip(application.choices, application.scores, strict=True):
            if held is not None and (plan.pooled or choice == held):
                break
            if score is not None:
                refused["" if plan.pooled else choice][score] += 1
    return refused


def _tie(taken: Sequence[Decision], refused: Counter[int]) -> Tie | None:
    in_open_seats = [d.score for d in taken if d.seat == OPEN and d.score is not None]
    if not in_open_seats:
        return None
    lowest = min(in_open_seats)
    return Tie(lowest, in_open_seats.count(lowest), refused[lowest]) if refused[lowest] else None


def _last_ranks(taken: Sequence[Decision]) -> dict[str, int]:
    last: dict[str, int] = {}
    for decision in taken:
        last[decision.seat] = max(last.get(decision.seat, 0), decision.rank or 0)
    return last


def without_set_aside(plan: StagePlan, *ids: str) -> StagePlan:
    """Return the plan as it would be without the seats of some set-asides: they are open seats then."""
    gone = {i for i, share in enumerate(plan.set_asides) if share.id in ids}
    places = tuple(
        replace(
            place,
            set_aside_seats=tuple(0 if i in gone else n for i, n in enumerate(place.set_aside_seats)),
        )
        for place in plan.places
    )
    return replace(plan, places=places)


def set_aside_effects(
    plan: StagePlan, applications: Sequence[Application], decisions: Sequence[Decision], seed: str | None
) -> tuple[SetAsideEffect, ...]:
    """Return what each set-aside changes: the stage is chosen again without it, all others kept.

    Of one without which the stage cannot be chosen nothing can be said, and it is left out: caps that
    overlap can leave no stable result then. That says nothing of the others.
    """
    with_all = {d.application_no for d in decisions if d.decision == "selected"}
    seated = Counter(d.seat for d in decisions if d.decision == "selected")
    effects = []
    for share in plan.set_asides:
        again = _chosen_without(plan, share.id, applications, seed)
        if again is None:
            continue
        without = {d.application_no for d in again if d.decision == "selected"}
        change = change_between(again, decisions)
        effects.append(
            SetAsideEffect(
                share.id,
                seated[share.id],
                tuple(sorted(with_all - without)),
                tuple(sorted(without - with_all)),
                None if change.points is None else -change.points,
            )
        )
    return tuple(effects)


def _chosen_without(
    plan: StagePlan, share: str, applications: Sequence[Application], seed: str | None
) -> list[Decision] | None:
    try:
        return select(without_set_aside(plan, share), applications, seed)
    except Refused:
        return None
