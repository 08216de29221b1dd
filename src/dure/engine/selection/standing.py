"""Who stands where: the order of applicants at each place."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from operator import attrgetter
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from dure.engine.problems import Problem, Refused, msg, refuse
from dure.engine.selection.plan import Application, StagePlan
from dure.engine.selection.ways import BY_ARRIVAL, DRAWN, HIGHEST_FIRST

Numbers: TypeAlias = npt.NDArray[np.int64]

NO_SCORE = -1
PIECE = 1 << 15
"""So many applications at a time stay near at hand."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The applicants of each place in order, and each applicant's places and ranks in order of choice.

    ``by_rank[place][rank]`` is an applicant's number; ``scores``, ``set_asides`` and ``caps`` stand beside
    it, the latter two as bit masks (``caps`` is empty where the stage has none). The choices of all
    applicants that have a score stand one after the other in ``place``, ``rank`` and ``score``; those of
    applicant ``i`` from ``start[i]`` up to ``start[i + 1]``. Ranks count from 0. ``kind`` is, by applicant,
    the set-asides and caps together as one mask.
    """

    by_rank: tuple[Sequence[int], ...]
    scores: tuple[Sequence[int], ...]
    set_asides: tuple[Sequence[int], ...]
    caps: tuple[Sequence[int], ...]
    start: Numbers
    place: Numbers
    rank: Numbers
    score: Numbers
    kind: Numbers

    def choices(self, applicant: int) -> list[tuple[int, int]]:
        """Return the (place, rank) pairs of an applicant in order of choice."""
        mine = slice(self.start[applicant], self.start[applicant + 1])
        return list(zip(self.place[mine].tolist(), self.rank[mine].tolist(), strict=True))


def tie_break(seed: str, application_no: str) -> str:
    """Return the hex number by which equal scores are put in order: SHA-256 of seed, newline, number."""
    return hashlib.sha256(f"{seed}\n{application_no}".encode()).hexdigest()


def rank_applicants(plan: StagePlan, applications: Sequence[Application], seed: str | None) -> Standing:
    """Order the applicants at every place, by what the stage orders by, then by the tie-break.

    The highest score, the most votes, the earliest arrival or the first place of an executor's order comes
    first; a lot is all tie-break. It is the draw by the seed, and of two who arrived at the same microsecond
    the number.
    Raises Refused where two are equal at one place, no seed is given and one would decide.
    """
    number, place, score = _pairs(plan, applications)
    if plan.way == "lot" and not seed and len(number):
        raise refuse("select.lot_without_seed", msg("a lot is drawn with a seed: give a --seed"))
    ties = _arrival(applications) if plan.way in BY_ARRIVAL else _ties(applications, seed)
    order = _sorted(place, -score if plan.way in HIGHEST_FIRST else score, ties[number])
    sorted_number, sorted_place, sorted_score = number[order], place[order], score[order]
    if seed is None and plan.way in DRAWN:
        same = (sorted_place[1:] == sorted_place[:-1]) & (sorted_score[1:] == sorted_score[:-1])
        equal = np.flatnonzero(same)
        if len(equal):
            at = (sorted_number, sorted_place, sorted_score)
            raise Refused(_tie(plan, applications, *at, int(i)) for i in equal[:20])
    bounds = np.searchsorted(sorted_place, np.arange(len(plan.places) + 1))
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order)) - bounds[sorted_place]
    spans = [slice(bounds[p], bounds[p + 1]) for p in range(len(plan.places))]
    count = len(applications)
    set_asides = np.fromiter(map(attrgetter("set_asides"), applications), np.int64, count)
    caps = np.fromiter(map(attrgetter("caps"), applications), np.int64, count)
    start = np.searchsorted(number, np.arange(count + 1))
    # Views, not lists: of a place that millions ask for, only who comes first is ever looked at.
    return Standing(
        tuple(sorted_number[span].data for span in spans),
        tuple(sorted_score[span].data for span in spans),
        tuple(set_asides[sorted_number[span]].data for span in spans),
        tuple(caps[sorted_number[span]].data if plan.caps else () for span in spans),
        start,
        place,
        rank,
        score,
        (set_asides << len(plan.caps)) | caps,
    )


def _pairs(plan: StagePlan, applications: Sequence[Application]) -> tuple[Numbers, Numbers, Numbers]:
    """Return applicant, place and score of every choice that has a score, applicant by applicant."""
    place_of = (
        dict.fromkeys(plan.choosable, 0) if plan.pooled else {p.id: i for i, p in enumerate(plan.places)}
    )
    listed = list(map(attrgetter("choices"), applications))
    counts = np.fromiter(map(len, listed), np.int64, len(listed))
    number = np.repeat(np.arange(len(listed)), counts)
    chosen = chain.from_iterable(listed)
    place = np.fromiter(map(place_of.__getitem__, chosen), np.int64, len(number))
    scores = list(map(attrgetter("scores"), applications))
    try:
        score = np.fromiter(chain.from_iterable(scores), np.int64, len(number))
    except TypeError:  # somebody has no score somewhere
        marks = (NO_SCORE if s is None else s for s in chain.from_iterable(scores))
        score = np.fromiter(marks, np.int64, len(number))
    scored = score >= 0
    return (number, place, score) if scored.all() else (number[scored], place[scored], score[scored])


def _ties(applications: Sequence[Application], seed: str | None) -> Numbers:
    """Return each applicant's place in the order of the tie-break (as filed where there is no seed)."""
    if seed is None:
        return np.arange(len(applications), dtype=np.int64)
    before, sha256 = f"{seed}\n", hashlib.sha256
    drawn = bytearray()
    for first in range(0, len(applications), PIECE):
        piece = applications[first : first + PIECE]
        drawn += b"".join([sha256((before + a.application_no).encode()).digest() for a in piece])
    # The order of the hexadecimal texts is that of the numbers.
    parts = np.frombuffer(drawn, dtype=">u8").astype(np.uint64).reshape(-1, 4)
    order = np.argsort(parts[:, 0])
    first_parts = parts[order, 0]
    if (first_parts[1:] == first_parts[:-1]).any():
        order = np.lexsort((parts[:, 3], parts[:, 2], parts[:, 1], parts[:, 0]))
    ties = np.empty(len(applications), dtype=np.int64)
    ties[order] = np.arange(len(applications))
    return ties


