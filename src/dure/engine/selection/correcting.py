"""A score put right after the selection: what it would have decided, and where it stands in the order.

``docs/algorithms/corrected-scores.md`` has the rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dure.engine.problems import msg, refuse
from dure.engine.selection.decide import select
from dure.engine.selection.plan import Application, StagePlan
from dure.engine.selection.reserves import rank_at


@dataclass(frozen=True, slots=True)
class Correction:
    """A score of one application at one executor, in thousandths, in place of the one that was frozen."""

    application_no: str
    executor: str
    score: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What would have been decided by corrected scores; ``executor`` and ``seat`` of who is selected."""

    selected: bool
    executor: str
    seat: str
    ranks: Mapping[str, int]
    """By executor that a correction names, the rank there among all who have a score, from 1."""


def corrected(
    applications: Mapping[str, Application], corrections: Iterable[Correction]
) -> dict[str, Application]:
    """Return applications by number with some scores put right; of two of one score the later counts.

    Raises Refused for an application that is not there, or an executor that it did not choose.
    Whoever lacks a document stays without a score.
    """
    found = dict(applications)
    for one in corrections:
        was = found.get(one.application_no)
        if was is None or one.executor not in was.choices:
            raise refuse(
                "correction.not_chosen",
                msg("{number} did not choose {executor}: there is no score there to put right"),
                number=one.application_no,
                executor=one.executor,
            )
        if was.lacking:
            continue  # no score lets in who lacks a document
        scores = list(was.scores)
        scores[was.choices.index(one.executor)] = one.score
        found[one.application_no] = was._replace(scores=tuple(scores))
    return found


def outcome(
    plan: StagePlan, applications: Sequence[Application], corrections: Sequence[Correction], seed: str | None
) -> Outcome:
    """Return what the same choice would have decided of one application by its corrected scores.

    All ``corrections`` are of that application: one score that counts at several executors is put right at
    each of them, and the choice is made once with all. ``applications`` have earlier corrections in them
    already, and not these. Nobody else is decided on anew: what is returned is of the one application alone.
    Raises Refused where the stage orders by no score.
    """
    if not plan.is_scored:
        raise refuse("correction.no_scores", msg("this stage is ordered by no score: none can be put right"))
    (number,) = {one.application_no for one in corrections}
    right = corrected({one.application_no: one for one in applications}, corrections)
    if right[number].lacking:
        raise refuse(
            "correction.no_document",
            msg("{number} took no part for want of a document: no score put right changes that"),
            number=number,
        )
    everybody = list(right.values())
    decision = next(one for one in select(plan, everybody, seed) if one.application_no == number)
    ranks: dict[str, int] = {}
    for one in corrections:
        rank = rank_at(plan, everybody, seed, "" if plan.pooled else one.executor, number)
        assert rank is not None, "whoever has a score has a rank"
        ranks[one.executor] = rank
    if decision.decision != "selected":
        return Outcome(False, "", "", ranks)
    return Outcome(True, decision.executor, decision.seat, ranks)
