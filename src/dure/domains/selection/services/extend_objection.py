"""The period to answer an objection is extended, once, and the applicant is told why."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.notices.services.notify import notify
from dure.domains.programmes.objecting import refuse_extension
from dure.domains.selection.clocks import extended_due, right_to_object
from dure.domains.selection.models import Objection
from dure.domains.selection.objected import case_of_objection, objection_with_all, refuse_involved
from dure.domains.selection.policies import allow_selecting
from dure.domains.selection.telling import applicants
from dure.engine.problems import msg, refuse


def extend_objection(
    *, actor: SignedActor, now: datetime, objection_id: int, reason: str, key: str = ""
) -> None:
    """Extend the period to answer, before it is over; with a ``key`` twice is once.

    Raises NotAllowed, and Refused for who took part in the decision, without a reason, a second time, too
    late, or where the call does not provide for it.
    """
    objection = objection_with_all(objection_id)
    allow_selecting(actor, objection.application.programme)
    refuse_involved(objection, actor.user_id)
    if not reason.strip():
        raise refuse("objection.extend_reason", msg("say why: the applicant is told the reason"))
    case = case_of_objection(objection)
    right = right_to_object(case)
    key = key and f"{objection_id}/{key}"
    with act("objection.extend", actor=actor, now=now, reason=reason.strip(), key=key) as this:
        if this.repeated:
            return
        locked = Objection.objects.select_for_update().get(pk=objection_id)
        refuse_extension(locked.state, locked.due_on, locked.extended_at, now)
        due = extended_due(right, locked.due_on)
        Objection.objects.filter(pk=objection_id).update(
            due_on=due, extended_at=now, extended_reason=reason.strip()
        )
        this.record("objection", objection_id, due_on=due.isoformat(), before=locked.due_on.isoformat())
        this.record("application", objection.application_id, objection="extended")
        told = {"due": due.isoformat(), "reason": reason.strip()[:300]}
        to = applicants(case, [objection.application_id], lambda _: told, f"/my/objections/{objection_id}/")
        notify(this, to, template="objection_extended", key=f"objection/{objection_id}")
