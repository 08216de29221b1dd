"""Rubrics and review rounds: what reviewers score, and who sees what and when."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from dure.engine.programme.models.part import Part
from dure.engine.programme.models.values import Id, Share, Text

Sight = Literal["never", "after_own", "always"]


class RubricItem(Part):
    """One criterion with its weight."""

    id: Id
    title: Text
    weight_bp: Share
    """Its share of the score; the items of a rubric make 10000."""
    guidance: Text | None = None


class Rubric(Part):
    """A score sheet (평가표)."""

    id: Id
    title: Text
    items: tuple[RubricItem, ...]


class ReviewRound(Part):
    """One round of review (평가) of one stage."""

    id: Id
    title: Text
    stage: Id
    rubric: Id
    kind: Literal["document", "presentation", "site", "interview"] = "document"
    reviewers_each: Annotated[int, Field(ge=1, le=50)] = 3
    """How many reviewers score one application."""
    blind: tuple[Id, ...] = ()
    """Profile columns that reviewers never see."""
    sees_other_reviews: Sight = "never"
    sees_average: Sight = "never"
    declares_conflicts: bool = True
    """Reviewers declare conflicts of interest before they see a case (제척·회피)."""
