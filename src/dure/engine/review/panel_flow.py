"""The best assignment of a panel as one minimum-cost flow (OR-Tools), exact in whole numbers.

Cases send as many units as they need reviewers, through a node for each organisation that is bounded, to
reviewers, and through one arc for each further case of a reviewer to the end. Costs are weights so far apart
that what comes first always wins: enough reviewers, ``least``, then points and even loads, then the lot
(``docs/algorithms/panel-assignment.md``).

Where somebody is of several bounded organisations this is no flow any more: ``panel_mixed.py`` takes over.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import reduce
from math import gcd
from typing import NamedTuple

import numpy as np
from ortools.graph.python import min_cost_flow

from dure.engine.problems import msg, refuse
from dure.engine.review.panel import Assignment, Lots, Pair, Panel, lacks_of
from dure.engine.review.panel_mixed import assign_mixed

_LOTS = 16
_LARGEST = 1 << 61


class Weights(NamedTuple):
    """What a point, an uneven load, a missing minimum and a missing reviewer cost, and the bound of lots."""

    lots: int
    point: int
    even: int
    least: int
    lack: int


def assign(panel: Panel) -> Assignment:
    """Return the best new assignments of a panel, and which bounds cannot be held.

    Standing ones are never moved. Raises Refused only where the numbers are too large to be exact.
    """
    bounded = bounded_organisations(panel)
    if any(len(panel.organisations.get(who, frozenset()) & bounded) > 1 for who in panel.reviewers):
        return assign_mixed(panel, bounded)
    new = tuple(sorted(_best(panel, bounded)))
    return Assignment(new, lacks_of(panel, new))


def _best(panel: Panel, bounded: frozenset[str]) -> list[Pair]:
    """Return the best pairs. Where no load is bounded, few cases a reviewer are tried first.

    What is best among loads below a limit that nobody reaches is best of all, for costs are convex; and it
    needs a tenth of the arcs.
    """
    if panel.terms.most is None and panel.reviewers:
        seats = sum(needs_of(panel).values()) + len(panel.standing)
        limit = 2 * -(-seats // len(panel.reviewers)) + 2
        found = list(_Flow(panel, bounded, limit).solve())
        loads = Counter(who for _, who in (*found, *panel.standing))
        if max(loads.values(), default=0) < limit and len(found) == sum(needs_of(panel).values()):
            return found
    return list(_Flow(panel, bounded).solve())


def bounded_organisations(panel: Panel) -> frozenset[str]:
    """Return the organisations of which more sit on the panel than may review one case."""
    if panel.terms.same_organisation is None:
        return frozenset()
    members = Counter(o for who in panel.reviewers for o in panel.organisations.get(who, ()))
    standing = {who for _, who in panel.standing} - set(panel.reviewers)
    members.update(o for who in standing for o in panel.organisations.get(who, ()))
    return frozenset(o for o, many in members.items() if many > panel.terms.same_organisation)


def needs_of(panel: Panel) -> dict[str, int]:
    """Return how many reviewers each case still needs."""
    held = Counter(case for case, _ in panel.standing)
    return {case: max(0, panel.terms.each - held[case]) for case in panel.cases}


def weights_of(panel: Panel, nodes: int) -> Weights:
    """Return weights of which each outweighs whatever the later ones can add up to.

    A better flow differs by cycles that pass each reviewer at most once: by at most two pairs a reviewer,
    and two loads. Even loads come before points where nothing bounds them from above, else after.
    """
    span = max(map(abs, panel.points.values()), default=0)
    people, loads = 2 * len(panel.reviewers), 4 * (len(panel.cases) + 1)
    for lots in (_LOTS, 1):
        first = people * lots
        if panel.terms.most is None:
            point, even = first, first * (people * 2 * span + 1)
        else:
            even, point = first, first * (loads + 1)
        least = people * (2 * span * point + lots) + loads * even + 1
        weights = Weights(lots, point, even, least, 4 * least)
        if weights.lack * (nodes + 1) < _LARGEST:
            return weights
    raise refuse(
        "panel.size",
        msg("a panel of {reviewers} reviewers and {cases} cases is too large to be assigned at once"),
        reviewers=len(panel.reviewers),
        cases=len(panel.cases),
    )


class _Flow:
    def __init__(self, panel: Panel, bounded: frozenset[str], limit: int | None = None) -> None:
        self.limit = limit if limit is not None else panel.terms.most
        self.panel = _without_common_factor(panel)
        self.bounded = bounded
        self.needs = {case: need for case, need in needs_of(panel).items() if need}
        self.standing = Counter(reviewer for _, reviewer in panel.standing)
        self.tails: list[int] = []
        self.heads: list[int] = []
        self.capacities: list[int] = []
        self.costs: list[int] = []
        self.pairs: dict[int, Pair] = {}

    def solve(self) -> Iterator[Pair]:
        """Yield the pairs of the best flow."""
        if not self.needs or not self.panel.reviewers:
            return
        cases = {case: n for n, case in enumerate(self.needs)}
        people = {who: len(cases) + n for n, who in enumerate(self.panel.reviewers)}
        end = len(cases) + len(people)
        most_nodes = end + 1 + len(cases) * len(self.bounded)
        weights = weights_of(self.panel, most_nodes)
        nodes = self._pairs(cases, people, end + 1, weights)
        for case, node in cases.items():
            self._arc(node, end, self.needs[case], weights.lack)
        self._loads(people, end, weights)
        supplies = np.zeros(nodes, np.int64)
        supplies[: len(cases)] = list(self.needs.values())
        supplies[end] = -sum(self.needs.values())
        yield from self._solved(supplies)

    def _solved(self, supplies: np.ndarray) -> Iterator[Pair]:
        flow = min_cost_flow.SimpleMinCostFlow()
        arcs = flow.add_arcs_with_capacity_and_unit_cost(
            np.array(self.tails),
            np.array(self.heads),
            np.array(self.capacities),
            np.array(self.costs, np.int64),
        )
        flow.set_nodes_supplies(np.arange(len(supplies)), supplies)
        status = flow.solve()
        assert status == flow.OPTIMAL, f"every case may lack reviewers, so there is a flow: {status}"
        chosen = np.flatnonzero(flow.flows(arcs))
        return (self.pairs[arc] for arc in chosen.tolist() if arc in self.pairs)

    def _arc(self, tail: int, head: int, capacity: int, cost: int) -> None:
        self.tails.append(tail)
        self.heads.append(head)
        self.capacities.append(capacity)
        self.costs.append(cost)

    def _pairs(self, cases: dict[str, int], people: dict[str, int], free: int, weights: Weights) -> int:
        """Add who may review what; return how many nodes there are then."""
        panel, bound = self.panel, self.panel.terms.same_organisation
        closed, points, lots = panel.barred | panel.standing, panel.points, Lots(panel)
        own = {
            who: next(iter(panel.organisations.get(who, frozenset()) & self.bounded), "")
            for who in panel.reviewers
        }
        seated: Counter[Pair] = Counter(
            (case, organisation)
            for case, who in panel.standing
            for organisation in panel.organisations.get(who, frozenset()) & self.bounded
        )
        for case, node in cases.items():
            through = {"": node}
            for who, head in people.items():
                if (case, who) in closed:
                    continue
                organisation = own[who]
                if organisation not in through:
                    assert bound is not None, "organisations are bounded by a number"
                    through[organisation] = free
                    self._arc(node, free, max(0, bound - seated[case, organisation]), 0)
                    free += 1
                self.pairs[len(self.tails)] = (case, who)
                drawn = lots.of(case, who) if weights.lots > 1 else 0
                self._arc(through[organisation], head, 1, drawn - points.get((case, who), 0) * weights.point)
        return free

    def _loads(self, people: dict[str, int], end: int, weights: Weights) -> None:
        """Add one arc for each further case of a reviewer: the more there are, the dearer."""
        terms = self.panel.terms
        may = Counter(who for case in self.needs for who in people if self.panel.may(case, who))
        for who, node in people.items():
            has = self.standing[who]
            last = has + may[who] if self.limit is None else min(self.limit, has + may[who])
            for load in range(has + 1, last + 1):
                cost = (2 * load - 1) * weights.even - (weights.least if load <= terms.least else 0)
                self._arc(node, end, 1, cost)


def _without_common_factor(panel: Panel) -> Panel:
    """Return a panel whose points are as small as they can be without changing what is best."""
    common = reduce(gcd, panel.points.values(), 0)
    if common <= 1:
        return panel
    points = {pair: value // common for pair, value in panel.points.items()}
    return Panel(
        panel.terms,
        panel.cases,
        panel.reviewers,
        panel.barred,
        panel.standing,
        panel.organisations,
        points,
        panel.seed,
    )
