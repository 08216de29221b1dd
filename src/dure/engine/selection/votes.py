"""Votes of the public as points of a mix, exact to the last digit (``docs/algorithms/public-vote.md``)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping

from dure.engine.programme.models.votes import VotePoints

TOP = 100_000
"""100 points in thousandths."""
_VOTES = re.compile(r"[0-9]{1,9}", re.ASCII)


def read_votes(text: str) -> int | None:
    """Return a number of votes; None where the text is none.

    >>> read_votes("12"), read_votes("-1"), read_votes("1.5"), read_votes("")
    (12, None, None, None)
    """
    return int(text) if _VOTES.fullmatch(text) else None


def points_of_votes(votes: Mapping[str, int], points: VotePoints) -> dict[str, int]:
    """Return the points that votes make, in thousandths, by candidate; rounded half up, once each.

    ``share``: of all votes; ``most``: of the most votes that one has; ``rank``: of the others, how many have
    fewer. Nobody has points where there are no votes at all; the only candidate has all of them by rank.

    >>> [points_of_votes({"A": 30, "B": 30, "C": 0}, how) for how in ("share", "most", "rank")]
    [{'A': 50000, 'B': 50000, 'C': 0}, {'A': 100000, 'B': 100000, 'C': 0}, {'A': 50000, 'B': 50000, 'C': 0}]
    """
    if points == "rank":
        order, others = sorted(votes.values()), len(votes) - 1
        if not others:
            return dict.fromkeys(votes, TOP)
        return {one: _nearest(bisect_left(order, n) * TOP, others) for one, n in votes.items()}
    whole = sum(votes.values()) if points == "share" else max(votes.values(), default=0)
    return {one: _nearest(n * TOP, whole) if whole else 0 for one, n in votes.items()}


def _nearest(amount: int, by: int) -> int:
    """Return a quotient of whole numbers to the nearest, a half upwards."""
    return (2 * amount + by) // (2 * by)
