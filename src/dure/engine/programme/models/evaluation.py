"""The evaluation of executors (수행기관 평가) after a programme's year."""

from __future__ import annotations

from typing import Literal

from dure.engine.programme.models.part import Part
from dure.engine.programme.models.values import Count, Id, Text


class ExecutorEvaluation(Part):
    """Who is evaluated, by which score sheet, and what is published."""

    title: Text
    bodies: Count | None = None
    """How many executors are ranked."""
    rubric: Id
    evaluated_by: Text | None = None
    published: Literal["nothing", "order", "order_and_scores"] = "order"
    reported_rank: Count | None = None
    """The place that was reported of the executor of this file."""
