"""Several rounds of review of one stage: what they must say for its score to be one."""

from __future__ import annotations

from collections.abc import Iterator

from dure.engine.problems import msg
from dure.engine.programme.findings import Finding, error
from dure.engine.programme.models.programme import Programme
from dure.engine.programme.models.reviews import ReviewRound

WHOLE_BP = 10_000


def rounds_are_of_panels(programme: Programme) -> Iterator[Finding]:
    """Find stages with several rounds that executors score, or that say not how reviews become a score.

    An executor gives an applicant one sheet at a stage; reviewers give one in each round.
    """
    for r, held, stage_rounds in _later(programme):
        stage = programme.stage(held.stage)
        if stage is None:
            continue
        if not stage.scored_by_panel or stage.scored_by_executors:
            yield error(
                "programme.review_rounds",
                msg(
                    "the stage “{stage}” has the round of review “{earlier}” already, and only a stage that"
                    " a panel alone scores has several: make the second round a stage of its own, which can"
                    " carry over the scores of the first by weight"
                ),
                ("reviews", r, "stage"),
                stage=held.stage,
                earlier=stage_rounds[0].id,
            )
        elif stage.combine is None and held is stage_rounds[1]:
            yield error(
                "programme.round_combine",
                msg("the stage “{stage}” has several rounds of review: say how reviews become one score"),
                ("stages", programme.stages.index(stage), "combine"),
                stage=held.stage,
            )


def weights_of_rounds(programme: Programme) -> Iterator[Finding]:
    """Find rounds whose weights do not make the whole of their stage's score."""
    for r, held in enumerate(programme.reviews):
        of_stage = _of_stage(programme, held.stage)
        if held is not of_stage[-1]:
            continue  # told once a stage, at its last round
        weights = [one.weight_bp for one in of_stage]
        if len(of_stage) == 1 and weights[0] in (None, WHOLE_BP):
            continue
        if None in weights or sum(weight or 0 for weight in weights) != WHOLE_BP:
            yield error(
                "programme.round_weights",
                msg(
                    "the rounds of review of the stage “{stage}” need weights that make 10000 together; they"
                    " make {sum}"
                ),
                ("reviews", r, "weight_bp"),
                stage=held.stage,
                sum=sum(weight or 0 for weight in weights),
            )


def rounds_let_through(programme: Programme) -> Iterator[Finding]:
    """Find rounds that let through to no next round, or by scores that depend on everybody's."""
    for r, held in enumerate(programme.reviews):
        if held.lets_through_from is None:
            continue
        stage = programme.stage(held.stage)
        if held is _of_stage(programme, held.stage)[-1]:
            yield error(
                "programme.round_last",
                msg(
                    "“{round}” is the last round of review of its stage: there is none to let anybody"
                    " through to"
                ),
                ("reviews", r, "lets_through_from"),
                round=held.id,
            )
        elif stage is not None and stage.combine == "adjusted":
            yield error(
                "programme.round_adjusted",
                msg(
                    "the stage “{stage}” adjusts scores, and an adjusted score moves with everybody else's:"
                    " whoever was let through would not be any more; combine by the mean, or let everybody"
                    " through"
                ),
                ("reviews", r, "lets_through_from"),
                stage=held.stage,
            )


def _of_stage(programme: Programme, stage: str) -> list[ReviewRound]:
    return [one for one in programme.reviews if one.stage == stage]


def _later(programme: Programme) -> Iterator[tuple[int, ReviewRound, list[ReviewRound]]]:
    """Yield every round but the first of its stage, with its place and all rounds of the stage."""
    for r, held in enumerate(programme.reviews):
        of_stage = _of_stage(programme, held.stage)
        if held is not of_stage[0]:
            yield r, held, of_stage
