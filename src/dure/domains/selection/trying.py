"""Other shares and weights tried on the inputs of a stage as they are: who would enter, who would leave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dure.domains.selection.inputs import Inputs
from dure.domains.selection.stages import StageCase
from dure.engine.problems import Problem, Refused, msg
from dure.engine.programme.models.programme import Programme
from dure.engine.programme.models.stages import Cap, SetAside, Stage
from dure.engine.programme.seats import WHOLE_BP
from dure.engine.selection.mixing import part_name
from dure.engine.selection.plan import Decision
from dure.engine.selection.trial import Change, change_between
from dure.files.frozen import choose_frozen, freeze

SHARE, WEIGHT = "share.", "weight."


@dataclass(frozen=True, slots=True)
class Tried:
    """Shares and weights that were tried, in basis points by name, and what they change, or why not."""

    values: Mapping[str, int]
    change: Change | None
    problems: tuple[Problem, ...] = ()


def adjustable(stage: Stage) -> Mapping[str, int]:
    """Return what of a stage can be tried otherwise: shares of set-asides and caps, weights of a mix."""
    shares: list[SetAside | Cap] = [*stage.set_asides, *stage.caps]
    found = {SHARE + share.id: share.share_bp for share in shares}
    return found | {WEIGHT + part_name(score): score.weight_bp for score in stage.scores}


def try_otherwise(
    case: StageCase,
    inputs: Inputs,
    decisions: tuple[Decision, ...],
    values: Mapping[str, int],
    seed: str,
) -> Tried:
    """Choose the stage again with other shares and weights; nothing is written, and no file changes."""
    problems = tuple(_problems(case.stage, values))
    if problems:
        return Tried(values, None, problems)
    programme = _changed(case.programme, case.stage, values)
    stage = case.stage.id
    try:
        # Mixed scores stand in the frozen inputs: with other weights they are made anew.
        weighed = any(name.startswith(WEIGHT) for name in values)
        frozen = freeze(programme, stage, inputs.columns, inputs.rows) if weighed else inputs.frozen
        chosen = choose_frozen(programme, stage, frozen, seed)
    except Refused as refused:
        return Tried(values, None, refused.problems)
    return Tried(values, change_between(decisions, chosen.decisions))


def _problems(stage: Stage, values: Mapping[str, int]) -> list[Problem]:
    problems = []
    if any(not 0 <= value <= WHOLE_BP for value in values.values()):
        problems.append(Problem("trial.share", msg("shares and weights lie between 0 and 100 %")))
    weights = [v for name, v in values.items() if name.startswith(WEIGHT)]
    if weights and sum(weights) != WHOLE_BP:
        problems.append(
            Problem(
                "trial.weights",
                msg("the weights make {sum} %, not 100 %"),
                {"sum": f"{sum(weights) / 100:g}"},
            )
        )
    if sum(values.get(SHARE + one.id, one.share_bp) for one in stage.set_asides) > WHOLE_BP:
        problems.append(Problem("trial.set_asides", msg("the set-asides make more than all seats")))
    return problems


def _changed(programme: Programme, stage: Stage, values: Mapping[str, int]) -> Programme:
    update = {
        "set_asides": tuple(
            one.model_copy(update={"share_bp": values.get(SHARE + one.id, one.share_bp)})
            for one in stage.set_asides
        ),
        "caps": tuple(
            one.model_copy(update={"share_bp": values.get(SHARE + one.id, one.share_bp)})
            for one in stage.caps
        ),
        "scores": tuple(
            one.model_copy(update={"weight_bp": values.get(WEIGHT + part_name(one), one.weight_bp)})
            for one in stage.scores
        ),
    }
    changed = stage.model_copy(update=update)
    stages = tuple(changed if one.id == stage.id else one for one in programme.stages)
    return programme.model_copy(update={"stages": stages})
