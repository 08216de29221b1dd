"""What a disqualification (자격 취소) does: the places go, the next moves up, the holder is told.

``docs/algorithms/reserve-lists.md`` has the rule.
"""

from __future__ import annotations

from dataclasses import replace

from dure.domains.events.act import Act
from dure.domains.events.transitions import move
from dure.domains.notices.services.notify import Recipient, notify
from dure.domains.selection.clocks import object_until
from dure.domains.selection.leaving import hold_selections
from dure.domains.selection.models import HELD, Disqualification, Place, Selection
from dure.domains.selection.stages import StageCase, case_of, texts
from dure.domains.selection.states import ALIVE, DISQUALIFICATION_STATES, PLACE_STATES
from dure.domains.selection.telling import applicants, both, officers
from dure.domains.selection.vacancies import fill_vacancies, place_told
from dure.engine.problems import msg, refuse

LONGEST_REASON = 1000
"""The whole ground stands in the letter to the holder."""


EXEMPT_WORDS = {
    "urgent": msg("the safety or the good of the public asks for it at once"),
    "proved": msg("a court or the like has proved the fact, and the law leaves no choice"),
    "plain": msg("a hearing is plainly needless, or cannot be held"),
}
"""Why nobody was told beforehand, as the holder reads it."""


def ground_of(reason: str) -> str:
    """Return the ground as it is kept; raises Refused where it is missing or too long for the letter."""
    reason = reason.strip()
    if not reason:
        raise refuse("place.ground", msg("say on what ground: the applicant is told it"))
    if len(reason) > LONGEST_REASON:
        raise refuse("place.ground", msg("the ground is longer than {limit} letters"), limit=LONGEST_REASON)
    return reason


def hold_from(place: Place) -> list[Selection]:
    """Hold the stages of a programme, and return the selections of a place's stage and of those after it.

    Whoever loses a place at one stage loses what was built on it too.
    """
    number = case_of(place.selection).number
    return [one for one in hold_selections(place.programme) if case_of(one).number >= number]


def take_places(this: Act, found: Disqualification, selections: list[Selection], words: str) -> list[int]:
    """Confirm a disqualification and take the places; return the ids of the places that others were given.

    Whoever calls holds the stages (:func:`hold_from`). Raises Refused where the place is not held any more.
    """
    held = list(
        Place.objects.filter(
            selection__in=selections, application_id=found.place.application_id, state__in=HELD
        ).order_by("pk")
    )
    if found.place_id not in [one.pk for one in held]:
        raise refuse("place.not_held", msg("nobody holds this place any more"))
    by_selection = {one.pk: one for one in selections}
    given = []
    for place in sorted(held, key=lambda one: case_of(by_selection[one.selection_id]).number):
        selection = by_selection[place.selection_id]
        case = case_of(selection)
        confirmed = found if place.pk == found.place_id else _following(this, found, place)
        _confirm(this, confirmed, held_as=place.state, words=words)
        until = object_until(case, this.now)
        changes = {"answered_at": this.now, "object_until": until}
        move(this, PLACE_STATES, Place, [place.pk], "disqualify", changes=changes)
        this.record("application", place.application_id, place="disqualified", stage=place.stage)
        place.refresh_from_db()
        _tell(this, case, place, found)
        given += [one.pk for one in fill_vacancies(this, selection, [place.executor])]
    return given


def _following(this: Act, found: Disqualification, place: Place) -> Disqualification:
    """Return the one of a place at a later stage, which goes with the first; what waits there falls away."""
    waiting = Disqualification.objects.filter(place=place, state__in=ALIVE).values_list("pk", flat=True)
    changes = {"decided_at": this.now, "decided_by_id": this.actor.user_id}
    move(this, DISQUALIFICATION_STATES, Disqualification, waiting, "drop", changes=changes)
    return Disqualification.objects.create(
        place=place,
        reason=found.reason,
        state="proposed",
        exempt=found.exempt,
        noticed_by_id=found.noticed_by_id,
        noticed_at=found.noticed_at,
        answer_until=found.answer_until,
        considered=found.considered,
        second_officer=found.second_officer,
        proposed_by_id=found.proposed_by_id,
        proposed_at=found.proposed_at,
    )


def _confirm(this: Act, found: Disqualification, *, held_as: str, words: str) -> None:
    changes = {
        "held_as": held_as,
        "decided_by_id": this.actor.user_id,
        "decided_at": this.now,
        "decided_reason": words,
    }
    move(this, DISQUALIFICATION_STATES, Disqualification, [found.pk], "confirm", changes=changes)


def _tell(this: Act, case: StageCase, place: Place, found: Disqualification) -> None:
    told = {**place_told(case, place), "reason": found.reason}
    told.pop("due")
    told |= {"considered": found.considered} if found.considered else {}
    told |= {"exempt": both(EXEMPT_WORDS[found.exempt])} if found.exempt in EXEMPT_WORDS else {}
    notify(
        this,
        applicants(case, [place.application_id], lambda _: told),
        template="place_disqualified",
        key=f"{this.id}/{place.pk}",
    )


def ask_another(this: Act, place: Place, reason: str) -> None:
    """Tell the other officers that it waits for one of them."""
    notify(this, officers_told(this, place, reason=reason), template="place_to_disqualify", key=str(this.id))


def officers_told(this: Act, place: Place, *, reason: str) -> list[Recipient]:
    """Return the officers of a place's programme besides who acts, with what they are told of it."""
    case = case_of(place.selection)
    told = {
        "programme": texts(case.programme.title),
        "stage": texts(case.stage.title),
        "application_no": place.application.application_no,
        "reason": reason[:300],
    }
    link = f"/officer/places/{place.pk}/disqualify/"
    asked = officers(place.programme, this.now, besides=this.actor.user_id)
    return [replace(one, parameters=told, link=link) for one in asked]
