"""The best assignment where reviewers are of several bounded organisations: whole-number programmes (HiGHS).

What counts is the same as for ``panel_flow.py`` and in the same order. Each aim is brought to its best in a
programme of its own, with the aims before it held where they are: so no weights are needed that a solver in
floating point could not tell apart.
"""

from __future__ import annotations

from collections import Counter

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from dure.engine.review.panel import Assignment, Lots, Pair, Panel, lacks_of


def assign_mixed(panel: Panel, bounded: frozenset[str]) -> Assignment:
    """Return the best new assignments of a panel, and which bounds cannot be held."""
    new = tuple(sorted(_Programme(panel, bounded).solve()))
    return Assignment(new, lacks_of(panel, new))


class _Programme:
    """Columns: pairs, then seats that stay empty (one a case), then each further case of a reviewer."""

    def __init__(self, panel: Panel, bounded: frozenset[str]) -> None:
        self.panel = panel
        held = Counter(case for case, _ in panel.standing)
        self.needs = {case: panel.terms.each - held[case] for case in panel.cases}
        self.needs = {case: need for case, need in self.needs.items() if need > 0}
        self.bounded = bounded
        self.pairs = [(case, who) for case in self.needs for who in panel.reviewers if panel.may(case, who)]
        self.loads = [(who, load) for who in panel.reviewers for load in self._loads(who)]
        self.width = len(self.pairs) + len(self.needs) + len(self.loads)
        self.rows: list[list[tuple[int, int]]] = []
        self.lows: list[float] = []
        self.highs: list[float] = []

    def solve(self) -> list[Pair]:
        if not self.pairs:
            return []
        self._constraints()
        upper = np.ones(self.width)
        upper[len(self.pairs) : len(self.pairs) + len(self.needs)] = list(self.needs.values())
        x = np.zeros(self.width)
        for aim in self._aims():
            if not aim.any():
                continue
            matrix = self._matrix()
            found = milp(
                aim,
                integrality=np.ones(self.width),
                bounds=Bounds(0, upper),
                constraints=LinearConstraint(matrix, self.lows, self.highs),
                options={"mip_rel_gap": 0},
            )
            assert found.success, f"every case may lack reviewers, so there is a solution: {found.message}"
            x = np.round(found.x)
            best = float(np.round(aim @ x))
            self._row([(n, int(aim[n])) for n in np.flatnonzero(aim).tolist()], -np.inf, best)
        return [pair for n, pair in enumerate(self.pairs) if x[n] > 0]

    def _loads(self, who: str) -> range:
        has = sum(one == who for _, one in self.panel.standing)
        most = self.panel.terms.most
        return range(has + 1, (has + len(self.needs) if most is None else most) + 1)

    def _row(self, entries: list[tuple[int, int]], low: float, high: float) -> None:
        self.rows.append(entries)
        self.lows.append(low)
        self.highs.append(high)

    def _matrix(self) -> coo_array:
        entries = [(r, column, value) for r, row in enumerate(self.rows) for column, value in row]
        rows, columns, values = zip(*entries, strict=True)
        return coo_array((values, (rows, columns)), shape=(len(self.rows), self.width)).tocsr()

    def _constraints(self) -> None:
        panel = self.panel
        of_case: dict[str, list[int]] = {case: [] for case in self.needs}
        of_reviewer: dict[str, list[int]] = {who: [] for who in panel.reviewers}
        seated: dict[Pair, list[int]] = {}
        for n, (case, who) in enumerate(self.pairs):
            of_case[case].append(n)
            of_reviewer[who].append(n)
            for organisation in panel.organisations.get(who, frozenset()) & self.bounded:
                seated.setdefault((case, organisation), []).append(n)
        for s, (case, need) in enumerate(self.needs.items(), start=len(self.pairs)):
            self._row([*((n, 1) for n in of_case[case]), (s, 1)], need, need)
        first = len(self.pairs) + len(self.needs)
        units: dict[str, list[int]] = {who: [] for who in panel.reviewers}
        for n, (who, _load) in enumerate(self.loads, start=first):
            units[who].append(n)
        for who, own in of_reviewer.items():
            self._row([*((n, 1) for n in own), *((n, -1) for n in units[who])], 0, 0)
        standing = Counter(
            (case, organisation)
            for case, who in panel.standing
            for organisation in panel.organisations.get(who, frozenset()) & self.bounded
        )
        bound = panel.terms.same_organisation
        for key, own in seated.items():
            assert bound is not None, "organisations are bounded by a number"
            self._row([(n, 1) for n in own], 0, max(0, bound - standing[key]))

    def _aims(self) -> list[np.ndarray]:
        """Return what is made small, what matters most first."""
        pairs, cases = len(self.pairs), len(self.needs)
        terms = self.panel.terms
        lack, least, even, points, lots = (np.zeros(self.width) for _ in range(5))
        lack[pairs : pairs + cases] = 1
        for n, (_who, load) in enumerate(self.loads, start=pairs + cases):
            least[n] = -1 if load <= terms.least else 0
            even[n] = 2 * load - 1
        drawn = Lots(self.panel)
        for n, (case, who) in enumerate(self.pairs):
            points[n] = -self.panel.points.get((case, who), 0)
            lots[n] = drawn.of(case, who)
        return [lack, least, *((even, points) if terms.most is None else (points, even)), lots]
