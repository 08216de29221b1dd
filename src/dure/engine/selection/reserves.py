"""The reserve lists of a stage, whole: a decision names only the best one on which somebody stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from dure.engine.selection.plan import Application, Decision, StagePlan
from dure.engine.selection.standing import rank_applicants


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody on a reserve list, and the rank there among all who have a score, from 1."""

    application_no: str
    rank: int


def reserve_lists(
    plan: StagePlan, applications: Sequence[Application], decisions: Sequence[Decision], seed: str | None
) -> Mapping[str, tuple[Listed, ...]]:
    """Return, by place, who stands on its reserve list in order ("" for a pooled stage).

    Everybody the place refused who is selected nowhere, as long as the stage's ``reserve_length``.
    """
    selected = {d.application_no for d in decisions if d.decision == "selected"}
    standing = rank_applicants(plan, applications, seed)
    lists: dict[str, tuple[Listed, ...]] = {}
    for place, by_rank in zip(plan.places, standing.by_rank, strict=True):
        left = (
            Listed(number, rank)
            for rank, i in enumerate(by_rank, start=1)
            if (number := applications[i].application_no) not in selected
        )
        lists[place.id] = tuple(islice(left, plan.reserve_length))
    return lists


def rank_at(
    plan: StagePlan, applications: Sequence[Application], seed: str | None, place: str, application_no: str
) -> int | None:
    """Return the rank of an applicant at a place among all who have a score there; None without one."""
    return ranks_at(plan, applications, seed, place).get(application_no)


def ranks_at(
    plan: StagePlan, applications: Sequence[Application], seed: str | None, place: str
) -> Mapping[str, int]:
    """Return the rank of everybody who has a score at a place, by number, from 1."""
    standing = rank_applicants(plan, applications, seed)
    at = [p.id for p in plan.places].index(place)
    return {applications[i].application_no: rank for rank, i in enumerate(standing.by_rank[at], start=1)}
