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
    """Return whom each place takes, by rank.

    Whoever stands behind somebody of the same set-asides and caps whom a place has refused is refused
    there too, unasked: the choice goes by order, and a place that refuses never takes back.
    """
    places = range(len(plan.places))
    set_asides, caps = standing.set_asides, standing.caps
    kind = [(a.set_asides << len(plan.caps)) | a.caps for a in applications]
    nobody = max((len(ranks) for ranks in standing.by_rank), default=0)
    refused_from = [dict.fromkeys(set(kind), nobody) for _ in places]
    held: list[list[int]] = [[] for _ in places]
    chosen = [choose(plan.places[p], (), set_asides[p], caps[p], plan.caps) for p in places]
    at = standing.start[:-1].copy()
    ends = standing.start[1:]
    out: Sequence[int] = range(len(applications))  # who has no seat and asks on
    while True:
        asking: list[list[int]] = [[] for _ in places]
        for applicant in out:
            k, end = at[applicant], ends[applicant]
            while k < end:
                place, rank = standing.place[k], standing.rank[k]
                if rank < refused_from[place][kind[applicant]]:
                    asking[place].append(rank)
                    break
                k += 1
            at[applicant] = k
        if not any(asking):
            return tuple(chosen)
        out = []
        for p in places:
            if not asking[p]:
                continue
            candidates = sorted(held[p] + asking[p])
            chosen[p] = choose(plan.places[p], candidates, set_asides[p], caps[p], plan.caps)
            held[p] = sorted(chosen[p].group + chosen[p].open)
            kept = set(held[p])
            by_rank, limits = standing.by_rank[p], refused_from[p]
            for rank in candidates:
                if rank not in kept:
                    applicant = by_rank[rank]
                    if rank < limits[kind[applicant]]:
                        limits[kind[applicant]] = rank
                    at[applicant] += 1
                    out.append(applicant)
