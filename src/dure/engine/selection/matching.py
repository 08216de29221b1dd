"""Applicant-proposing deferred acceptance: each applicant asks in order of choice, each place keeps whom
it would choose among all who have asked.

With choices that reserve seats first and cap only open seats, the result is stable and the best stable
one for every applicant (docs/algorithms/selection.md).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dure.engine.selection.choice import Chosen, choose
from dure.engine.selection.plan import Application, StagePlan
from dure.engine.selection.standing import Numbers, Standing


def match(plan: StagePlan, applications: Sequence[Application], standing: Standing) -> tuple[Chosen, ...]:
    """Return whom each place takes, by rank.

    Whoever stands behind somebody of the same set-asides and caps whom a place has refused is refused
    there too, unasked: the choice goes by order, and a place that refuses never takes back.
    """
    places = range(len(plan.places))
    set_asides, caps = standing.set_asides, standing.caps
    count = len(applications)
    _, kind = np.unique(standing.kind, return_inverse=True)
    nobody = max((len(ranks) for ranks in standing.by_rank), default=0)
    refused_from = np.full((len(plan.places), int(kind.max(initial=-1)) + 1), nobody, dtype=np.int64)
    by_rank = [np.array(ranks, dtype=np.int64) for ranks in standing.by_rank]
    held = [np.empty(0, dtype=np.int64) for _ in places]
    chosen = [choose(plan.places[p], (), set_asides[p], caps[p], plan.caps) for p in places]
    place, rank = standing.place, standing.rank
    at, ends = standing.start[:-1].copy(), standing.start[1:]
    out: Numbers = np.arange(count)  # who has no seat and asks on
    while True:
        asking, asked = _asks(out, at, ends, (place, rank), kind, refused_from)
        if not len(asking):
            return tuple(chosen)
        refused: list[Numbers] = []
        for p in np.unique(asked).tolist():
            candidates = np.sort(np.concatenate((held[p], rank[at[asking[asked == p]]])))
            chosen[p] = choose(plan.places[p], candidates.tolist(), set_asides[p], caps[p], plan.caps)
            held[p] = np.array(sorted(chosen[p].group + chosen[p].open), dtype=np.int64)
            ranks = np.setdiff1d(candidates, held[p], assume_unique=True)
            losing = by_rank[p][ranks]
            np.minimum.at(refused_from[p], kind[losing], ranks)
            at[losing] += 1
            refused.append(losing)
        out = np.concatenate(refused)


def _asks(
    out: Numbers,
    at: Numbers,
    ends: Numbers,
    choices: tuple[Numbers, Numbers],
    kind: Numbers,
    refused_from: Numbers,
) -> tuple[Numbers, Numbers]:
    """Move everybody on to the first choice where it is worth asking; return who asks, and which place."""
    place, rank = choices
    asking: list[Numbers] = []
    while len(out):
        out = out[at[out] < ends[out]]
        k = at[out]
        worth = rank[k] < refused_from[place[k], kind[out]]
        asking.append(out[worth])
        out = out[~worth]
        at[out] += 1
    all_asking = np.concatenate(asking) if asking else out
    return all_asking, place[at[all_asking]]
