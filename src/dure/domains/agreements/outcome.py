"""What came of a firm's proposal in the confirmed choice: the numbers that it can check and object to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dure.domains.agreements.calls import CallCase, judged_call
from dure.domains.agreements.choosing import points_of
from dure.domains.agreements.models import ExecutorChoice, Proposal
from dure.engine.programme.models.executor_calls import Criterion


@dataclass(frozen=True, slots=True)
class OwnOutcome:
    """Where one proposal stood; of the others only how many there were and where the line lay."""

    case: CallCase
    """The call by which it was judged."""
    decided_at: datetime
    outcome: str
    rank: int | None
    ranked: int
    points: str
    means: tuple[tuple[Criterion, str], ...]
    """The mean of its marks by criterion, as points; empty where a mark was missing."""
    tied: int
    tie_break: str
    cutoff: str
    """The lowest points of those chosen; empty where nobody was."""


def own_outcome(proposal: Proposal) -> OwnOutcome | None:
    """Return what the confirmed choice says of a proposal, or None where none has decided about it."""
    choice = ExecutorChoice.objects.filter(programme=proposal.programme, state="confirmed").first()
    if choice is None or choice.decided_at is None:
        return None
    kept = next((one for one in choice.standings if one["proposal"] == proposal.number), None)
    if kept is None:
        return None
    case = judged_call(proposal.programme)
    chosen = [one for one in choice.standings if one["outcome"] == "chosen"]
    return OwnOutcome(
        case=case,
        decided_at=choice.decided_at,
        outcome=kept["outcome"],
        rank=kept["rank"],
        ranked=sum(one["rank"] is not None for one in choice.standings),
        points=kept["points"],
        means=tuple(
            (criterion, points_of(mean))
            for criterion, mean in zip(case.call.criteria, kept["means"], strict=True)
        ),
        tied=len(kept["tied_with"]),
        tie_break=kept["tie_break"],
        cutoff=chosen[-1]["points"] if chosen else "",
    )
