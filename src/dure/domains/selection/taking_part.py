"""Who had a part in the score of an application at a stage, whatever it is made of."""

from __future__ import annotations

from dure.domains.diagnosis.taking_part import experts_of_forms
from dure.domains.review.taking_part import scorers_of
from dure.domains.selection.models_measured import PointsUpload
from dure.domains.voting.taking_part import set_aside_by
from dure.engine.programme.models.programme import Programme
from dure.engine.programme.models.stages import Stage


def scored_at(programme: Programme, stage: Stage, application_id: int) -> frozenset[int]:
    """Return who had a part in the score of an application at a stage, and at those carried over into it.

    Executors' staff and reviewers who scored it or were to; who brought or applied measured points of the
    stage; the experts of a diagnosis that is a source of it; and who set ballots of its vote aside.
    """
    found: set[int] = set()
    waiting, seen = [stage], {stage.id}
    while waiting:
        one = waiting.pop()
        found |= _at(programme, one, application_id)
        for source in one.scores:
            carried = (
                programme.stage(source.stage) if source.source == "earlier_stage" and source.stage else None
            )
            if carried is not None and carried.id not in seen:
                seen.add(carried.id)
                waiting.append(carried)
    return frozenset(found)


def _at(programme: Programme, stage: Stage, application_id: int) -> frozenset[int]:
    rounds = [one.id for one in programme.reviews if one.stage == stage.id]
    found = scorers_of(programme.id, stage.id, rounds, application_id)
    if stage.takes_points:
        found |= _measured_by(programme.id, stage.id)
    if stage.has_vote:
        found |= set_aside_by(programme.id, stage.id)
    # Where a source names no form, the first one of the file counts.
    forms = [
        source.form or programme.diagnosis[0].id for source in stage.scores if source.source == "diagnosis"
    ]
    return found | experts_of_forms(application_id, forms) if forms else found


def _measured_by(programme: str, stage: str) -> frozenset[int]:
    """Return who handed in or applied measured points of a stage: who is left out of a file counts too."""
    applied = PointsUpload.objects.filter(programme=programme, stage=stage, state="applied")
    pairs = applied.values_list("made_by_id", "applied_by_id")
    return frozenset(pk for pair in pairs for pk in pair if pk is not None)
