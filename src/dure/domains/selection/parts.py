"""The sources behind a mixed score as they were frozen: the points of each, its weight, and what it is."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from dure.domains.selection.models import Selection
from dure.domains.selection.stages import StageCase, texts
from dure.domains.selection.telling import both
from dure.domains.uploads.queries import StoredFile, read_file
from dure.engine.problems import msg
from dure.engine.profile.columns import ANSWER, own_name, owner_of
from dure.engine.programme.models.stages import Score
from dure.engine.selection.mixing import Part
from dure.engine.selection.plan import StagePlan
from dure.files.frozen import frozen_parts
from dure.files.headers import SYNONYMS

_SOURCES = {
    "executor": msg("the executor's score"),
    "panel": msg("the panel's score"),
    "diagnosis": msg("the points of the diagnosis"),
    "data": msg("the measured points"),
    "vote": msg("the public vote"),
    "earlier_stage": msg("the score of an earlier stage"),
}


@dataclass(frozen=True, slots=True)
class PartPoints:
    """One source of a mixed score: what it is, its weight, and the points that an application has of it."""

    part: Part
    source: Score
    points: int | None


def parts_at(
    selection: Selection, case: StageCase, plan: StagePlan, application_no: str, executor: str
) -> tuple[PartPoints, ...]:
    """Return the sources of the score of an application at an executor; none where it is not mixed."""
    if not plan.parts:
        return ()
    points = _frozen(selection.inputs_id).get(application_no, {})
    return tuple(
        PartPoints(part, source, points.get(part.column_at(executor)))
        for part, source in zip(plan.parts, case.stage.scores, strict=True)
    )


@lru_cache(maxsize=4)
def _frozen(inputs: uuid.UUID) -> Mapping[str, Mapping[str, int | None]]:
    """Frozen inputs never change: what was read once counts."""
    return frozen_parts(read_file(StoredFile.objects.get(pk=inputs)))


def source_texts(case: StageCase, source: Score) -> dict[str, str]:
    """Return what a source is called in both languages, as letters take it."""
    if source.source == "data" and source.field is not None:
        own = own_name(source.field)
        if owner_of(source.field) == ANSWER:
            return texts(next((q.title for q in case.programme.questions if q.id == own), None), own)
        return {"ko": SYNONYMS.get(own, (own,))[0], "en": own.replace("_", " ")}
    if source.source == "diagnosis":
        form = next((f.title for f in case.programme.diagnosis if f.id == source.form), None)
        return texts(form) if form is not None else both(_SOURCES["diagnosis"])
    if source.source == "earlier_stage":
        earlier = case.programme.stage(source.stage or "")
        return texts(earlier.title) if earlier is not None else both(_SOURCES["earlier_stage"])
    return both(_SOURCES[source.source])
