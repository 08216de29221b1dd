"""A place is given up, or not taken: it goes to the next of the reserve list at once."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.events.act import act
from dure.domains.events.transitions import move
from dure.domains.selection.models import HELD, Place
from dure.domains.selection.policies import is_own, may_select, refuse_own_business
from dure.domains.selection.stages import case_of
from dure.domains.selection.states import PLACE_STATES
from dure.domains.selection.vacancies import fill_vacancies, hold_stage
from dure.engine.problems import msg, refuse


def give_up_place(*, actor: SignedActor, now: datetime, place_id: int, reason: str = "") -> list[int]:
    """Give a place up and return the ids of the places that others were given for it; twice is once.

    Whoever gives up a place is out of this stage, from its reserve lists too. An officer may note it for
    somebody, with a reason, and unless a business near to them takes part. Raises NotAllowed and Refused.
    """
    place = Place.objects.select_related("selection__version").get(pk=place_id)
    own = is_own(actor, place.application_id)
    if not own and not may_select(actor, place.programme):
        raise NotAllowed
    if not own:
        refuse_own_business(actor, place.programme)
    if not own and not reason.strip():
        raise refuse("place.reason", msg("say why: what the applicant said is kept with the place"))
    with act("place.give_up", actor=actor, now=now, reason=reason.strip()) as this:
        hold_stage(case_of(place.selection))
        place.refresh_from_db(fields=["state"])
        if place.state == "given_up":
            return []
        if place.state not in HELD:
            raise refuse("place.lapsed", msg("this place has gone to the next of the list already"))
        name = "decline" if place.state == "offered" else "give_up"
        move(this, PLACE_STATES, Place, [place_id], name, changes={"answered_at": now})
        this.record("application", place.application_id, place="given_up", stage=place.stage)
        return [given.pk for given in fill_vacancies(this, place.selection, [place.executor])]
