"""What the source does not tell and the file assumes."""

from __future__ import annotations

from dure.engine.programme.models.part import Part
from dure.engine.programme.models.values import Line, Text


class Assumption(Part):
    """A place in the file and why its value is assumed."""

    path: Line
    """Keys joined by dots, items of a list by their id: stages.consult.quota.per_executor"""
    why: Text
