"""A second officer confirms that somebody loses a place (자격 취소), and it takes effect."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.selection.disqualifying import hold_from, take_places
from dure.domains.selection.models import Disqualification
from dure.domains.selection.policies import allow_selecting, refuse_own_business
from dure.engine.problems import msg, refuse


def confirm_disqualification(
    *, actor: SignedActor, now: datetime, disqualification_id: int, reason: str
) -> list[int]:
    """Confirm it and return the ids of the places that others were given for it; twice is once.

    The holder is told the ground, and until when to object; the places of the later stages go with it, and
    each goes to the next of its reserve list. Raises NotAllowed; Refused for the officer who proposed it,
    without a reason, and where the place is not held any more.
    """
    found = Disqualification.objects.select_related("place__selection__version").get(pk=disqualification_id)
    allow_selecting(actor, found.place.programme)
    refuse_own_business(actor, found.place.programme)
    if not reason.strip():
        raise refuse("selection.reason", msg("say why: the reason is kept with the selection"))
    if found.second_officer and actor.user_id == found.proposed_by_id:
        raise refuse(
            "disqualification.same_officer",
            msg("who proposed it cannot confirm it: another officer has to"),
        )
    with act("place.confirm_disqualification", actor=actor, now=now, reason=reason.strip()) as this:
        selections = hold_from(found.place)
        found.refresh_from_db()
        if found.state == "confirmed":
            return []
        if found.state in ("noticed", "answered"):
            raise refuse("disqualification.not_proposed", msg("this is not proposed yet"))
        if found.state != "proposed":
            raise refuse("disqualification.closed", msg("this was sent back already"))
        return take_places(this, found, selections, reason.strip())
