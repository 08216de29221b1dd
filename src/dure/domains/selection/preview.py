"""A stage's selection as it would come out now; nothing is written, and the sealed seed is not used."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.selection.inputs import build_inputs
from dure.domains.selection.missing import missing, missing_scores
from dure.domains.selection.policies import allow_selecting
from dure.domains.selection.stages import StageCase, stage_case
from dure.domains.selection.trying import Tried, try_otherwise
from dure.engine.problems import Problem, Refused
from dure.engine.selection.gaps import Gap
from dure.engine.selection.optimum import Optimum, optimum
from dure.engine.selection.summary import PlaceSummary, SetAsideEffect, place_summaries, set_aside_effects
from dure.engine.selection.trial import justified_complaints, points_of, seats_of
from dure.files.decisions import csv_bytes
from dure.files.frozen import choose_frozen, gaps_of

PREVIEW_SEED = "preview"
"""Whoever previews must not learn how ties will be broken: equal scores are ordered by another seed."""


@dataclass(frozen=True, slots=True)
class Preview:
    """How a stage would come out: what is missing, and if it can be chosen, places and effects."""

    case: StageCase
    missing: tuple[Problem, ...]
    unscored: tuple[Problem, ...]
    refused: tuple[Problem, ...]
    counts: Mapping[str, int]
    places: tuple[PlaceSummary, ...]
    effects: tuple[SetAsideEffect, ...]
    gaps: tuple[Gap, ...] = ()
    """Set-asides that do nothing, or less than their share says, and why."""
    complaints: int = 0
    """Justified complaints, counted from the decisions."""
    points: int | None = None
    """The sum of the scores of the selected, in thousandths."""
    optimum: Optimum | None = None
    """The greatest sum that the seats allow; None without scores, and where it is not calculated."""
    tried: Tried | None = None
    decisions_sha256: str = ""
    """Of the decisions as csv, byte for byte what ``dure select`` writes from the same inputs and seed."""

    @property
    def can_propose(self) -> bool:
        """Say whether nothing is in the way but scores, of which the officer decides."""
        return not self.refused and not any(problem.is_error for problem in self.missing)


def preview_selection(
    *,
    actor: SignedActor,
    now: datetime,
    programme: str,
    stage: str,
    tried: Mapping[str, int] | None = None,
) -> Preview:
    """Choose a stage as it stands now and sum it up; ``tried`` are other shares and weights, by name.

    Raises NotAllowed, and Refused for no such stage.
    """
    allow_selecting(actor, programme)
    case = stage_case(programme, stage)
    lacking = tuple(missing(case, now))
    try:
        inputs = build_inputs(case)
        unscored = tuple(missing_scores(case, inputs.unscored))
        if not inputs.ids:
            return Preview(case, lacking, unscored, (), {}, (), ())
        chosen = choose_frozen(case.programme, stage, inputs.frozen, PREVIEW_SEED)
    except Refused as refused:
        return Preview(case, lacking, (), refused.problems, {}, (), ())
    plan, applications, decisions = chosen.plan, chosen.applications, chosen.decisions
    return Preview(
        case=case,
        missing=lacking,
        unscored=unscored,
        refused=(),
        counts=Counter(decision.decision for decision in chosen.decisions),
        places=place_summaries(plan, applications, decisions),
        effects=set_aside_effects(plan, applications, decisions, PREVIEW_SEED),
        gaps=gaps_of(chosen, inputs.frozen),
        complaints=justified_complaints(plan, applications, seats_of(plan, decisions), PREVIEW_SEED),
        points=points_of(decisions),
        optimum=optimum(plan, applications, decisions, PREVIEW_SEED),
        tried=try_otherwise(case, inputs, decisions, tried, PREVIEW_SEED) if tried else None,
        decisions_sha256=hashlib.sha256(chosen.decided).hexdigest(),
    )


@dataclass(frozen=True, slots=True)
class PreviewInputs:
    """What a preview is chosen from, as ``dure select`` reads it, and of how many applicants it tells."""

    content: bytes
    applicants: int


def preview_inputs(*, actor: SignedActor, programme: str, stage: str, with_facts: bool) -> PreviewInputs:
    """Return the inputs of a stage as they stand now: traits only, or with the facts they are judged from.

    Raises NotAllowed, and Refused for no such stage or where a fact cannot be read.
    """
    allow_selecting(actor, programme)
    inputs = build_inputs(stage_case(programme, stage))
    content = csv_bytes(inputs.columns, inputs.rows) if with_facts else inputs.frozen
    return PreviewInputs(content, len(inputs.ids))
