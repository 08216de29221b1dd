"""Proposals ranked from their marks, as values that are kept and can be worked out again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from dure.domains.agreements.calls import CallCase
from dure.domains.agreements.models import Proposal, ProposalMark, Scorer
from dure.engine.executors.ranking import Mark, Standing, points_text, rank_proposals


def inputs_now(programme: str, state: str) -> dict[str, Any]:
    """Return the proposals of a state by number, and every mark of those who score them still."""
    proposals = Proposal.objects.filter(programme=programme, state=state).order_by("number")
    numbers = {pk: str(number) for pk, number in proposals.values_list("pk", "number")}
    scorers = set(
        Scorer.objects.filter(proposal_id__in=numbers, ended_at__isnull=True).values_list(
            "proposal_id", "user_id"
        )
    )
    marks = ProposalMark.objects.filter(proposal_id__in=numbers).order_by(
        "proposal_id", "criterion", "user_id"
    )
    return {
        "proposals": list(numbers.values()),
        "marks": [
            [numbers[pk], criterion, user, thousandths]
            for pk, criterion, user, thousandths in marks.values_list(
                "proposal_id", "criterion", "user_id", "thousandths"
            )
            if (pk, user) in scorers
        ],
    }


def ranked(case: CallCase, inputs: Mapping[str, Any]) -> tuple[Standing, ...]:
    """Return the order of proposals that inputs give under a call; the file's hash is the seed of the lot."""
    return rank_proposals(
        case.call.criteria,
        inputs["proposals"],
        (Mark(*mark) for mark in inputs["marks"]),
        most=case.call.most,
        least_points=case.call.least_points,
        seed=case.version.hash,
    )


def plain_standings(standings: Sequence[Standing]) -> list[dict[str, Any]]:
    """Return standings as they are kept: exact numbers as texts, rounded ones beside them."""
    return [
        {
            "proposal": one.proposal,
            "rank": one.rank,
            "total": "" if one.total is None else str(one.total),
            "points": points_text(one.total),
            "means": ["" if mean is None else str(mean) for mean in one.means],
            "tied_with": list(one.tied_with),
            "tie_break": one.tie_break,
            "outcome": one.outcome,
        }
        for one in standings
    ]


def points_of(kept: str) -> str:
    """Return an exact number, as it was kept, as points with three decimals."""
    return points_text(Fraction(kept)) if kept else ""


def marks_missing(case: CallCase, programme: str, state: str = "checked") -> int:
    """Return how many marks are still owed: by whoever scores, and one at least in each criterion."""
    by_kind = {
        kind: [c.id for c in case.call.criteria if c.scored_by == kind] for kind in ("accountant", "panel")
    }
    proposals = list(Proposal.objects.filter(programme=programme, state=state).values_list("pk", flat=True))
    given = set(
        ProposalMark.objects.filter(proposal_id__in=proposals).values_list(
            "proposal_id", "criterion", "user_id"
        )
    )
    owed = 0
    scored: set[tuple[int, str]] = set()
    scorers = Scorer.objects.filter(proposal_id__in=proposals, ended_at__isnull=True)
    for pk, user, kind in scorers.values_list("proposal_id", "user_id", "kind"):
        for criterion in by_kind[kind]:
            scored.add((pk, criterion))
            owed += (pk, criterion, user) not in given
    return owed + sum((pk, c.id) not in scored for pk in proposals for c in case.call.criteria)
