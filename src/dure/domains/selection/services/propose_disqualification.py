"""After notice and answer an officer proposes that the place is taken, and says how the answer weighed."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.events.transitions import move
from dure.domains.selection.disqualifying import ask_another, hold_from, take_places
from dure.domains.selection.models import HELD, Disqualification
from dure.domains.selection.policies import allow_selecting, refuse_own_business
from dure.domains.selection.states import DISQUALIFICATION_STATES
from dure.engine.law.deadlines import day_of
from dure.engine.problems import msg, refuse

LONGEST_CONSIDERED = 1000
"""The whole of it stands in the letter to the holder."""


def propose_disqualification(
    *, actor: SignedActor, now: datetime, disqualification_id: int, considered: str
) -> None:
    """Propose it; where one officer is enough it takes effect at once. Twice is once.

    ``considered`` says how the answer was taken up; where none came, why it is done all the same. Raises
    NotAllowed; Refused without it, before the last day to answer where no answer came, and where the place
    is not held any more or this was decided.
    """
    found = Disqualification.objects.select_related("place__selection__version", "place__application").get(
        pk=disqualification_id
    )
    allow_selecting(actor, found.place.programme)
    refuse_own_business(actor, found.place.programme)
    considered = considered.strip()
    if not considered or len(considered) > LONGEST_CONSIDERED:
        raise refuse(
            "disqualification.considered",
            msg("say in up to {limit} letters how the answer was taken up: the applicant is told it"),
            limit=LONGEST_CONSIDERED,
        )
    with act("place.propose_disqualification", actor=actor, now=now, reason=considered) as this:
        selections = hold_from(found.place)
        found.refresh_from_db(fields=["state", "answer_until"])
        if found.state in ("proposed", "confirmed"):
            return
        if found.state == "noticed" and found.answer_until and day_of(now) <= found.answer_until:
            raise refuse(
                "disqualification.too_early",
                msg("the holder may still answer until {day}: decide after that, or once an answer is there"),
                day=found.answer_until,
            )
        found.place.refresh_from_db(fields=["state"])
        if found.place.state not in HELD:
            raise refuse("place.not_held", msg("nobody holds this place any more"))
        changes = {"considered": considered, "proposed_by_id": actor.user_id, "proposed_at": now}
        if not move(this, DISQUALIFICATION_STATES, Disqualification, [found.pk], "propose", changes=changes):
            raise refuse("disqualification.closed", msg("this was sent back already"))
        found.refresh_from_db()
        if found.second_officer:
            ask_another(this, found.place, found.reason)
        else:
            take_places(this, found, selections, considered)
