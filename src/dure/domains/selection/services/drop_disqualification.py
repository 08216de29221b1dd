"""An officer sends back a proposal that somebody loses a place: the place stays."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import Act, act
from dure.domains.events.transitions import move
from dure.domains.notices.services.notify import notify
from dure.domains.selection.models import Disqualification
from dure.domains.selection.policies import allow_selecting
from dure.domains.selection.stages import case_of
from dure.domains.selection.states import DISQUALIFICATION_STATES
from dure.domains.selection.telling import applicants
from dure.domains.selection.vacancies import place_told
from dure.engine.problems import msg, refuse


def drop_disqualification(
    *, actor: SignedActor, now: datetime, disqualification_id: int, reason: str
) -> None:
    """Send it back, with a reason; twice is once. Whoever was told beforehand is told that it fell away.

    Raises NotAllowed; Refused without a reason, and once it has taken effect.
    """
    found = Disqualification.objects.select_related("place__selection__version", "place__application").get(
        pk=disqualification_id
    )
    allow_selecting(actor, found.place.programme)
    reason = reason.strip()
    if not reason:
        raise refuse("selection.reason", msg("say why: the reason is kept with the selection"))
    changes = {"decided_by_id": actor.user_id, "decided_at": now, "decided_reason": reason}
    with act("place.drop_disqualification", actor=actor, now=now, reason=reason) as this:
        if move(
            this, DISQUALIFICATION_STATES, Disqualification, [disqualification_id], "drop", changes=changes
        ):
            if found.noticed_at is not None:
                _tell(this, found)
            return
        found.refresh_from_db(fields=["state"])
        if found.state == "confirmed":
            raise refuse("disqualification.done", msg("it has taken effect: only an objection undoes it"))


def _tell(this: Act, found: Disqualification) -> None:
    case = case_of(found.place.selection)
    told = {name: place_told(case, found.place)[name] for name in ("stage", "executor")}
    notify(
        this,
        applicants(
            case, [found.place.application_id], lambda _: told, f"/my/places/{found.place_id}/notice/"
        ),
        template="place_notice_dropped",
        key=f"notice/{found.pk}/dropped",
    )