def _sorted(place: Numbers, key: Numbers, tie: Numbers) -> Numbers:
    """Return the order by place, then key, then tie; NumPy sorts sixteen bits at a time by counting."""
    digits = [digit for column in (tie, key, place) for digit in _digits(column)]
    return np.lexsort(digits) if len(place) else np.arange(0)


def _digits(column: Numbers) -> list[npt.NDArray[np.uint16]]:
    """Return whole numbers as digits of sixteen bits, the last one first."""
    rest = column - column.min(initial=0)
    digits = [(rest & 0xFFFF).astype(np.uint16)]
    while (rest := rest >> 16).any():
        digits.append((rest & 0xFFFF).astype(np.uint16))
    return digits


def _arrival(applications: Sequence[Application]) -> Numbers:
    """Return each applicant's place by number: of two who came at one instant the lower was first."""
    in_order = sorted(range(len(applications)), key=lambda i: applications[i].application_no)
    places = np.empty(len(applications), dtype=np.int64)
    places[in_order] = np.arange(len(applications))
    return places


def _tie(
    plan: StagePlan,
    applications: Sequence[Application],
    number: Numbers,
    place: Numbers,
    score: Numbers,
    i: int,
) -> Problem:
    one, other = (applications[int(number[i + k])].application_no for k in (0, 1))
    executor = plan.places[int(place[i])].id or plan.id
    if plan.way == "vote":
        return Problem(
            "select.tie",
            msg("{one} and {other} have the same number of votes ({votes}): give a --seed to break ties"),
            {"one": one, "other": other, "votes": int(score[i])},
        )
    if not plan.is_scored:
        return Problem(
            "select.tie",
            msg("{one} and {other} have the same place {place} in the order of {executor}: give a --seed"),
            {"one": one, "other": other, "place": int(score[i]), "executor": executor},
        )
    return Problem(
        "select.tie",
        msg("{one} and {other} have the same score {score} at {executor}: give a --seed to break ties"),
        {
            "one": one,
            "other": other,
            "score": f"{int(score[i]) / 1000:.3f}",
            "executor": executor,
        },
    )
