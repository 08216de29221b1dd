"""Who had a part in the scores of an application at a stage: executors' staff, and reviewers."""

from __future__ import annotations

from collections.abc import Collection

from dure.domains.applications.staff_conflicts import StaffConflict
from dure.domains.events.history import history_of
from dure.domains.review.models import Assignment, RecusalRequest, ScoreSheet
from dure.engine.problems import msg, refuse


def scorers_of(programme: str, stage: str, rounds: Collection[str], application_id: int) -> frozenset[int]:
    """Return who scored an application at a stage, ever, or was to review it in one of its rounds.

    Whoever lost the case again counts: it was taken away, or a conflict of interest came to light. So does
    whoever scored a sheet that another changed later: its history tells, the row does not.
    """
    sheets = ScoreSheet.objects.filter(programme=programme, stage=stage, application_id=application_id)
    rows = list(sheets.values_list("pk", "scored_by_id"))
    was = history_of(ScoreSheet).objects.filter(pgh_obj_id__in=[pk for pk, _ in rows])
    reviewers = Assignment.objects.filter(
        programme=programme, round__in=rounds, application_id=application_id
    )
    found = {
        *(by for _, by in rows),
        *was.values_list("scored_by_id", flat=True),
        *reviewers.values_list("reviewer_id", flat=True),
    }
    return frozenset(pk for pk in found if pk is not None)


def reviews_in(user_id: int | None, programme: str, rounds: Collection[str]) -> bool:
    """Say whether a review of somebody counts in one of these rounds."""
    held = Assignment.objects.filter(programme=programme, round__in=list(rounds), reviewer_id=user_id)
    return user_id is not None and held.filter(state="scored").exists()


def refuse_who_reviewed(user_id: int | None, programme: str, rounds: Collection[str]) -> None:
    """Raise Refused for an officer whose own review counts in what is to be decided."""
    if reviews_in(user_id, programme, rounds):
        raise refuse(
            "panel.reviewed",
            msg("you reviewed cases of this stage: another officer has to decide on what rests on them"),
        )


def kept_apart(application_id: int) -> frozenset[int]:
    """Return who does not judge an application in any role: a conflict was declared, or a request granted."""
    told = StaffConflict.objects.filter(application_id=application_id).values_list("user_id", flat=True)
    granted = RecusalRequest.objects.filter(application_id=application_id, state="granted")
    set_aside = granted.values_list("reviewer_id", flat=True)
    return frozenset(pk for found in (told, set_aside) for pk in found if pk is not None)
