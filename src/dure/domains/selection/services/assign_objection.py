"""An objection is given to an officer who took no part in the decision."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.events.transitions import move
from dure.domains.notices.services.notify import notify
from dure.domains.selection.models import Objection
from dure.domains.selection.objected import case_of_objection, objection_with_all, refuse_involved
from dure.domains.selection.policies import allow_selecting
from dure.domains.selection.stages import texts
from dure.domains.selection.states import OBJECTION_STATES
from dure.domains.selection.telling import officers
from dure.engine.problems import msg, refuse


def assign_objection(*, actor: SignedActor, now: datetime, objection_id: int, officer_id: int) -> None:
    """Assign an objection, or give it to somebody else; twice is once.

    Raises NotAllowed, and Refused for an officer who has a part in what was decided (``objected.deciders``);
    for somebody who is no officer of the programme; and where it is answered already.
    """
    objection = objection_with_all(objection_id)
    programme = objection.application.programme
    allow_selecting(actor, programme)
    chosen = next((one for one in officers(programme, now) if one.user_id == officer_id), None)
    if chosen is None:
        raise refuse("objection.no_officer", msg("choose an officer of this programme"))
    refuse_involved(objection, officer_id)
    case = case_of_objection(objection)
    with act("objection.assign", actor=actor, now=now) as this:
        locked = Objection.objects.select_for_update().get(pk=objection_id)
        if locked.state == "assigned" and locked.assigned_to_id == officer_id:
            return
        changes = {"assigned_to_id": officer_id}
        if not move(this, OBJECTION_STATES, Objection, [objection_id], "assign", changes=changes):
            raise refuse("objection.closed", msg("this objection is answered or withdrawn already"))
        this.record("objection", objection_id, assigned_to=officer_id)
        if officer_id != actor.user_id:
            told = {
                "programme": texts(case.programme.title),
                "application_no": objection.application.application_no,
                "due": objection.due_on.isoformat(),
            }
            link = f"/officer/objections/{objection_id}/"
            notify(
                this,
                [replace(chosen, parameters=told, link=link)],
                template="objection_assigned",
                key=f"objection/{objection_id}",
            )
