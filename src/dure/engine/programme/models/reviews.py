"""Rubrics and review rounds: what reviewers score, and who sees what and when."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from dure.engine.programme.models.part import Part
from dure.engine.programme.models.values import Id, Instant, Share, Text

Sight = Literal["never", "after_own", "always"]
Points = Annotated[int, Field(ge=0, le=100)]
RoundWeight = Annotated[int, Field(ge=0, le=10_000)]


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


class PanelLoad(Part):
    """How many cases one reviewer has."""

    least: Annotated[int, Field(ge=0, le=10**6)] = 0
    most: Annotated[int, Field(ge=1, le=10**6)] | None = None
    """Null: no bound; loads are made as even as can be, before any points count."""


class PanelPoints(Part):
    """What speaks for a reviewer of a case (expertise) and against (the others); the sum is made best."""

    expertise: Points = 20
    """The industry of the case is one in which the reviewer is an expert."""
    same_merchant: Points = 10
    """The reviewer had the same merchant in another round."""
    last_round: Points = 5
    """The reviewer sat on the panel of the programme's last round before this one."""


class PanelTerms(Part):
    """How reviewers are spread over the cases of a round."""

    load: PanelLoad = PanelLoad()
    same_organisation_at_most: Annotated[int, Field(ge=1, le=50)] | None = None
    """At most so many reviewers of one organisation for one case; null: any number."""
    points: PanelPoints = PanelPoints()


Blind = Annotated[
    str, Field(pattern=r"^([a-z][a-z0-9_]*|(answer|document)\.[a-z][a-z0-9_]*)$", max_length=60)
]
"""A profile column, ``answer.QUESTION`` or ``document.DOCUMENT``."""
_ANSWER, _DOCUMENT = "answer.", "document."


class ReviewRound(Part):
    """One round of review (평가) of one stage."""

    id: Id
    title: Text
    stage: Id
    rubric: Id
    kind: Literal["document", "presentation", "site", "interview"] = "document"
    reviewers_each: Annotated[int, Field(ge=1, le=50)] = 3
    """How many reviewers score one application."""
    weight_bp: RoundWeight | None = None
    """Its share of the panel's score where the stage has several rounds: theirs make 10000."""
    lets_through_from: Points | None = None
    """Whoever has fewer points here does not come to the next round of the stage; null: everybody does."""
    blind: tuple[Blind, ...] = ()
    """What reviewers do not see: profile columns, with what would tell them, answers and documents.

    While anything is blind no document is shown, unless documents are named here: then the others are.
    """
    blind_ends: Literal["never", "after_own"] = "never"
    """Whether a reviewer sees them once their own review of the case is submitted."""
    sees_other_reviews: Sight = "never"
    sees_average: Sight = "never"
    due_at: Instant | None = None
    """Until when reviewers hand in; what comes later is marked late, and counts until the selection."""
    panel: PanelTerms = PanelTerms()
    """Who reviews what: bounds that hold, and points that are weighed."""
    declares_conflicts: bool = True
    """Reviewers declare conflicts of interest before they see a case (제척·회피)."""

    @property
    def blind_columns(self) -> tuple[str, ...]:
        return tuple(name for name in self.blind if "." not in name)

    @property
    def blind_questions(self) -> frozenset[str]:
        """Questions of the call whose answers reviewers do not see."""
        return frozenset(name.removeprefix(_ANSWER) for name in self.blind if name.startswith(_ANSWER))

    @property
    def blind_documents(self) -> frozenset[str]:
        """Documents that reviewers do not see; empty where none is named."""
        return frozenset(name.removeprefix(_DOCUMENT) for name in self.blind if name.startswith(_DOCUMENT))
