"""Several rounds of review of one stage: who is let through from one to the next, and the score of all.

The steps, what they cannot do, and a worked example that is a test stand in
``docs/algorithms/rounds-of-review.md``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dure.engine.review.adjusting import Reviews
from dure.engine.review.combining import WHOLE_BP, Combine, half_up
from dure.engine.review.of_stage import scores_of_stage


@dataclass(frozen=True, slots=True)
class Round:
    """One round: its share of the score, and from how many thousandths it lets through (None: everybody)."""

    id: str
    weight_bp: int
    lets_through_from: int | None = None

    def lets_through(self, score: int) -> bool:
        """Say whether whoever has this score, in thousandths of a point, comes to the next round."""
        return self.lets_through_from is None or score >= self.lets_through_from


@dataclass(frozen=True, slots=True)
class Standing:
    """What the rounds make of one case.

    ``score`` is None while a round is open, and where one did not let the case through: ``stopped_at`` names
    it then.
    """

    score: int | None
    stopped_at: str | None = None


def standing(rounds: Sequence[Round], scores: Sequence[int | None]) -> Standing:
    """Return what the scores of the rounds, in their order, make together; a round without one is open.

    The weighted sum is rounded half up, once. What a later round gave somebody whom an earlier one did not
    let through does not count.

    >>> rounds = (Round("papers", 4000, 60_000), Round("talk", 6000))
    >>> standing(rounds, [85_133, 90_001]).score, standing(rounds, [59_999, None])
    (88054, Standing(score=None, stopped_at='papers'))
    >>> standing(rounds, [60_000, None])
    Standing(score=None, stopped_at=None)
    """
    total = 0
    for one, score in zip(rounds, scores, strict=True):
        if score is None:
            return Standing(None)
        if not one.lets_through(score):
            return Standing(None, one.id)
        total += score * one.weight_bp
    return Standing(half_up(total, WHOLE_BP))


def standings(
    rounds: Sequence[Round], reviews: Mapping[str, Reviews], cases: Sequence[str], way: Combine | None
) -> dict[str, Standing]:
    """Return what the rounds make of each case; ``reviews`` are by round, then by case.

    Raises Refused as :func:`dure.engine.review.of_stage.scores_of_stage` does.
    """
    of_round = [
        scores_of_stage({case: reviews.get(one.id, {}).get(case, ()) for case in cases}, way)
        for one in rounds
    ]
    return {case: standing(rounds, [scores[case] for scores in of_round]) for case in cases}
