"""How claims (청구·정산 신청) are decided: how many officers by amount, and how long one has to answer."""

from __future__ import annotations

from typing import Literal

from dure.engine.programme.models.part import Part
from dure.engine.programme.models.values import Days, Won


class ApprovalLevel(Part):
    """Who approves claims up to an amount."""

    up_to_won: Won | None = None
    """The largest claim of this level, inclusive; null: no bound, as the last level has it."""
    by: Literal["one_officer", "two_officers"]
    """Two officers: a second one confirms what the first approved."""


class ClaimTerms(Part):
    """The terms of claims."""

    approvals: tuple[ApprovalLevel, ...] = ()
    """By amount, ascending; nothing: one officer approves whatever the amount."""
    summed_days: Days | None = None
    """Claims of one claimant within so many days count together for the level, so that none is split to stay
    below it; null: each claim counts alone."""
    answer_within_days: Days = 7
    """How long a claimant has to answer what an officer asks of a line (보완요청)."""
