"""Reviewers to cases: each case its number, nobody where they may not be, loads as even as can be.

The way is told in ``docs/algorithms/combining-scores.md``. It draws nothing: where two are equal the hash of
the seed, the case and the reviewer decides, so that anybody can repeat it.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spread:
    """Who is newly assigned to which case, and the cases for which too few are left (case: how many lack)."""

    assigned: tuple[tuple[str, str], ...]
    """(case, reviewer) pairs, in order."""
    lacking: Mapping[str, int]


def spread_reviewers(
    cases: Iterable[str],
    reviewers: Iterable[str],
    *,
    each: int,
    barred: Collection[tuple[str, str]],
    seed: str,
    standing: Collection[tuple[str, str]] = (),
) -> Spread:
    """Return the assignments that are missing so that ``each`` reviewers have every case.

    ``barred`` are (case, reviewer) pairs that may not be. ``standing`` assignments stay and count, for the
    case and for the reviewer's load; they are never moved. The new ones make the sum of the squares of all
    loads as small as it can be: loads differ by at most one wherever that is possible. The order of what
    is given does not matter.
    """
    spread = _Spread(sorted(set(reviewers)), set(barred), set(standing), seed)
    lacking = {}
    for case in sorted(set(cases), key=lambda case: (_hash(seed, case), case)):
        missing = spread.fill(case, each)
        if missing:
            lacking[case] = missing
    spread.even_out()
    return Spread(tuple(sorted(spread.new)), lacking)


class _Spread:
    """An assignment under way."""

    def __init__(
        self, reviewers: list[str], barred: set[tuple[str, str]], standing: set[tuple[str, str]], seed: str
    ) -> None:
        self.reviewers = reviewers
        self.barred = barred
        self.seed = seed
        self.new: set[tuple[str, str]] = set()
        self.of_case: dict[str, set[str]] = {}
        self.new_of: dict[str, set[str]] = {r: set() for r in reviewers}
        self.load = dict.fromkeys(reviewers, 0)
        for case, reviewer in standing:
            self.of_case.setdefault(case, set()).add(reviewer)
            if reviewer in self.load:
                self.load[reviewer] += 1

    def may(self, case: str, reviewer: str) -> bool:
        return (case, reviewer) not in self.barred and reviewer not in self.of_case.get(case, ())

    def fill(self, case: str, each: int) -> int:
        """Give a case its missing reviewers, those with the least to do first; return how many lack."""
        held = self.of_case.setdefault(case, set())
        wanted = max(0, each - len(held))
        free = [r for r in self.reviewers if self.may(case, r)]
        free.sort(key=lambda r: (self.load[r], _hash(self.seed, case, r), r))
        for reviewer in free[:wanted]:
            self._give(case, reviewer)
        return max(0, wanted - len(free))

    def even_out(self) -> None:
        """Pass cases on, along chains, from who has at least two more to who has fewer, until nobody has.

        No such chain is left exactly when the sum of the squares of the loads is least: it is the negative
        cycle of a minimum-cost flow whose cost is convex in each load.
        """
        while self.load and max(self.load.values()) - min(self.load.values()) >= 2:
            for start in sorted(self.reviewers, key=lambda r: (-self.load[r], _hash(self.seed, r), r)):
                chain = self._chain(start)
                if chain:
                    for case, giver, taker in chain:
                        self._take(case, giver)
                        self._give(case, taker)
                    break
            else:
                return

    def _chain(self, start: str) -> list[tuple[str, str, str]]:
        """Return the shortest chain of (case, from, to) to somebody with at least two cases fewer."""
        came: dict[str, tuple[str, str]] = {start: ("", "")}
        waiting = deque([start])
        while waiting:
            giver = waiting.popleft()
            for case in sorted(self.new_of[giver], key=lambda c: (_hash(self.seed, c, giver), c)):
                for taker in self.reviewers:
                    if taker in came or not self.may(case, taker):
                        continue
                    came[taker] = (case, giver)
                    if self.load[taker] <= self.load[start] - 2:
                        return self._path(came, taker)
                    waiting.append(taker)
        return []

    @staticmethod
    def _path(came: dict[str, tuple[str, str]], end: str) -> list[tuple[str, str, str]]:
        path = []
        while came[end][1]:
            case, giver = came[end]
            path.append((case, giver, end))
            end = giver
        return path

    def _give(self, case: str, reviewer: str) -> None:
        self.of_case[case].add(reviewer)
        self.new_of[reviewer].add(case)
        self.new.add((case, reviewer))
        self.load[reviewer] += 1

    def _take(self, case: str, reviewer: str) -> None:
        self.of_case[case].discard(reviewer)
        self.new_of[reviewer].discard(case)
        self.new.discard((case, reviewer))
        self.load[reviewer] -= 1


def _hash(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
