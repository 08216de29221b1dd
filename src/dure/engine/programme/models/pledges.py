"""Pledges: what somebody promised in public, by when, and what shows that it was kept."""

from __future__ import annotations

from typing import Literal

from dure.engine.programme.models.part import Part
from dure.engine.programme.models.values import Day, Id, Line, Text


class Pledge(Part):
    """One promise; its state says only what evidence shows."""

    id: Id
    title: Text
    """What is promised."""
    by: Text
    """Who promised."""
    to: Text | None = None
    """To whom."""
    made_in: Line | None = None
    """The month or day on which it was made, as far as it is told: 2024-11."""
    due_on: Day | None = None
    """By when; null: not told."""
    evidence: tuple[Text, ...] = ()
    """What would show that it was kept."""
    state: Literal["announced", "under_way", "kept", "broken", "withdrawn"] = "announced"
