"""Set-asides that do nothing, or less than their share says, and why: for the officer before it counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from dure.engine.selection.plan import Application, Decision, StagePlan

Why = Literal["rounded", "nobody", "nobody_known", "fewer", "unknown"]


@dataclass(frozen=True, slots=True)
class Gap:
    """One set-aside and what is lacking.

    ``rounded``: its share of the quota makes no whole seat. ``nobody``: nobody who takes part is of the
    group; ``nobody_known``: nobody of whom it is known. ``fewer``: not all of its seats went to the group,
    the others are open. ``unknown``: of some it is not known, and they count as outside it.
    """

    id: str
    why: Why
    seats: int
    """How many seats are set aside over all places."""
    seated: int
    """How many of them went to the group."""
    members: int
    """How many of the group stand for seats: with a score, where scores order."""
    unknown: int
    """Of how many it is not known whether they are of the group."""


def set_aside_gaps(
    plan: StagePlan,
    applications: Sequence[Application],
    decisions: Sequence[Decision],
    unknown: Mapping[str, int],
) -> tuple[Gap, ...]:
    """Return what is lacking of each set-aside, in order of the file; ``unknown`` are counts by its id."""
    seated = Counter(d.seat for d in decisions if d.decision == "selected")
    standing = [
        one.set_asides
        for one in applications
        if not plan.is_scored or any(score is not None for score in one.scores)
    ]
    found = []
    for i, share in enumerate(plan.set_asides):
        seats = sum(place.set_aside_seats[i] for place in plan.places)
        members = sum(mask >> i & 1 for mask in standing)
        not_known = unknown.get(share.id, 0)
        why: list[Why] = []
        if not seats:
            why = ["rounded"]
        elif not members:
            why = ["nobody_known" if not_known else "nobody"]
        else:
            why = ["fewer"] if seated[share.id] < seats else []
            why += ["unknown"] if not_known else []
        found += [Gap(share.id, one, seats, seated[share.id], members, not_known) for one in why]
    return tuple(found)
