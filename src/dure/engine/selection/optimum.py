"""The greatest sum of scores that the seats of a stage allow, to set a stable result beside it.

One minimum-cost flow (OR-Tools), exact in whole numbers, over all results that give every set-aside at least
as many seats at each executor as the stable result does, and no executor more open seats, under the same
caps. It is a comparison and no way of choosing: it refuses people at executors that take others behind them,
which is counted beside it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from ortools.graph.python import min_cost_flow

from dure.engine.selection.mixing import TOP
from dure.engine.selection.plan import Application, Decision, StagePlan
from dure.engine.selection.trial import Seats, justified_complaints, points_of, seats_of

MOST_CHOICES = 2_000_000
"""So many choices are compared while somebody waits for a page."""


@dataclass(frozen=True, slots=True)
class Optimum:
    """The greatest sum beside that of the selection, in thousandths, and the complaints it would leave."""

    points: int
    chosen: int
    complaints: int

    @property
    def lost(self) -> int:
        """By how much the selection falls short of it."""
        return self.points - self.chosen


def optimum(
    plan: StagePlan,
    applications: Sequence[Application],
    decisions: Sequence[Decision],
    seed: str | None,
    *,
    most_choices: int = MOST_CHOICES,
) -> Optimum | None:
    """Return the greatest sum of scores of the selected; None without scores, and where caps overlap.

    Of more than ``most_choices`` nothing is said.
    """
    choices = sum(len(application.choices) for application in applications)
    chosen = points_of(decisions)
    overlapping = any(a.caps & (a.caps - 1) for a in applications)
    if chosen is None or overlapping or choices > most_choices:
        return None
    seats = _best_seats(plan, applications, decisions)
    points = 0
    for application in applications:
        held = seats.get(application.application_no)
        if held is not None:
            points += max(
                score or 0
                for choice, score in zip(application.choices, application.scores, strict=True)
                if plan.pooled or choice == held[0]
            )
    return Optimum(points, chosen, justified_complaints(plan, applications, seats, seed))


def _best_seats(plan: StagePlan, applications: Sequence[Application], decisions: Sequence[Decision]) -> Seats:
    at = {"" if plan.pooled else place.id: p for p, place in enumerate(plan.places)}
    floors = Counter((at[place], label) for place, label in seats_of(plan, decisions).values())
    kinds, caps = len(plan.set_asides), len(plan.caps)
    # Nodes: the applicants; of each place its seats set aside, an open sort for each cap and one for the
    # rest, its open seats, and the place itself; the end; and being nowhere, for everybody.
    size = kinds + caps + 3
    first = len(applications)
    end = first + size * len(plan.places)
    # A floor that is kept is worth more than any chain of scores: a seat taken may push others on everywhere.
    kept = (TOP + 1) * 2 * (size * len(plan.places) + 1)
    arcs: list[tuple[int, int, int, int]] = []
    for i, application in enumerate(applications):
        arcs.append((i, end, 1, 0))
        places = ("" for _ in application.choices) if plan.pooled else iter(application.choices)
        for place, score in zip(places, application.scores, strict=True):
            if score is None:
                continue
            base = first + size * at[place]
            cap = next((c for c in range(caps) if application.caps >> c & 1), None)
            arcs.append((i, base + kinds + (caps if cap is None else cap), 1, -score))
            for t in range(kinds):
                if application.set_asides >> t & 1 and plan.places[at[place]].set_aside_seats[t]:
                    arcs.append((i, base + t, 1, -score))
    for p, place_of in enumerate(plan.places):
        base = first + size * p
        opened, whole = base + kinds + caps + 1, base + kinds + caps + 2
        group = 0
        for t, seats in enumerate(place_of.set_aside_seats):
            floor = floors[p, plan.set_asides[t].id]
            arcs += [(base + t, whole, floor, -kept), (base + t, whole, seats - floor, 0)]
            group += floor
        open_seats = place_of.capacity - group
        for c, share in enumerate(plan.caps):
            arcs.append((base + kinds + c, opened, open_seats * share.share_bp // 10_000, 0))
        arcs.append((base + kinds + caps, opened, open_seats, 0))
        arcs.append((opened, whole, open_seats, 0))
        arcs.append((whole, end, place_of.capacity, 0))
    return _solved(plan, applications, arcs, first, size, end)


def _solved(
    plan: StagePlan,
    applications: Sequence[Application],
    arcs: list[tuple[int, int, int, int]],
    first: int,
    size: int,
    end: int,
) -> Seats:
    flow = min_cost_flow.SimpleMinCostFlow()
    tails, heads, capacities, costs = (np.array(column, dtype=np.int64) for column in zip(*arcs, strict=True))
    capacities = np.minimum(capacities, first)
    flow.add_arcs_with_capacity_and_unit_cost(tails, heads, capacities, costs)
    supplies = np.ones(first, dtype=np.int64)
    flow.set_nodes_supplies(np.arange(first), supplies)
    flow.set_node_supply(end, -first)
    status = flow.solve()
    assert status == flow.OPTIMAL, "everybody can be nowhere: there is always a flow"
    used = flow.flows(np.arange(len(arcs))) > 0
    kinds = len(plan.set_asides)
    seats: dict[str, tuple[str, str]] = {}
    for a in np.flatnonzero(used & (tails < first) & (heads < end)):
        place, node = divmod(int(heads[a]) - first, size)
        label = plan.set_asides[node].id if node < kinds else "open"
        seats[applications[int(tails[a])].application_no] = (plan.places[place].id, label)
    return seats
