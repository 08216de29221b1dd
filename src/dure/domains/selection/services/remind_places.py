"""Whoever has not answered the offer of a place is reminded once before it lapses."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.policies import allow_service_alone
from dure.domains.events.act import act
from dure.domains.notices.services.notify import notify
from dure.domains.selection.models import Place, Selection
from dure.domains.selection.stages import case_of
from dure.domains.selection.telling import applicants
from dure.domains.selection.vacancies import offer_told

REMINDED_BEFORE = timedelta(days=2)
"""So long before the end of the period people are reminded, once; a period that is not longer has none."""


def remind_places(*, actor: SignedActor, now: datetime) -> int:
    """Remind whoever has a place offered whose period ends soon; return how many notices were new.

    Once for an offer: a place that is offered again has a new period. Raises NotAllowed to people.
    """
    allow_service_alone(actor)
    near = Place.objects.filter(
        state="offered",
        due_at__gt=now,
        due_at__lte=now + REMINDED_BEFORE,
        selection__state="published",
        application__state="accepted",
    )
    by_offer: dict[tuple[int, datetime], list[Place]] = defaultdict(list)
    for place in near.order_by("selection_id", "due_at", "pk"):
        if place.due_at is not None and place.due_at - place.offered_at > REMINDED_BEFORE:
            by_offer[place.selection_id, place.due_at].append(place)
    selections = Selection.objects.select_related("version").in_bulk({one for one, _ in by_offer})
    return sum(
        _remind(actor, now, selections[selection_id], due_at, places)
        for (selection_id, due_at), places in by_offer.items()
    )


def _remind(
    actor: SignedActor, now: datetime, selection: Selection, due_at: datetime, places: list[Place]
) -> int:
    case = case_of(selection)
    by_application = {place.application_id: place for place in places}
    with act("place.remind", actor=actor, now=now) as this:
        told = applicants(
            case,
            list(by_application),
            lambda one: {
                name: told
                for name, told in offer_told(case, by_application[one]).items()
                if name != "objection_until"
            },
            occasion=f"due/{due_at.isoformat()}/{selection.pk}",
        )
        made = notify(this, told, template="place_reminder", key=f"selection/{selection.pk}")
        if made:
            this.record("selection", selection.pk, reminded=made)
    return made
