"""A firm's objection is given to an officer who took no part in the decision."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor, actor_of
from dure.domains.agreements.calls import kept_call
from dure.domains.agreements.models import FirmObjection
from dure.domains.agreements.objected import refuse_involved, with_proposal
from dure.domains.agreements.policies import acts_for_firm, allow_running
from dure.domains.agreements.states import FIRM_OBJECTION_STATES
from dure.domains.agreements.telling import tell, texts
from dure.domains.events.act import act
from dure.domains.events.transitions import move
from dure.domains.notices.staff import officers
from dure.engine.problems import msg, refuse


def assign_firm_objection(*, actor: SignedActor, now: datetime, objection_id: int, officer_id: int) -> None:
    """Assign an objection, or give it to somebody else; twice is once.

    Raises NotAllowed, and Refused for an officer who has a part in what was decided or acts for a firm of the
    call, for somebody who is no officer of the programme, and where it is answered already.
    """
    objection = with_proposal(objection_id)
    programme = objection.proposal.programme
    allow_running(actor, programme)
    chosen = [one for one in officers(programme, now) if one.user_id == officer_id]
    if not chosen:
        raise refuse("objection.no_officer", msg("choose an officer of this programme"))
    refuse_involved(objection, officer_id)
    if acts_for_firm(actor_of(officer_id, now), programme):
        raise refuse(
            "objection.own_firm", msg("this officer acts for a firm of the call: choose another one")
        )
    case = kept_call(programme)
    with act("firm_objection.assign", actor=actor, now=now) as this:
        locked = FirmObjection.objects.select_for_update().get(pk=objection_id)
        if locked.state == "assigned" and locked.assigned_to_id == officer_id:
            return
        changes = {"assigned_to_id": officer_id}
        if not move(this, FIRM_OBJECTION_STATES, FirmObjection, [objection_id], "assign", changes=changes):
            raise refuse("objection.closed", msg("this objection is answered or withdrawn already"))
        this.record("firm_objection", objection_id, assigned_to=officer_id)
        if officer_id != actor.user_id:
            told = {
                "programme": texts(case.programme.title),
                "application_no": objection.proposal.number or "",
                "due": objection.due_on.isoformat(),
            }
            link = f"/officer/firm-objections/{objection_id}/"
            tell(this, chosen, "objection_assigned", told, link, f"firm_objection/{objection_id}")
