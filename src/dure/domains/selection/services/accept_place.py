"""An applicant takes the place that was offered."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.selection.models import Place
from dure.domains.selection.policies import allow_own
from dure.domains.selection.stages import case_of
from dure.domains.selection.taking import hold_place, take_place
from dure.engine.problems import msg, refuse


def accept_place(*, actor: SignedActor, now: datetime, place_id: int) -> None:
    """Take a place; twice is once. Raises NotAllowed, and Refused where it is too late or not offered.

    Raises Refused too where a place was taken meanwhile in a programme beside which this one is not given,
    unless the file only warns: then the event says in which.
    """
    place = Place.objects.select_related("selection__version", "application").get(pk=place_id)
    allow_own(actor, place.application_id)
    case = case_of(place.selection)
    with act("place.accept", actor=actor, now=now) as this:
        hold_place(case, place)
        if place.state == "accepted":
            return
        if place.due_at is not None and now >= place.due_at:
            raise refuse("place.late", msg("the period to accept this place is over"))
        take_place(this, case, place)
