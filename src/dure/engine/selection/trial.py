"""A selection tried out before it counts: complaints that would be justified, and what a change would change.

Complaints are counted from the decisions, by the words of the rule, whatever made them: of a stable result
there are none, of the greatest sum of scores there are as many as it costs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dure.engine.selection.plan import Application, Decision, StagePlan
from dure.engine.selection.standing import Standing, rank_applicants

Seats = Mapping[str, tuple[str, str]]
"""By application number the place and the kind of seat that somebody has."""


@dataclass(frozen=True, slots=True)
class Change:
    """What differs between two selections of the same stage."""

    entering: tuple[str, ...]
    leaving: tuple[str, ...]
    moving: tuple[str, ...]
    """Selected by both, at another executor."""
    points: int | None
    """By how much the sum of the scores of the selected rises, in thousandths; None where there are none."""


def seats_of(plan: StagePlan, decisions: Sequence[Decision]) -> Seats:
    """Return who has which seat, by the decisions."""
    return {
        d.application_no: ("" if plan.pooled else d.executor, d.seat)
        for d in decisions
        if d.decision == "selected"
    }


def justified_complaints(
    plan: StagePlan, applications: Sequence[Application], seats: Seats, seed: str | None
) -> int:
    """Count the pairs of an applicant and a place in which somebody behind holds a seat that would fit.

    The applicant likes the place better than what it has; the seat is one set aside whose holder has no trait
    that the applicant lacks, or an open one whose holder is under every cap that the applicant is under. A
    seat that is left fits everybody who is under no cap.
    """
    standing = rank_applicants(plan, applications, seed)
    worst = [_worst_holders(plan, applications, seats, standing, p) for p in range(len(plan.places))]
    names = [place.id for place in plan.places]
    count = 0
    for i, application in enumerate(applications):
        held = seats.get(application.application_no, ("(nowhere)", ""))[0]
        for p, rank in standing.choices(i):
            if names[p] == held:
                break
            group, opened, left = worst[p]
            complains = left and not application.caps
            complains = complains or any(
                rank < last and not traits & ~application.set_asides for traits, last in group.items()
            )
            complains = complains or any(
                rank < last and not application.caps & ~caps for caps, last in opened.items()
            )
            count += complains
    return count


def _worst_holders(
    plan: StagePlan, applications: Sequence[Application], seats: Seats, standing: Standing, p: int
) -> tuple[dict[int, int], dict[int, int], bool]:
    """Return the last rank by traits in seats set aside, by caps in open ones, and whether a seat is left."""
    group: dict[int, int] = {}
    opened: dict[int, int] = {}
    name, taken = plan.places[p].id, 0
    for rank, i in enumerate(standing.by_rank[p]):
        place, seat = seats.get(applications[i].application_no, ("(nowhere)", ""))
        if place != name:
            continue
        taken += 1
        if seat == "open":
            opened[applications[i].caps] = rank
        else:
            group[applications[i].set_asides] = rank
    return group, opened, taken < plan.places[p].capacity


def points_of(decisions: Sequence[Decision]) -> int | None:
    """Return the sum of the scores of the selected in thousandths; None where there are no scores."""
    scores = [d.score for d in decisions if d.decision == "selected" and d.score is not None]
    return sum(scores) if scores else None


def change_between(before: Sequence[Decision], after: Sequence[Decision]) -> Change:
    """Return who enters, leaves and moves, and what it does to the sum of scores."""
    was = {d.application_no: d.executor for d in before if d.decision == "selected"}
    now = {d.application_no: d.executor for d in after if d.decision == "selected"}
    old, new = points_of(before), points_of(after)
    return Change(
        entering=tuple(sorted(now.keys() - was.keys())),
        leaving=tuple(sorted(was.keys() - now.keys())),
        moving=tuple(sorted(n for n in was.keys() & now.keys() if was[n] != now[n])),
        points=None if old is None or new is None else new - old,
    )
