"""Places of applications that were withdrawn are free: they go to the next of the reserve list."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.events.transitions import move
from dure.domains.selection.models import HELD, Place, Selection
from dure.domains.selection.stages import case_of
from dure.domains.selection.states import PLACE_STATES
from dure.domains.selection.vacancies import fill_vacancies, hold_stage


def release_withdrawn(*, actor: SignedActor, now: datetime, application_id: int | None = None) -> int:
    """Free the places of withdrawn applications (or of one), fill them, and return how many were freed."""
    gone = Place.objects.filter(state__in=HELD, application__state="withdrawn").order_by("selection_id")
    if application_id is not None:
        gone = gone.filter(application_id=application_id)
    selections = list(gone.values_list("selection_id", flat=True).distinct())
    return sum(_release(actor, now, selection_id) for selection_id in selections)


def _release(actor: SignedActor, now: datetime, selection_id: int) -> int:
    selection = Selection.objects.select_related("version").get(pk=selection_id)
    with act("place.leave", actor=actor, now=now) as this:
        hold_stage(case_of(selection))
        left = Place.objects.filter(selection=selection, state__in=HELD, application__state="withdrawn")
        ids = left.order_by("pk").values_list("pk", flat=True)
        freed = move(this, PLACE_STATES, Place, ids, "leave", changes={"answered_at": now})
        executors = Place.objects.filter(pk__in=freed).order_by("pk").values_list("executor", flat=True)
        fill_vacancies(this, selection, list(executors))
    return len(freed)
