"""Places that were not taken in time go to the next of the reserve list."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.policies import allow_service_alone
from dure.domains.events.act import act
from dure.domains.events.transitions import move
from dure.domains.notices.services.notify import notify
from dure.domains.selection.clocks import object_until
from dure.domains.selection.models import Place, Selection
from dure.domains.selection.stages import case_of
from dure.domains.selection.states import PLACE_STATES
from dure.domains.selection.telling import applicants
from dure.domains.selection.vacancies import fill_vacancies, hold_stage, place_told


def lapse_places(*, actor: SignedActor, now: datetime) -> int:
    """Let places lapse whose period is over, stage by stage, fill them, and return how many lapsed.

    Raises NotAllowed to people.
    """
    allow_service_alone(actor)
    due = Place.objects.filter(state="offered", due_at__lte=now).order_by("selection_id")
    selections = list(due.values_list("selection_id", flat=True).distinct())
    return sum(_lapse(actor, now, selection_id) for selection_id in selections)


def _lapse(actor: SignedActor, now: datetime, selection_id: int) -> int:
    selection = Selection.objects.select_related("version").get(pk=selection_id)
    case = case_of(selection)
    with act("place.lapse", actor=actor, now=now) as this:
        hold_stage(case)
        late = Place.objects.filter(selection=selection, state="offered", due_at__lte=now).order_by("pk")
        until = object_until(case, now)
        gone = move(
            this,
            PLACE_STATES,
            Place,
            late.values_list("pk", flat=True),
            "lapse",
            changes={"answered_at": now, "object_until": until},
        )
        lapsed = list(Place.objects.filter(pk__in=gone).order_by("pk"))
        for place in lapsed:
            this.record("application", place.application_id, place="lapsed", stage=place.stage)
        by_application = {place.application_id: place for place in lapsed}
        notify(
            this,
            applicants(case, list(by_application), lambda one: place_told(case, by_application[one])),
            template="place_lapsed",
            key=f"selection/{selection_id}",
        )
        fill_vacancies(this, selection, [place.executor for place in lapsed])
    return len(gone)
