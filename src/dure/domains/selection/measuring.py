"""Who can be given measured points at a stage, and until when."""

from __future__ import annotations

from dure.domains.applications.queries import Application
from dure.domains.selection.inputs import entrants
from dure.domains.selection.measured import TAKES_PART
from dure.domains.selection.models import Selection
from dure.domains.selection.stages import StageCase
from dure.engine.problems import msg, refuse


def taking_part(case: StageCase) -> dict[str, int]:
    """Return the applications by number: at the first stage also those that are not checked yet."""
    if case.before is not None:
        return {one.application_no: one.application_id for one in entrants(case)}
    found = Application.objects.filter(programme=case.programme.id, state__in=TAKES_PART)
    return {number: pk for number, pk in found.values_list("application_no", "pk") if number}


def are_fixed(case: StageCase) -> bool:
    """Say whether the points stand fast: a selection rests on them."""
    found = Selection.objects.filter(programme=case.programme.id, stage=case.stage.id)
    return found.exclude(state="sent_back").exists()


def refuse_fixed(case: StageCase) -> None:
    """Raise Refused once a selection is proposed from the points."""
    if are_fixed(case):
        raise refuse(
            "points.fixed",
            msg("a selection is proposed from the points: they change only after it was sent back"),
        )
