"""Stages that nobody could be selected at: nobody gives the score, or several give it and none comes of them.

A draft may stand so, and applications may be handed in as a file; but nothing like it is published.
"""

from __future__ import annotations

from collections.abc import Iterator

from dure.engine.problems import Problem, msg
from dure.engine.programme.findings import Finding, warning
from dure.engine.programme.models.programme import Programme


def panels_have_rounds(programme: Programme) -> Iterator[Finding]:
    """Find stages that a panel scores without a round of review."""
    held = {one.stage for one in programme.reviews}
    for s, stage in enumerate(programme.stages):
        if stage.scored_by_panel and stage.id not in held:
            yield warning(
                "programme.panel_without_round",
                msg(
                    "stage “{stage}” is scored by a panel, but no round of review is held at it, so"
                    " nobody can give a score: write one under reviews"
                ),
                ("stages", s, "chosen_by"),
                stage=stage.id,
            )


def reviews_become_a_score(programme: Programme) -> Iterator[Finding]:
    """Find stages at which several reviewers score a case, and nothing says how that becomes one score."""
    for s, stage in enumerate(programme.stages):
        held = [one.reviewers_each for one in programme.reviews if one.stage == stage.id]
        reviewers = max(held, default=0)
        # Of several rounds it is an error of its own.
        if stage.scored_by_panel and stage.combine is None and len(held) == 1 and reviewers > 1:
            yield warning(
                "programme.panel_not_combined",
                msg(
                    "stage “{stage}”: {count} reviewers score each case, and nothing says how that becomes"
                    " one score: write combine: mean"
                ),
                ("stages", s, "chosen_by"),
                stage=stage.id,
                count=reviewers,
            )


def executors_are_there(programme: Programme) -> Iterator[Finding]:
    """Find stages that executors score where there is none, and none is called for."""
    if programme.executors or programme.executor_call is not None:
        return
    for s, stage in enumerate(programme.stages):
        if stage.scored_by_executors:
            yield warning(
                "programme.no_executor_scores",
                msg(
                    "stage “{stage}” is scored by executors, and the file has none, so nobody can"
                    " give a score"
                ),
                ("stages", s, "chosen_by"),
                stage=stage.id,
            )


FINDERS = (panels_have_rounds, reviews_become_a_score, executors_are_there)


def unselectable(programme: Programme) -> list[Problem]:
    """Return why stages of a programme can never be selected, as errors; none: each can."""
    return [Problem(one.code, one.message, one.params) for find in FINDERS for one in find(programme)]
