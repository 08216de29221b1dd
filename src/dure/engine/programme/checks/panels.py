"""Panels of reviewers that nobody could assign."""

from __future__ import annotations

from collections.abc import Iterator

from dure.engine.problems import msg
from dure.engine.profile.fields import PROFILE_COLUMNS
from dure.engine.programme.findings import Finding, error
from dure.engine.programme.models.programme import Programme
from dure.engine.programme.nearest import nearest_name

COLUMNS = tuple(field.name for field in PROFILE_COLUMNS)


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


def blind_names_columns(programme: Programme) -> Iterator[Finding]:
    """Find what is to be blind and is not there: a slip of the pen would hide nothing.

    Columns of the profile, questions of the call (``answer.ID``) and its documents (``document.ID``) are.
    """
    questions = [f"answer.{question.id}" for question in programme.questions]
    documents = [f"document.{document.id}" for document in programme.documents]
    for r, held in enumerate(programme.reviews):
        for n, name in enumerate(held.blind):
            known = questions if name.startswith("answer.") else documents
            if name in (COLUMNS if "." not in name else known):
                continue
            if "." in name:
                yield error(
                    "programme.blind_part",
                    msg("“{name}” is no question and no document of this file and would hide nothing"),
                    ("reviews", r, "blind", n),
                    name=name,
                )
                continue
            yield error(
                "programme.blind_column",
                msg("“{name}” is no column of the profile and would hide nothing; the nearest is “{meant}”"),
                ("reviews", r, "blind", n),
                name=name,
                meant=nearest_name(name, COLUMNS) or COLUMNS[0],
            )
