"""Events of a programme that are no benefit of one merchant: talks, fairs, ceremonies, surveys."""

from __future__ import annotations

from typing import Literal

from dure.engine.programme.models.part import Part
from dure.engine.programme.models.values import Count, Day, Id, Text


class Activity(Part):
    """One event."""

    id: Id
    title: Text
    kind: Literal[
        "talk", "exhibition", "pop_up", "consultation", "fair", "contest", "ceremony", "survey", "campaign"
    ]
    summary: Text | None = None
    stage: Id | None = None
    """Those selected at this stage are invited."""
    starts_on: Day | None = None
    ends_on: Day | None = None
    seats: Count | None = None
