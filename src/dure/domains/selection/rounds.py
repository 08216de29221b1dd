"""The rounds of review behind a decision, for whoever it is about: the score of each, and where it ended."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from dure.domains.review.itemised import Itemised, itemised
from dure.domains.review.queries import StageReview, review_of
from dure.domains.selection.models import Decision
from dure.domains.selection.stages import StageCase
from dure.domains.selection.telling import both
from dure.engine.problems import msg
from dure.engine.programme.models.reviews import RubricItem
from dure.engine.review.of_rounds import standing
from dure.engine.selection.plan import score_text
from dure.engine.selection.stages import rounds_of


@dataclass(frozen=True, slots=True)
class RoundPoints:
    """What one round gave: the score in thousandths, its weight, and from how many points it lets through."""

    review: StageReview
    score: int
    weight_bp: int
    least: int | None
    stops: bool
    """Whether the application did not come to the next round."""
    marks: tuple[tuple[RubricItem, int], ...]


def rounds_behind(case: StageCase, decisions: Collection[Decision]) -> Mapping[int, tuple[RoundPoints, ...]]:
    """Return the rounds of review behind decisions, by application; nothing for a stage with one round.

    They are told where they still make the score that was decided on, or end where nobody has one. One query
    a round. Of adjusted scores the rounds have the means as given, which do not make the score.
    """
    rounds = rounds_of(case.programme, case.stage.id)
    review = review_of(case.loaded, case.stage.id)
    if not rounds or review is None:
        return {}
    ids = [one.application_id for one in decisions]
    given = [itemised(one, ids) for one in review.rounds]
    told = {}
    for decision in decisions:
        found = [of.get((decision.application_id, "")) for of in given]
        made = standing(rounds, [None if one is None else one.total for one in found])
        adjusted = any(one is not None and one.adjusted for one in found)
        mixed = case.stage.chosen_by == "mix"
        if made.stopped_at is None and not adjusted and not mixed and made.score != decision.score:
            continue
        points = []
        for one, round_, sheet in zip(review.rounds, rounds, found, strict=True):
            if sheet is None:
                break
            stops = not round_.lets_through(sheet.total)
            points.append(
                RoundPoints(
                    one, sheet.total, round_.weight_bp, round_.lets_through_from, stops, _marks(one, sheet)
                )
            )
            if stops:
                break
        told[decision.application_id] = tuple(points)
    return told


def round_lines(points: Collection[RoundPoints]) -> list[dict[str, str]]:
    """Return a line for each round as notices take it, in both languages."""
    lines = []
    for one in points:
        assert one.review.round is not None, "a round is one"
        title = one.review.round.title
        text = _STOPPED if one.stops else _POINTS
        told = both(text)
        lines.append(
            {
                language: told[language].format(
                    round=title.to(language),
                    score=score_text(one.score),
                    percent=f"{one.weight_bp / 100:g}",
                    least=score_text(one.least),
                )
                for language in ("ko", "en")
            }
        )
    return lines


_POINTS = msg("{round}: {score} ({percent} %)")
_STOPPED = msg("{round}: {score}, below the {least} points from which it let through to the next round")


def _marks(review: StageReview, sheet: Itemised) -> tuple[tuple[RubricItem, int], ...]:
    if review.rubric is None or not sheet.marks:
        return ()
    return tuple((item, sheet.marks[item.id]) for item in review.rubric.items)
