"""Indicators (성과지표): what is counted to know whether the programme worked."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from dure.engine.programme.models.part import Part
from dure.engine.programme.models.values import Day, Id, Months, RuleText, Text


class Indicator(Part):
    """One indicator: an output of the programme, or an outcome for the merchants."""

    id: Id
    title: Text
    kind: Literal["output", "outcome"]
    unit: Literal["count", "won", "share_bp", "points", "days"]
    rule: RuleText | None = None
    """Counts those for whom it holds on the day of measuring."""
    target: Annotated[int, Field(ge=0, le=10**15)] | None = None
    measured_on: Day | None = None
    measured_after_months: Months | None = None
    """Months after the programme's end."""
    compared_with: Text | None = None
    """The comparison group of an outcome; a growth figure never stands alone."""
    source: Text | None = None
    """Where the figures come from."""
    reported: Annotated[int, Field(ge=0, le=10**15)] | None = None
    """What was reported about it; told by others, not measured by Dure."""
    doubt: Text | None = None
    """What is not clear about the figure that was reported."""
    once_per: Literal["merchant", "order", "participation"] | None = None
    """What counts once, however many executors report it; null: sums are not made over executors."""
