"""An applicant takes the place that was offered."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.events.transitions import move
from dure.domains.selection.models import Place
from dure.domains.selection.policies import allow_own
from dure.domains.selection.stages import case_of
from dure.domains.selection.states import PLACE_STATES
from dure.domains.selection.support import accepted_beside
from dure.domains.selection.vacancies import enter_next_stage, hold_stage
from dure.engine.problems import msg, refuse


def accept_place(*, actor: SignedActor, now: datetime, place_id: int) -> None:
    """Take a place; twice is once. Raises NotAllowed, and Refused where it is too late or not offered.

    Raises Refused too where a place was taken meanwhile in a programme beside which this one is not given,
    unless the file only warns: then the event says in which.
    """
    place = Place.objects.select_related("selection__version", "application").get(pk=place_id)
    allow_own(actor, place.application_id)
    case = case_of(place.selection)
    merchant = place.application.merchant_id
    with act("place.accept", actor=actor, now=now) as this:
        # Two places of one merchant are taken one after the other, whatever stages they are of.
        alone("received", merchant)
        hold_stage(case)
        place.refresh_from_db(fields=["state"])
        if place.state == "accepted":
            return
        if place.due_at is not None and now >= place.due_at:
            raise refuse("place.late", msg("the period to accept this place is over"))
        beside = accepted_beside(case, merchant)
        if beside and case.programme.exclusion == "refuse":
            raise refuse(
                "place.excluded",
                msg("a place was accepted in a programme beside which this one is not given: {programmes}"),
                programmes=", ".join(beside),
            )
        if not move(this, PLACE_STATES, Place, [place_id], "accept", changes={"answered_at": now}):
            raise refuse("place.not_offered", msg("this place is not offered any more"))
        more = {"excluded_by": ", ".join(beside)} if beside else {}
        this.record("application", place.application_id, place="accepted", stage=place.stage, **more)
        enter_next_stage(this, case, [(place.application_id, place.executor)])
