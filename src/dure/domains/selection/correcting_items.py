"""The criteria of a score that an objection may put right, and the marks that count for them now."""

from __future__ import annotations

from dataclasses import dataclass

from dure.domains.selection.breakdown import scored_at, stage_review_of
from dure.domains.selection.models import Decision, ScoreCorrection
from dure.domains.selection.rounds import rounds_behind
from dure.domains.selection.stages import StageCase
from dure.engine.problems import msg, refuse
from dure.engine.programme.models.reviews import ReviewRound, RubricItem
from dure.engine.review.correcting_items import CorrectedItem, total_put_right
from dure.engine.selection.mixing import parts_of


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion that people marked; of several rounds of review each has its own."""

    key: str
    """By what corrections name it: its id, of several rounds after that of the round and a slash."""
    item: RubricItem
    round: ReviewRound | None
    """The round where there are several, else None."""


def criteria_of(case: StageCase) -> list[Criterion]:
    """Return the criteria behind a stage's scores, in order; none where a score is given as one."""
    review = stage_review_of(case)
    if review is None:
        return []
    if len(review.rounds) > 1:
        return [
            Criterion(f"{one.round.id}/{item.id}", item, one.round)
            for one in review.rounds
            if one.round is not None and one.rubric is not None
            for item in one.rubric.items
        ]
    items = review.rubric.items if review.rubric is not None else ()
    return [Criterion(item.id, item, None) for item in items]


def marks_make_the_score(case: StageCase) -> bool:
    """Say whether a score of the stage is the weighted sum of its marks, and of nothing else.

    Not of a mix of sources, of several rounds, or where scores are adjusted to one another.
    """
    review = stage_review_of(case)
    one_round = review is not None and review.rubric is not None and len(review.rounds) <= 1
    return one_round and case.stage.chosen_by != "mix" and case.stage.combine != "adjusted"


def is_one_score(case: StageCase) -> bool:
    """Say whether an application has one score, the same at every executor that it chose.

    A panel's, or measured points; of a mix where no executor gives points of its own. Then a mistake in it
    is one at all of them.
    """
    stage = case.stage
    if stage.chosen_by == "mix":
        return not any(part.each for part in parts_of(stage))
    return stage.chosen_by in ("panel", "score")


def marks_now(decision: Decision, case: StageCase, executor: str) -> dict[str, int]:
    """Return the marks of an application at an executor by criterion, as far as they are put right."""
    marks: dict[str, int] = {}
    points = rounds_behind(case, [decision]).get(decision.application_id, ())
    for one in points:
        assert one.review.round is not None, "a round is one"
        marks |= {f"{one.review.round.id}/{item.id}": mark for item, mark in one.marks}
    if not points:
        place = case.place_of(executor)
        at = next((one for one in scored_at(decision, case) if one.executor == place), None)
        marks = {one.item.id: one.mark for one in at.marks} if at is not None else {}
    right = corrections_behind(decision)
    return marks | {i["item"]: i["after"] for one in right if one.executor == executor for i in one.items}


def corrections_behind(decision: Decision) -> list[ScoreCorrection]:
    """Return the scores of the application of a decision that were put right, in the order they were."""
    found = ScoreCorrection.objects.filter(
        selection_id=decision.selection_id, application_id=decision.application_id
    )
    return list(found.order_by("pk"))


def score_of_items(
    case: StageCase, now: dict[str, int], items: tuple[CorrectedItem, ...], score: int | None
) -> int:
    """Return the score that counts: what the marks make, or what the officer says where they do not make it.

    Raises Refused where the two differ, or none is there.
    """
    if items and marks_make_the_score(case):
        made = total_put_right({one.key: one.item.weight_bp for one in criteria_of(case)}, now, items)
        if score is not None and score != made:
            raise refuse(
                "correction.sum",
                msg("the marks put right make {made}, not {score}: leave the score empty, or mend the marks"),
                made=f"{made / 1000:.3f}",
                score=f"{score / 1000:.3f}",
            )
        return made
    if score is None:
        raise refuse(
            "objection.no_score",
            msg("write the corrected score, from 0 to 100: here the marks alone do not make it"),
        )
    return score
