"""Whether a result is stable: each place would choose whom it has among all who like it at least as well.

With one cap, or without set-asides, it always is. With several caps that shrink together when a set-aside
seat is taken it need not be, and then nothing may be decided (docs/algorithms/selection.md, Several caps).
"""

from __future__ import annotations

from collections.abc import Sequence

from dure.engine.problems import Problem, Refused, msg
from dure.engine.selection.choice import Chosen, choose
from dure.engine.selection.plan import Application, StagePlan
from dure.engine.selection.standing import Standing


def refuse_unstable(
    plan: StagePlan, applications: Sequence[Application], standing: Standing, chosen: Sequence[Chosen]
) -> None:
    """Raise Refused where a place would rather have somebody whom it has refused; one problem a place."""
    if len(plan.caps) < 2 or not any(any(place.set_aside_seats) for place in plan.places):
        return
    held = [{*c.group, *c.open} for c in chosen]
    willing: list[list[int]] = [[] for _ in plan.places]
    for applicant in range(len(applications)):
        for p, rank in standing.choices(applicant):
            willing[p].append(rank)
            if rank in held[p]:
                break
    problems = []
    for p, place in enumerate(plan.places):
        wanted = choose(place, sorted(willing[p]), standing.set_asides[p], standing.caps[p], plan.caps)
        missed = {*wanted.group, *wanted.open} - held[p]
        if missed:
            problems.append(
                _problem(plan, place.id, applications[standing.by_rank[p][min(missed)]].application_no)
            )
    if problems:
        raise Refused(problems)


def _problem(plan: StagePlan, place: str, application: str) -> Problem:
    return Problem(
        "select.no_stable_result",
        msg(
            "the caps {caps} work against each other at {executor}: it has refused {application}, whom it"
            " would take now; a stage with set-asides is safe with one cap"
        ),
        {
            "caps": ", ".join(cap.id for cap in plan.caps),
            "executor": place or plan.id,
            "application": application,
        },
    )
