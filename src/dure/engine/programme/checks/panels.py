"""Panels of reviewers that nobody could assign."""

from __future__ import annotations

from collections.abc import Iterator

from dure.engine.problems import msg
from dure.engine.programme.findings import Finding, error
from dure.engine.programme.models.programme import Programme


def loads_can_be_held(programme: Programme) -> Iterator[Finding]:
    """Find rounds in which a reviewer must have more cases than one may have."""
    for r, held in enumerate(programme.reviews):
        load = held.panel.load
        if load.most is not None and load.most < load.least:
            yield error(
                "programme.panel_load",
                msg("a reviewer cannot have at least {least} and at most {most} cases"),
                ("reviews", r, "panel", "load", "least"),
                least=load.least,
                most=load.most,
            )


def one_round_a_stage(programme: Programme) -> Iterator[Finding]:
    """Find stages with a second round of review: a stage has one score sheet from each who scores it.

    Documents, then a presentation, are two stages, of which the second carries over the scores of the first.
    """
    first: dict[str, str] = {}
    for r, held in enumerate(programme.reviews):
        earlier = first.setdefault(held.stage, held.id)
        if earlier != held.id:
            yield error(
                "programme.review_rounds",
                msg(
                    "the stage “{stage}” has the round of review “{earlier}” already: make the second round a"
                    " stage of its own, which can carry over the scores of the first by weight"
                ),
                ("reviews", r, "stage"),
                stage=held.stage,
                earlier=earlier,
            )


def blind_is_for_panels(programme: Programme) -> Iterator[Finding]:
    """Find blind columns in rounds in which only executors score: their staff know the applicants.

    Applicants apply to executors by name, and staff speak to them: a form that hid the name would only
    seem to.
    """
    stages = {stage.id: stage for stage in programme.stages}
    for r, held in enumerate(programme.reviews):
        stage = stages.get(held.stage)
        if held.blind and stage is not None and stage.scored_by_executors and not stage.scored_by_panel:
            yield error(
                "programme.blind_executors",
                msg(
                    "executors score the stage “{stage}”, and their staff know their applicants by name:"
                    " nothing can be blind to them; it can to a panel"
                ),
                ("reviews", r, "blind"),
                stage=held.stage,
            )
