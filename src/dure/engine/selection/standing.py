"""Who stands where: the order of applicants at each place."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dure.engine.problems import Problem, Refused, msg
from dure.engine.selection.plan import Application, StagePlan


@dataclass(frozen=True, slots=True)
class Standing:
    """The applicants of each place in order, and each applicant's places and ranks in order of choice.

    ``by_rank[place][rank]`` is an applicant's number; ``choices[applicant]`` are (place, rank) pairs,
    choices without a score left out. Ranks count from 0.
    """

    by_rank: tuple[list[int], ...]
    choices: tuple[list[tuple[int, int]], ...]


def tie_break(seed: str, application_no: str) -> str:
    """Return the hex number by which equal scores are put in order: SHA-256 of seed, newline, number."""
    return hashlib.sha256(f"{seed}\n{application_no}".encode()).hexdigest()


def rank_applicants(plan: StagePlan, applications: Sequence[Application], seed: str | None) -> Standing:
    """Order the applicants at every place: score, then tie-break.

    Raises Refused where two scores are equal at one place and no seed is given.
    """
    place_of = {place.id: i for i, place in enumerate(plan.places)}
    pairs = [
        (number, 0 if plan.pooled else place_of[choice], score)
        for number, application in enumerate(applications)
        for choice, score in zip(application.choices, application.scores, strict=True)
        if score is not None
    ]
    table: npt.NDArray[np.int64] = np.array(pairs, dtype=np.int64).reshape(-1, 3)
    number, place, score = table[:, 0], table[:, 1], table[:, 2]
    order = np.lexsort((_ties(applications, seed)[number], -score, place))
    number, place, score = number[order], place[order], score[order]
    if seed is None:
        equal = np.flatnonzero((place[1:] == place[:-1]) & (score[1:] == score[:-1]))
        if len(equal):
            raise Refused(_tie(plan, applications, number, place, score, int(i)) for i in equal[:20])
    starts = np.searchsorted(place, np.arange(len(plan.places) + 1))
    rank = np.arange(len(place)) - starts[place]
    by_rank = tuple(number[starts[i] : starts[i + 1]].tolist() for i in range(len(plan.places)))
    written = np.empty(len(order), dtype=np.int64)
    written[order] = rank
    choices: tuple[list[tuple[int, int]], ...] = tuple([] for _ in applications)
    for (applicant, at, _), standing in zip(pairs, written.tolist(), strict=True):
        choices[applicant].append((at, standing))
    return Standing(by_rank, choices)


def _ties(applications: Sequence[Application], seed: str | None) -> npt.NDArray[np.int64]:
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
    number: npt.NDArray[np.int64],
    place: npt.NDArray[np.int64],
    score: npt.NDArray[np.int64],
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
