"""Who had a part in the scores of an application at a stage: executors' staff, and reviewers."""

from __future__ import annotations

from collections.abc import Collection

from dure.domains.events.history import history_of
from dure.domains.review.models import Assignment, ScoreSheet


def scorers_of(programme: str, stage: str, rounds: Collection[str], application_id: int) -> frozenset[int]:
    """Return who scored an application at a stage, ever, or was to review it in one of its rounds.

    Whoever scored a sheet that another changed later counts too: its history tells, the row does not.
    """
    sheets = ScoreSheet.objects.filter(programme=programme, stage=stage, application_id=application_id)
    rows = list(sheets.values_list("pk", "scored_by_id"))
    was = history_of(ScoreSheet).objects.filter(pgh_obj_id__in=[pk for pk, _ in rows])
    reviewers = Assignment.objects.filter(
        programme=programme, round__in=rounds, application_id=application_id, state__in=("assigned", "scored")
    )
    found = {
        *(by for _, by in rows),
        *was.values_list("scored_by_id", flat=True),
        *reviewers.values_list("reviewer_id", flat=True),
    }
    return frozenset(pk for pk in found if pk is not None)
