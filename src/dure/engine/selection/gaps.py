"""Set-asides and caps that do nothing, or less than their share says, and why: before it counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from dure.engine.selection.plan import Application, Decision, StagePlan

Why = Literal[
    "rounded",
    "nobody",
    "nobody_known",
    "fewer",
    "unknown",
    "cap_all",
    "cap_nobody",
    "cap_nobody_known",
    "cap_loose",
    "cap_unknown",
]


@dataclass(frozen=True, slots=True)
class Gap:
    """One set-aside or cap and what is lacking.

    ``rounded``: its share of the quota makes no whole seat. ``nobody``: nobody who takes part is of the
    group; ``nobody_known``: nobody of whom it is known. ``fewer``: not all of its seats went to the group,
    the others are open. ``unknown``: of some it is not known, and they count as outside it.

    Of a cap: ``cap_all``: it allows every open seat. ``cap_nobody`` and ``cap_nobody_known``: nobody who
    takes part is under it. ``cap_loose``: nowhere stand more under it than may be selected.
    ``cap_unknown``: of some it is not known, and nothing caps them.
    """

    id: str
    why: Why
    seats: int
    """How many seats are set aside over all places; how many a cap lets in."""
    seated: int
    """How many of them went to the group; how many under a cap have an open seat."""
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


def cap_gaps(
    plan: StagePlan,
    applications: Sequence[Application],
    decisions: Sequence[Decision],
    unknown: Mapping[str, int],
) -> tuple[Gap, ...]:
    """Return what is lacking of each cap, in order of the file; ``unknown`` are counts by its id."""
    found = []
    seats = _open_seats(plan, decisions)
    selected = {d.application_no for d in decisions if d.decision == "selected" and d.seat == "open"}
    for i, cap in enumerate(plan.caps):
        limits = {place: many * cap.share_bp // 10_000 for place, many in seats.items()}
        standing: Counter[str] = Counter()
        members = seated = 0
        for one in applications:
            places = [
                "" if plan.pooled else choice
                for choice, score in zip(one.choices, one.scores, strict=True)
                if score is not None
            ]
            if not one.caps >> i & 1 or not places:
                continue
            members += 1
            seated += one.application_no in selected
            standing.update(places)
        not_known = unknown.get(cap.id, 0)
        why: list[Why] = []
        if limits == seats:
            why = ["cap_all"]
        elif not members:
            why = ["cap_nobody_known" if not_known else "cap_nobody"]
        else:
            why = ["cap_loose"] if all(standing[place] <= limits[place] for place in standing) else []
            why += ["cap_unknown"] if not_known else []
        found += [Gap(cap.id, one_why, sum(limits.values()), seated, members, not_known) for one_why in why]
    return tuple(found)


def _open_seats(plan: StagePlan, decisions: Sequence[Decision]) -> dict[str, int]:
    """Return by place the seats that a cap is a share of: those that no group has taken."""
    taken = Counter(
        "" if plan.pooled else d.executor
        for d in decisions
        if d.decision == "selected" and d.seat not in ("", "open")
    )
    return {place.id: place.capacity - taken[place.id] for place in plan.places}
