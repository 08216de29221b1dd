"""What a stage's choice needs to know, and what it says: plain values, no programme file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from dure.engine.problems import msg, refuse
from dure.engine.programme.seats import MOST_SET_ASIDES, seats_of_share, split_seats
from dure.engine.review.combining import Combine
from dure.engine.review.of_rounds import Round
from dure.engine.selection.mixing import Part
from dure.engine.selection.ways import EVERYBODY, Way

Outcome: TypeAlias = Literal["selected", "reserve", "not_selected"]


@dataclass(frozen=True, slots=True)
class Share:
    """A set-aside or a cap: its id and its share in basis points."""

    id: str
    share_bp: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where seats are given: an executor, or the one pool of a stage chosen over all executors."""

    id: str
    capacity: int
    set_aside_seats: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class StagePlan:
    """A stage's seats and terms. ``pooled``: all executors' applicants compete for one pool of ``quota``."""

    id: str
    executors: tuple[str, ...]
    places: tuple[Place, ...]
    pooled: bool
    quota: int
    choices_limit: int
    reserve_length: int
    set_asides: tuple[Share, ...]
    caps: tuple[Share, ...]
    combine: Combine | None = None
    """How several reviewers' scores become one, where the applications bring those; of a mix, its panel's."""
    rounds: tuple[Round, ...] = ()
    """Its rounds of review where there are several: each has reviews of its own."""
    way: Way = "score"
    """What its applicants are ordered by."""
    parts: tuple[Part, ...] = ()
    """The sources of a mixed score."""
    planned: tuple[tuple[str, int], ...] = ()
    """By place, how many it is planned for: of an entitlement, which takes more."""
    is_first: bool = False
    """A pool before any stage of executors: nobody is held by one, and an application names none."""
    votes_each: int | None = None
    """Of a public vote, for how many candidates one person may vote; None where there is none."""
    is_committed: bool = False
    """Whether the hash of its seed is published before the draw."""
    left: tuple[str, ...] = ()
    """Executors that carry the programme out no more: choices of them do not count, and reasons say so."""

    @property
    def is_scored(self) -> bool:
        return self.way == "score"

    @property
    def choosable(self) -> tuple[str, ...]:
        """What an application may name: the executors, and in a pool, where nobody is held yet, no one."""
        return (*self.executors, "") if self.is_first else self.executors

    @property
    def is_open_ended(self) -> bool:
        """Whether everybody is taken: the quota is what is planned for."""
        return self.way == "entitlement"


class Application(NamedTuple):
    """One application at a stage.

    ``scores`` stand beside ``choices`` (for a pooled stage: one score, and the choice is the executor
    held since the stage before, "" where none is): what the stage's way of choosing orders by. They are
    thousandths of a point;
    nothing (0) for a lot; the instant of arrival in microseconds since 1970; the place in the executor's
    order, from 1, of who is nominated; the votes. None where the cell is empty. ``set_asides``
    and ``caps`` are bit masks in file order of what is known to be true of the applicant. Who lacks a
    document that the stage asks for has no score anywhere, whatever the file says beside it.
    """

    application_no: str
    choices: tuple[str, ...]
    scores: tuple[int | None, ...]
    set_asides: int
    caps: int
    lacking: tuple[str, ...] = ()
    """The documents that the stage asks for, and that were not there or not accepted."""
    left: tuple[str, ...] = ()
    """Of what was chosen, the executors that left: they are none of ``choices``."""


class Decision(NamedTuple):
    """One decision, as it is published; scores in thousandths of a point."""

    application_no: str
    decision: Outcome
    executor: str
    rank: int | None
    score: int | None
    seat: str
    cutoff: int | None
    reserve_rank: int | None
    reason: str


DECISION_COLUMNS = Decision._fields


def plan_stage(
    *,
    stage: str,
    executors: tuple[str, ...],
    capacities: Mapping[str, int] | None,
    quota: int,
    choices_limit: int,
    reserve_length: int,
    set_asides: tuple[Share, ...],
    caps: tuple[Share, ...],
    combine: Combine | None = None,
    rounds: tuple[Round, ...] = (),
    way: Way = "score",
    parts: tuple[Part, ...] = (),
    is_first: bool = False,
    votes_each: int | None = None,
    is_committed: bool = False,
    left: tuple[str, ...] = (),
) -> StagePlan:
    """Return the plan of a stage; ``capacities`` are by executor in file order, None for a pooled stage.

    Set-aside seats are floor(quota × share / 10,000) of the whole stage, split over the executors by
    largest remainder of capacity. An entitlement has places for everybody. Raises Refused where a place has
    more set-aside seats than seats.
    """
    pooled = capacities is None
    sizes = {"": quota} if capacities is None else dict(capacities)
    planned = tuple(sizes.items())
    if way == "entitlement":
        sizes = dict.fromkeys(sizes, EVERYBODY)
    split = [split_seats(seats_of_share(quota, s.share_bp), sizes) for s in set_asides]
    places = tuple(Place(id_, size, tuple(seats[id_] for seats in split)) for id_, size in sizes.items())
    for place in places:
        if sum(place.set_aside_seats) > place.capacity:
            raise refuse(
                "stage.set_asides",
                msg("stage {stage}: {executor} has {seats} set-aside seats but only {capacity} places"),
                stage=stage,
                executor=place.id or "—",
                seats=sum(place.set_aside_seats),
                capacity=place.capacity,
            )
    if len(set_asides) > MOST_SET_ASIDES:
        raise refuse(
            "stage.many_set_asides",
            msg("stage {stage} has more than {limit} set-asides"),
            stage=stage,
            limit=MOST_SET_ASIDES,
        )
    return StagePlan(
        stage,
        executors,
        places,
        pooled,
        quota,
        choices_limit,
        reserve_length,
        set_asides,
        caps,
        combine,
        rounds,
        way,
        parts,
        planned,
        is_first and pooled,
        votes_each,
        is_committed,
        left,
    )


def counting(plan: StagePlan, chosen: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the choices that count, and those of executors that left, each in the order of choice."""
    if not plan.left or not set(plan.left).intersection(chosen):
        return chosen, ()
    gone = tuple(one for one in chosen if one in plan.left)
    return tuple(one for one in chosen if one not in plan.left), gone


def score_text(thousandths: int | None) -> str:
    """Return a score as it is written: three decimals, empty for none.

    >>> score_text(87500), score_text(None)
    ('87.500', '')
    """
    return "" if thousandths is None else f"{thousandths // 1000}.{thousandths % 1000:03d}"
