"""An officer sends a selection back that is not published: nothing of it counts, scores may change again."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.events.transitions import move
from dure.domains.notices.services.notify import notify
from dure.domains.notices.staff import of_users
from dure.domains.review.services.reopen_scoring import reopen_scoring
from dure.domains.selection.models import Selection
from dure.domains.selection.policies import allow_selecting
from dure.domains.selection.stages import case_of, texts
from dure.domains.selection.states import SELECTION_STATES
from dure.engine.problems import msg, refuse


def send_back_selection(*, actor: SignedActor, now: datetime, selection_id: int, reason: str) -> None:
    """Send back with a reason what was proposed or confirmed; twice is once.

    Decisions of a confirmed one stay where they were written and are never told. Raises NotAllowed, and
    Refused once it is published, and for whoever confirmed it: another officer has to see why.
    """
    selection = Selection.objects.select_related("version").get(pk=selection_id)
    allow_selecting(actor, selection.programme)
    if not reason.strip():
        raise refuse("selection.reason", msg("say why: the reason is kept with the selection"))
    case = case_of(selection)
    with act(
        "selection.send_back", actor=actor, now=now, reason=reason.strip(), key=str(selection_id)
    ) as this:
        if this.repeated:
            return
        alone("selection", selection.programme, selection.stage)
        selection.refresh_from_db(fields=["state", "confirmed_by_id"])
        if selection.state == "confirmed" and selection.confirmed_by_id == actor.user_id:
            raise refuse(
                "selection.own_confirmation",
                msg("who confirmed a selection cannot send it back: another officer has to"),
            )
        reopen_scoring(this, programme=selection.programme, stage=selection.stage)
        if not move(this, SELECTION_STATES, Selection, [selection_id], "send_back"):
            raise refuse("selection.not_proposed", msg("a selection that is published cannot be sent back"))
        took_part = {selection.proposed_by_id, selection.confirmed_by_id} - {actor.user_id, None}
        told = {
            "programme": texts(case.programme.title),
            "stage": texts(case.stage.title),
            "reason": reason.strip()[:300],
        }
        link = f"/officer/selection/{selection.programme}/{selection.stage}/"
        asked = of_users([pk for pk in took_part if pk is not None])
        notify(
            this,
            [replace(one, parameters=told, link=link) for one in asked],
            template="selection_sent_back",
            key=f"selection/{selection_id}",
        )
