"""Applicant-proposing deferred acceptance: each applicant asks in order of choice, each place keeps whom
it would choose among all who have asked.

With choices that reserve seats first and cap only open seats, the result is stable and the best stable
one for every applicant (docs/algorithms/selection.md).
"""

from __future__ import annotations

from collections.abc import Sequence

from dure.engine.selection.choice import Chosen, choose
from dure.engine.selection.plan import Application, StagePlan
from dure.engine.selection.standing import Standing


def match(plan: StagePlan, applications: Sequence[Application], standing: Standing) -> tuple[Chosen, ...]:
    """Return whom each place takes, by rank."""
    places = range(len(plan.places))
    set_asides = [[applications[i].set_asides for i in standing.by_rank[p]] for p in places]
    caps = [[applications[i].caps for i in standing.by_rank[p]] for p in places]
    asked = [0] * len(applications)
    held: list[list[int]] = [[] for _ in places]
    chosen = [choose(plan.places[p], (), set_asides[p], caps[p], plan.caps) for p in places]
    asking: list[list[int]] = [[] for _ in places]
    for choices in standing.choices:
        if choices:
            place, rank = choices[0]
            asking[place].append(rank)
    while any(asking):
        refused: list[int] = []
        for p in places:
            if not asking[p]:
                continue
            candidates = sorted(held[p] + asking[p])
            asking[p] = []
            chosen[p] = choose(plan.places[p], candidates, set_asides[p], caps[p], plan.caps)
            held[p] = sorted(chosen[p].group + chosen[p].open)
            kept = set(held[p])
            by_rank = standing.by_rank[p]
            refused.extend(by_rank[rank] for rank in candidates if rank not in kept)
        for applicant in refused:
            asked[applicant] += 1
            choices = standing.choices[applicant]
            if asked[applicant] < len(choices):
                place, rank = choices[asked[applicant]]
                asking[place].append(rank)
    return tuple(chosen)
