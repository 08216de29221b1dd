"""An officer, or its executor, notes that an applicant has accepted a place by telephone or in writing."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal, get_args

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.selection.models import Place
from dure.domains.selection.noting import allow_noting
from dure.domains.selection.stages import case_of
from dure.domains.selection.taking import hold_place, take_place
from dure.engine.law.deadlines import day_of
from dure.engine.problems import Problem, Refused, msg, refuse

How = Literal["telephone", "writing", "in_person"]
"""In which way an applicant said so."""


def note_acceptance(
    *, actor: SignedActor, now: datetime, place_id: int, how: str, told_on: date, reason: str
) -> None:
    """Take a place for an applicant who said so ``told_on`` a day; twice is once.

    Whoever has no account, or does not come to the service, answers so. How and when stand with the move, and
    what was said as its reason. It counts by the day on which it was told, as long as the place is offered:
    a period that ended while it lay with the office is not theirs. Staff of the executor note it for those
    selected there for whom nobody acts in the service. Raises NotAllowed, also for staff with a conflict of
    interest, and Refused for a business near to the officer, and as :func:`accept_place` does.
    """
    place = Place.objects.select_related("selection__version", "application").get(pk=place_id)
    allow_noting(actor, place)
    case = case_of(place.selection)
    with act("place.note_acceptance", actor=actor, now=now, reason=reason.strip()) as this:
        hold_place(case, place)
        if place.state == "accepted":
            return
        if place.state != "offered":
            raise refuse("place.not_offered", msg("this place is not offered any more"))
        _refuse_incomplete(place, now, how, told_on, reason)
        take_place(this, case, place, {"how": how, "told_on": told_on.isoformat()})


def _refuse_incomplete(place: Place, now: datetime, how: str, told_on: date, reason: str) -> None:
    problems = []
    if how not in get_args(How):
        problems.append(Problem("place.how", msg("say how the applicant told it")))
    if not reason.strip():
        problems.append(
            Problem("place.reason", msg("say why: what the applicant said is kept with the place"))
        )
    if told_on > day_of(now):
        problems.append(Problem("place.told_later", msg("the day on which it was told is still to come")))
    elif told_on < day_of(place.offered_at):
        problems.append(Problem("place.told_before", msg("on that day the place was not offered yet")))
    elif place.due_at is not None and told_on >= day_of(place.due_at):
        problems.append(Problem("place.late", msg("the period to accept this place is over")))
    if problems:
        raise Refused(problems)
