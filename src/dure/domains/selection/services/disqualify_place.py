"""A place is taken without a notice beforehand, where the law lets it; a second officer confirms it."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.selection.disqualifying import ask_another, ground_of, hold_from, take_places
from dure.domains.selection.models import HELD, Disqualification, Place
from dure.domains.selection.policies import allow_selecting, refuse_own_business
from dure.domains.selection.states import ALIVE
from dure.engine.problems import msg, refuse

EXEMPT = ("urgent", "proved", "plain")
"""Why nobody is told beforehand, as 행정절차법 제21조제4항 has it: at once for the public's safety or good;
the fact is proved by a court or the like and leaves no choice; a hearing is plainly needless or cannot be."""


def disqualify_place(
    *, actor: SignedActor, now: datetime, place_id: int, reason: str, exempt: str = ""
) -> int:
    """Propose that somebody loses a place, and return the disqualification's id; twice is once.

    ``exempt`` is the case of the law in which nobody is told beforehand; the holder reads it with the ground.
    In every other case :mod:`give_notice` comes first. Where the selection of the stage asked for no second
    officer it takes effect at once. Raises NotAllowed; Refused without a ground or such a case, and where
    nobody holds the place.
    """
    place = Place.objects.select_related("selection__version", "application").get(pk=place_id)
    allow_selecting(actor, place.programme)
    refuse_own_business(actor, place.programme)
    reason = ground_of(reason)
    if exempt not in EXEMPT:
        raise refuse(
            "disqualification.no_notice",
            msg("the holder has to be told beforehand, and may answer: give notice first"),
        )
    with act("place.disqualify", actor=actor, now=now, reason=reason) as this:
        selections = hold_from(place)
        place.refresh_from_db(fields=["state"])
        if place.state == "disqualified":
            return int(place.disqualifications.filter(state="confirmed").latest("pk").pk)
        if place.state not in HELD:
            raise refuse("place.not_held", msg("nobody holds this place any more"))
        waiting = place.disqualifications.filter(state__in=ALIVE).first()
        if waiting is not None:
            return int(waiting.pk)
        found = Disqualification.objects.create(
            place=place,
            state="proposed",
            reason=reason,
            exempt=exempt,
            second_officer=place.selection.second_officer,
            proposed_by_id=actor.user_id,
            proposed_at=now,
        )
        this.record("disqualification", found.pk, state="proposed", place=place_id)
        if found.second_officer:
            ask_another(this, place, reason)
        else:
            take_places(this, found, selections, reason)
        return int(found.pk)
