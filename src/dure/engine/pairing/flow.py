"""One-sided pairing: as many merchants as can be with somebody, then the best sum of points, exactly.

One minimum-cost flow (OR-Tools). Each merchant sends its first unit at a price so low that no points of
others outweigh it, further ones at none; a pair costs its points below zero, and a lot above; each provider
lets as many through as there is room. Whatever is better differs by cycles that pass each provider once at
most, which bounds what points, and lots, can add up to (``docs/algorithms/pairing.md``).
"""

from __future__ import annotations

import numpy as np
from ortools.graph.python import min_cost_flow

from dure.engine.pairing.blocks import Candidates, Numbers
from dure.engine.problems import msg, refuse

_LOTS = 16
_LARGEST = 1 << 61


def best(found: Candidates, lots: Numbers, need: Numbers, first: Numbers, room: Numbers) -> Numbers:
    """Return the places (in ``found``) of the pairs of the best assignment.

    ``need`` are the units each seeker may still get, ``first`` whether it has none yet (1) or some (0),
    ``room`` what each provider has left. Raises Refused only where the numbers are too large to be exact.
    """
    there = (need[found.seekers] > 0) & (room[found.providers] > 0)
    arcs = np.flatnonzero(there)
    if not len(arcs):
        return arcs
    seekers, who = np.unique(found.seekers[arcs], return_inverse=True)
    providers, whom = np.unique(found.providers[arcs], return_inverse=True)
    many, others = len(seekers), len(providers)
    point, bonus, steps = _weights(int(found.points[arcs].max()), many, others)
    begin, end = many + others, many + others + 1
    kinds = [
        # The first unit of who has nobody yet, then the rest of them.
        (np.full(many, begin), np.arange(many), first[seekers], np.full(many, -bonus)),
        (np.full(many, begin), np.arange(many), need[seekers] - first[seekers], np.zeros(many, np.int64)),
        (who, many + whom, np.ones(len(arcs), np.int64), lots[arcs] % steps - found.points[arcs] * point),
        (many + np.arange(others), np.full(others, end), room[providers], np.zeros(others, np.int64)),
        # Whoever gets nobody goes past.
        (np.array([begin]), np.array([end]), need[seekers].sum(keepdims=True), np.zeros(1, np.int64)),
    ]
    flow = min_cost_flow.SimpleMinCostFlow()
    numbers = flow.add_arcs_with_capacity_and_unit_cost(
        *(np.concatenate([kind[n] for kind in kinds]).astype(np.int64) for n in range(4))
    )
    supply = int(need[seekers].sum())
    flow.set_nodes_supplies(np.array([begin, end]), np.array([supply, -supply]))
    status = flow.solve()
    assert status == flow.OPTIMAL, f"whoever gets nobody goes past, so there is a flow: {status}"
    taken: Numbers = arcs[flow.flows(numbers[2 * many : 2 * many + len(arcs)]) > 0]
    return taken


def _weights(most: int, seekers: int, providers: int) -> tuple[int, int, int]:
    """Return what a point is worth, what a first provider is worth, and how many lots there are."""
    cycle = 2 * min(seekers, providers)
    for lots in (_LOTS, 1):
        point = cycle * lots + 1
        bonus = cycle * (most * point + lots) + 1
        if bonus * (seekers + providers + 3) < _LARGEST:
            return point, bonus, lots
    raise refuse(
        "pairing.size",
        msg("{seekers} merchants and {providers} providers are too many to be paired at once"),
        seekers=seekers,
        providers=providers,
    )
