"""A place given up: who moves up from the reserve list."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from dure.engine.problems import Problem, Refused, msg
from dure.engine.selection.choice import Chosen, choose, seat_labels
from dure.engine.selection.plan import Application, StagePlan
from dure.engine.selection.standing import rank_applicants


@dataclass(frozen=True, slots=True)
class MovedUp:
    """One applicant who takes a place given up, and the kind of seat."""

    application_no: str
    seat: str


def fill_places(
    plan: StagePlan,
    applications: Sequence[Application],
    *,
    place: str,
    selected: Collection[str],
    reserve: Mapping[str, int],
    given_up: Collection[str],
    seed: str | None = None,
) -> tuple[MovedUp, ...]:
    """Run the same choice on those selected at a place and its reserve list, without those who gave up.

    ``selected`` are the application numbers selected there, ``reserve`` the numbers on its list with
    their places, ``given_up`` who is out, of both. ``place`` is an executor, or "" for a pooled stage.
    People selected elsewhere do not move. Whoever holds a seat there keeps it: with one cap, or without
    set-asides, a choice from fewer people never leaves out somebody whom the choice from more had taken.
    Scores put right since may set several of the list before somebody who moved up by less: then those who
    hold a seat stand first. In order of rank. Raises Refused where, with several caps, the choice would
    unseat somebody.
    """
    standing = rank_applicants(plan, applications, seed)
    at = next(i for i, p in enumerate(plan.places) if p.id == place)
    by_rank = standing.by_rank[at]
    out = set(given_up)
    taking_part = (set(selected) | set(reserve)) - out
    ranks = [r for r, i in enumerate(by_rank) if applications[i].application_no in taking_part]
    set_asides = standing.set_asides[at]
    holding = set(selected) - out
    chosen = choose(plan.places[at], ranks, set_asides, standing.caps[at], plan.caps)
    if len(plan.caps) <= 1 and not holding <= _numbers(applications, by_rank, chosen):
        ranks.sort(key=lambda rank: applications[by_rank[rank]].application_no not in holding)
        chosen = choose(plan.places[at], ranks, set_asides, standing.caps[at], plan.caps)
    seated = sorted(chosen.group + chosen.open)
    unseated = sorted(holding - _numbers(applications, by_rank, chosen))
    if unseated:
        raise Refused(_unseats(plan, place, number) for number in unseated)
    labels = seat_labels(plan.places[at], chosen.group, set_asides)
    moved: list[MovedUp] = []
    for rank in seated:
        number = applications[by_rank[rank]].application_no
        if number not in selected:
            moved.append(MovedUp(number, plan.set_asides[labels[rank]].id if rank in labels else "open"))
    return tuple(moved)


def _numbers(applications: Sequence[Application], by_rank: Sequence[int], chosen: Chosen) -> set[str]:
    return {applications[by_rank[rank]].application_no for rank in (*chosen.group, *chosen.open)}


def _unseats(plan: StagePlan, place: str, application: str) -> Problem:
    return Problem(
        "vacancy.unseats",
        msg(
            "the caps {caps} work against each other at {executor}: filling the place would take the seat of"
            " {application}"
        ),
        {
            "caps": ", ".join(cap.id for cap in plan.caps),
            "executor": place or plan.id,
            "application": application,
        },
    )
