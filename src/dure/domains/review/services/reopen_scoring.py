"""The scores of a stage may be changed again: its selection was sent back."""

from __future__ import annotations

from dure.domains.events.act import Act
from dure.domains.events.transitions import move
from dure.domains.review.models import ScoringWindow
from dure.domains.review.states import SCORING_STATES


def reopen_scoring(this: Act, *, programme: str, stage: str) -> bool:
    """Open the scoring of a stage again and say whether it was closed."""
    ids = list(ScoringWindow.objects.filter(programme=programme, stage=stage).values_list("pk", flat=True))
    return bool(move(this, SCORING_STATES, ScoringWindow, ids, "reopen", changes={"closed_at": None}))
