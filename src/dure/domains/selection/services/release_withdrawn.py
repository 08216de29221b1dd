"""Places of applications that were withdrawn are free: they go to the next of the reserve list.

Whoever withdraws frees them in the same act; this looks after what may come otherwise.
"""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.policies import allow_service_alone
from dure.domains.events.act import act
from dure.domains.selection.leaving import leave_places
from dure.domains.selection.models import HELD, Place, Selection
from dure.domains.selection.stages import case_of
from dure.domains.selection.vacancies import hold_stage


def release_withdrawn(*, actor: SignedActor, now: datetime, application_id: int | None = None) -> int:
    """Free the places of withdrawn applications (or of one), fill them, and return how many were freed.

    Raises NotAllowed to people.
    """
    allow_service_alone(actor)
    gone = Place.objects.filter(state__in=HELD, application__state="withdrawn").order_by("selection_id")
    if application_id is not None:
        gone = gone.filter(application_id=application_id)
    selections = list(gone.values_list("selection_id", flat=True).distinct())
    return sum(_release(actor, now, selection_id) for selection_id in selections)


def _release(actor: SignedActor, now: datetime, selection_id: int) -> int:
    selection = Selection.objects.select_related("version").get(pk=selection_id)
    with act("place.leave", actor=actor, now=now) as this:
        hold_stage(case_of(selection))
        return len(leave_places(this, selection))
