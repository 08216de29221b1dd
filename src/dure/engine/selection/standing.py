"""Who stands where: the order of applicants at each place."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from dure.engine.problems import Problem, Refused, msg
from dure.engine.selection.plan import Application, StagePlan


@dataclass(frozen=True, slots=True)
class Standing:
    """The applicants of each place in order, and each applicant's places and ranks in order of choice.

    ``by_rank[place][rank]`` is an applicant's number; ``scores``, ``set_asides`` and ``caps`` stand beside
    it, the latter two as bit masks (``caps`` is empty where the stage has none). The choices of all
    applicants that have a score stand one after the other in ``place``, ``rank`` and ``score``; those of
    applicant ``i`` from ``start[i]`` up to ``start[i + 1]``. Ranks count from 0.
    """

    by_rank: tuple[list[int], ...]
    scores: tuple[list[int], ...]
    set_asides: tuple[list[int], ...]
    caps: tuple[list[int], ...]
    start: list[int]
    place: list[int]
    rank: list[int]
    score: list[int]

    def choices(self, applicant: int) -> list[tuple[int, int]]:
        """Return the (place, rank) pairs of an applicant in order of choice."""
        mine = slice(self.start[applicant], self.start[applicant + 1])
        return list(zip(self.place[mine], self.rank[mine], strict=True))


def tie_break(seed: str, application_no: str) -> str:
    """Return the hex number by which equal scores are put in order: SHA-256 of seed, newline, number."""
    return hashlib.sha256(f"{seed}\n{application_no}".encode()).hexdigest()


def rank_applicants(plan: StagePlan, applications: Sequence[Application], seed: str | None) -> Standing:
    """Order the applicants at every place: score, then tie-break.

    Raises Refused where two scores are equal at one place and no seed is given.
    """
    number, place, score = _pairs(plan, applications)
    order = np.lexsort((_ties(applications, seed)[number], -score, place))
    sorted_number, sorted_place, sorted_score = number[order], place[order], score[order]
    if seed is None:
        same = (sorted_place[1:] == sorted_place[:-1]) & (sorted_score[1:] == sorted_score[:-1])
        ties = np.flatnonzero(same)
        if len(ties):
            at = (sorted_number, sorted_place, sorted_score)
            raise Refused(_tie(plan, applications, *at, int(i)) for i in ties[:20])
    bounds = np.searchsorted(sorted_place, np.arange(len(plan.places) + 1))
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order)) - bounds[sorted_place]
    spans = [slice(bounds[p], bounds[p + 1]) for p in range(len(plan.places))]
    count = len(applications)
    set_asides = np.fromiter((a.set_asides for a in applications), np.int64, count)
    caps = np.fromiter((a.caps for a in applications), np.int64, count)
    start = np.searchsorted(number, np.arange(count + 1))
    return Standing(
        tuple(sorted_number[span].tolist() for span in spans),
        tuple(sorted_score[span].tolist() for span in spans),
        tuple(set_asides[sorted_number[span]].tolist() for span in spans),
        tuple(caps[sorted_number[span]].tolist() if plan.caps else [] for span in spans),
        start.tolist(),
        place.tolist(),
        rank.tolist(),
        score.tolist(),
    )


Numbers: TypeAlias = npt.NDArray[np.int64]


def _pairs(plan: StagePlan, applications: Sequence[Application]) -> tuple[Numbers, Numbers, Numbers]:
    """Return applicant, place and score of every choice that has a score, applicant by applicant."""
    place_of = (
        dict.fromkeys(plan.executors, 0) if plan.pooled else {p.id: i for i, p in enumerate(plan.places)}
    )
    counts = np.fromiter((len(a.choices) for a in applications), np.int64, len(applications))
    total = int(counts.sum())
    number = np.repeat(np.arange(len(applications)), counts)
    chosen = chain.from_iterable(a.choices for a in applications)
    place = np.fromiter(map(place_of.__getitem__, chosen), np.int64, total)
    marks = (-1 if s is None else s for s in chain.from_iterable(a.scores for a in applications))
    score = np.fromiter(marks, np.int64, total)
    scored = score >= 0
    return number[scored], place[scored], score[scored]


def _ties(applications: Sequence[Application], seed: str | None) -> Numbers:
    """Return each applicant's place in the order of the tie-break (as filed where there is no seed)."""
    if seed is None:
        return np.arange(len(applications), dtype=np.int64)
    drawn = sorted(range(len(applications)), key=lambda i: tie_break(seed, applications[i].application_no))
    ties = np.empty(len(applications), dtype=np.int64)
    ties[drawn] = np.arange(len(applications))
    return ties


def _tie(
    plan: StagePlan,
    applications: Sequence[Application],
    number: Numbers,
    place: Numbers,
    score: Numbers,
    i: int,
) -> Problem:
    return Problem(
        "select.tie",
        msg("{one} and {other} have the same score {score} at {executor}: give a --seed to break ties"),
        {
            "one": applications[int(number[i])].application_no,
            "other": applications[int(number[i + 1])].application_no,
            "score": f"{int(score[i]) / 1000:.3f}",
            "executor": plan.places[int(place[i])].id or plan.id,
        },
    )
