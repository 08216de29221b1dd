"""An officer takes a place from who holds it (자격 취소), with the ground; a second officer confirms it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import Act, act
from dure.domains.notices.services.notify import notify
from dure.domains.selection.disqualifying import hold_from, take_places
from dure.domains.selection.models import HELD, Disqualification, Place
from dure.domains.selection.policies import allow_selecting, refuse_own_business
from dure.domains.selection.stages import case_of, texts
from dure.domains.selection.telling import officers
from dure.engine.problems import msg, refuse

LONGEST_REASON = 1000
"""The whole ground stands in the letter to the holder."""


def disqualify_place(*, actor: SignedActor, now: datetime, place_id: int, reason: str) -> int:
    """Propose that somebody loses a place, and return the disqualification's id; twice is once.

    Where the selection of the stage asked for no second officer it takes effect at once. Raises NotAllowed;
    Refused without a ground, and where nobody holds the place.
    """
    place = Place.objects.select_related("selection__version", "application").get(pk=place_id)
    allow_selecting(actor, place.programme)
    refuse_own_business(actor, place.programme)
    reason = reason.strip()
    if not reason:
        raise refuse("place.ground", msg("say on what ground: the applicant is told it"))
    if len(reason) > LONGEST_REASON:
        raise refuse("place.ground", msg("the ground is longer than {limit} letters"), limit=LONGEST_REASON)
    with act("place.disqualify", actor=actor, now=now, reason=reason) as this:
        selections = hold_from(place)
        place.refresh_from_db(fields=["state"])
        if place.state == "disqualified":
            return int(place.disqualifications.filter(state="confirmed").latest("pk").pk)
        if place.state not in HELD:
            raise refuse("place.not_held", msg("nobody holds this place any more"))
        waiting = place.disqualifications.filter(state="proposed").first()
        if waiting is not None:
            return int(waiting.pk)
        found = Disqualification.objects.create(
            place=place,
            reason=reason,
            second_officer=place.selection.second_officer,
            proposed_by_id=actor.user_id,
            proposed_at=now,
        )
        this.record("disqualification", found.pk, state="proposed", place=place_id)
        if found.second_officer:
            _ask_another(this, place, reason)
        else:
            take_places(this, found, selections, reason)
        return int(found.pk)


def _ask_another(this: Act, place: Place, reason: str) -> None:
    """Tell the other officers that it waits for one of them."""
    case = case_of(place.selection)
    told = {
        "programme": texts(case.programme.title),
        "stage": texts(case.stage.title),
        "application_no": place.application.application_no,
        "reason": reason[:300],
    }
    link = f"/officer/places/{place.pk}/disqualify/"
    asked = officers(place.programme, this.now, besides=this.actor.user_id)
    notify(
        this,
        [replace(one, parameters=told, link=link) for one in asked],
        template="place_to_disqualify",
        key=str(this.id),
    )
