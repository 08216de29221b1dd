"""The scores of a stage are made to stand fast: its selection is proposed from them."""

from __future__ import annotations

from dure.domains.events.act import Act
from dure.domains.events.transitions import move
from dure.domains.review.models import ScoringWindow
from dure.domains.review.states import SCORING_STATES


def close_scoring(this: Act, *, programme: str, stage: str) -> bool:
    """Close the scoring of a stage and say whether it was open.

    Whoever is saving a score is waited for; whoever comes after is refused. So what is read after this, in
    the same act, is what stands.
    """
    ids = list(ScoringWindow.objects.filter(programme=programme, stage=stage).values_list("pk", flat=True))
    return bool(move(this, SCORING_STATES, ScoringWindow, ids, "close", changes={"closed_at": this.now}))
