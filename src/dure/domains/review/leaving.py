"""What is under way where an executor leaves: its scores; and who chose another is scored there."""

from __future__ import annotations

from collections.abc import Collection

from dure.domains.agreements.leaving import UnderWay
from dure.domains.events.act import Act
from dure.domains.review.models import Entrant, ScoreSheet, ScoringWindow
from dure.domains.review.services.open_scoring import open_scoring


def scores_under_way(programme: str, executor: str) -> list[UnderWay]:
    """Return how many applications an executor is still to score, where the scoring is open."""
    stages = ScoringWindow.objects.filter(programme=programme, state="open").values("stage")
    asked = Entrant.objects.filter(programme=programme, executor=executor, stage__in=stages)
    given = ScoreSheet.objects.filter(
        programme=programme, executor=executor, stage__in=stages, state="submitted"
    )
    return [UnderWay("scores", max(0, asked.count() - given.count()), first=False)]


def score_chosen_again(
    this: Act, programme: str, stage: str, application_id: int, new: Collection[str]
) -> None:
    """Let the executors that somebody chose anew score it, where the stage is being scored already."""
    if new and ScoringWindow.objects.filter(programme=programme, stage=stage, state="open").exists():
        open_scoring(this, programme=programme, stage=stage, entrants=[(application_id, one) for one in new])
