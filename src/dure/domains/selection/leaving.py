"""Places of applications that were withdrawn: freed and given on, by whoever holds the stage."""

from __future__ import annotations

from dure.domains.events.act import Act
from dure.domains.events.transitions import move
from dure.domains.selection.models import HELD, Place, Selection
from dure.domains.selection.stages import case_of
from dure.domains.selection.states import PLACE_STATES
from dure.domains.selection.vacancies import fill_vacancies, hold_stages


def hold_selections(programme: str) -> list[Selection]:
    """Hold every stage of a programme that has a selection, and return those selections in the stages' order.

    Also those that are not published yet: their places may be given while one waits here.
    """
    found = Selection.objects.filter(programme=programme).exclude(state="sent_back")
    cases = sorted(
        ((case_of(one), one) for one in found.select_related("version")), key=lambda it: it[0].number
    )
    hold_stages([case for case, _ in cases])
    return [selection for _, selection in cases]


def leave_places(this: Act, selection: Selection) -> list[int]:
    """Free the places of a selection whose application is withdrawn, and fill them.

    Returns the ids of the applications that left. Whoever calls holds the stage.
    """
    left = Place.objects.filter(selection=selection, state__in=HELD, application__state="withdrawn")
    ids = left.order_by("pk").values_list("pk", flat=True)
    freed = move(this, PLACE_STATES, Place, ids, "leave", changes={"answered_at": this.now})
    if not freed:
        return []
    gone = list(Place.objects.filter(pk__in=freed).order_by("pk").values_list("application_id", "executor"))
    fill_vacancies(this, selection, [executor for _, executor in gone])
    return [application_id for application_id, _ in gone]
