"""Places that are fewer than those who want them (노출 자리 배정): who comes when, and why.

Pure: ranks, arrivals, earlier places and the seed are handed in. Worked example:
``docs/algorithms/granting-benefits.md``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

Way: TypeAlias = Literal["score", "lot", "rotation", "first_come"]


@dataclass(frozen=True, slots=True)
class Applicant:
    """What the ways of allocating scarce places look at."""

    id: int
    number: str
    rank: int | None = None
    had: int = 0
    """How many places of this kind it had before."""
    arrived: str = ""
    """When it applied, as an ISO instant in UTC."""


def slot_ranks(applicants: Sequence[Applicant], way: Way, seed: str = "") -> dict[int, int]:
    """Return by application who comes when for places that are fewer than those who want them, from 1.

    ``score``: by the rank at the stage. ``lot``: by SHA-256 of the seed and the receipt number, so that who
    has the seed can repeat it. ``rotation``: who had fewest such places first, equals by lot.
    ``first_come``: by arrival. What is still equal goes by receipt number.
    """

    def drawn(one: Applicant) -> str:
        return hashlib.sha256(f"{seed}:{one.number}".encode()).hexdigest()

    keys = {
        "score": lambda one: (one.rank is None, one.rank or 0, "", one.number),
        "lot": lambda one: (False, 0, drawn(one), one.number),
        "rotation": lambda one: (False, one.had, drawn(one), one.number),
        "first_come": lambda one: (False, 0, one.arrived, one.number),
    }
    return {one.id: n for n, one in enumerate(sorted(applicants, key=keys[way]), start=1)}
