"""From a stage of a programme file to the plan of its selection."""

from __future__ import annotations

import difflib

from dure.engine.problems import msg, refuse
from dure.engine.programme.models.programme import Programme
from dure.engine.programme.models.stages import Stage
from dure.engine.review.of_rounds import Round
from dure.engine.selection.mixing import parts_of
from dure.engine.selection.plan import Share, StagePlan, plan_stage
from dure.engine.selection.ways import WAYS


def stage_named(programme: Programme, stage_id: str) -> Stage:
    """Return a stage of a programme; raises Refused where it has none of that id."""
    stages = {stage.id: stage for stage in programme.stages}
    if stage_id in stages:
        return stages[stage_id]
    nearest = difflib.get_close_matches(stage_id, stages, n=1)
    raise refuse(
        "stage.unknown",
        msg("{programme} has no stage “{stage}”; its stages are {stages}"),
        programme=programme.id,
        stage=stage_id,
        stages=", ".join(sorted(stages, key=lambda s: s not in nearest)),
    )


def plan_of(programme: Programme, stage: Stage) -> StagePlan:
    """Return the plan of a stage; raises Refused for a way of choosing that is not run."""
    if stage.chosen_by not in WAYS:
        raise refuse(
            "stage.not_run",
            msg("stage {stage}: choosing by {chosen_by} is not run by this version"),
            stage=stage.id,
            chosen_by=stage.chosen_by,
        )
    capacities = programme.capacities(stage) if stage.is_by_executor else None
    # An executor without places at a stage cannot be chosen there.
    executors = tuple(e.id for e in programme.executors) if capacities is None else tuple(capacities)
    before = programme.stages[: [one.id for one in programme.stages].index(stage.id)]
    return plan_stage(
        stage=stage.id,
        executors=executors,
        capacities=capacities,
        quota=stage.quota.total,
        choices_limit=stage.choices_limit or len(executors),
        reserve_length=stage.reserve_length,
        set_asides=tuple(Share(s.id, s.share_bp) for s in stage.set_asides),
        caps=tuple(Share(c.id, c.share_bp) for c in stage.caps),
        # Of a mix it is the panel's points that reviews make; without a panel there are none.
        combine=stage.combine if not stage.scores or stage.scored_by_panel else None,
        rounds=rounds_of(programme, stage.id) if not stage.scores or stage.scored_by_panel else (),
        way=WAYS[stage.chosen_by],
        parts=parts_of(stage),
        is_first=not any(one.is_by_executor for one in before),
        votes_each=None if stage.vote is None else stage.vote.votes_each,
        is_committed=stage.is_drawn and stage.tie_break.commitment is not None,
        left=() if capacities is None else programme.executors_left,
    )


def rounds_of(programme: Programme, stage_id: str) -> tuple[Round, ...]:
    """Return the rounds of review of a stage where it has several, in order of the file; none where not."""
    held = [one for one in programme.reviews if one.stage == stage_id]
    if len(held) < 2:
        return ()
    return tuple(
        Round(
            one.id,
            one.weight_bp or 0,
            None if one.lets_through_from is None else one.lets_through_from * 1000,
        )
        for one in held
    )
