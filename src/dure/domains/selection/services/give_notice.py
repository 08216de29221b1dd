"""An officer tells the holder of a place beforehand that it is meant to be taken (사전통지)."""

from __future__ import annotations

from datetime import date, datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.notices.services.notify import notify
from dure.domains.selection.disqualifying import ground_of, hold_from
from dure.domains.selection.models import HELD, Disqualification, Place
from dure.domains.selection.policies import allow_selecting, refuse_own_business
from dure.domains.selection.stages import case_of
from dure.domains.selection.states import ALIVE
from dure.domains.selection.telling import applicants, iso
from dure.domains.selection.vacancies import place_told
from dure.engine.law.deadlines import day_of
from dure.engine.law.hearing import least_until
from dure.engine.problems import msg, refuse


def give_notice(
    *, actor: SignedActor, now: datetime, place_id: int, reason: str, until: date | None = None
) -> int:
    """Tell the holder the ground and until when to answer; returns the disqualification's id; twice is once.

    ``until`` is the last day to answer, at the earliest the one that the law leaves; empty: that one. Nothing
    is taken yet. Raises NotAllowed; Refused without a ground, for a day too soon, and where nobody holds the
    place.
    """
    place = Place.objects.select_related("selection__version", "application").get(pk=place_id)
    allow_selecting(actor, place.programme)
    refuse_own_business(actor, place.programme)
    reason = ground_of(reason)
    least = least_until(day_of(now))
    until = until or least
    if until < least:
        raise refuse(
            "disqualification.too_soon",
            msg("the holder must be left time to answer: choose {day} or a later day"),
            day=least,
        )
    with act("place.give_notice", actor=actor, now=now, reason=reason) as this:
        hold_from(place)
        place.refresh_from_db(fields=["state"])
        if place.state not in HELD:
            raise refuse("place.not_held", msg("nobody holds this place any more"))
        waiting = place.disqualifications.filter(state__in=ALIVE).first()
        if waiting is not None:
            return int(waiting.pk)
        found = Disqualification.objects.create(
            place=place,
            state="noticed",
            reason=reason,
            second_officer=place.selection.second_officer,
            noticed_by_id=actor.user_id,
            noticed_at=now,
            answer_until=until,
        )
        this.record("disqualification", found.pk, state="noticed", place=place_id, until=iso(until))
        case = case_of(place.selection)
        named = place_told(case, place)
        told = {"stage": named["stage"], "executor": named["executor"], "reason": reason, "until": iso(until)}
        notify(
            this,
            applicants(case, [place.application_id], lambda _: told, f"/my/places/{place.pk}/notice/"),
            template="place_notice",
            key=f"notice/{found.pk}",
        )
        return int(found.pk)
