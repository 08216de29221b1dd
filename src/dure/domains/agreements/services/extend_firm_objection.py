"""The period to answer a firm's objection is extended, once, and the firm is told why."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.agreements.calls import kept_call
from dure.domains.agreements.models import FirmObjection
from dure.domains.agreements.objected import refuse_involved, with_proposal
from dure.domains.agreements.policies import allow_running
from dure.domains.agreements.telling import shortened, tell_firm
from dure.domains.events.act import act
from dure.domains.programmes.objecting import extended_due, refuse_extension, right_of
from dure.engine.problems import msg, refuse


def extend_firm_objection(
    *, actor: SignedActor, now: datetime, objection_id: int, reason: str, key: str = ""
) -> None:
    """Extend the period to answer, before it is over; with a ``key`` twice is once.

    Raises NotAllowed, and Refused without a reason, a second time, too late, or where the call does not
    provide for it.
    """
    objection = with_proposal(objection_id)
    allow_running(actor, objection.proposal.programme)
    refuse_involved(objection, actor.user_id)
    reason = reason.strip()
    if not reason:
        raise refuse("objection.extend_reason", msg("say why: the firm reads it"))
    case = kept_call(objection.proposal.programme)
    right = right_of(case.programme)
    key = key and f"{objection_id}/{key}"
    with act("firm_objection.extend", actor=actor, now=now, reason=reason, key=key) as this:
        if this.repeated:
            return
        held = FirmObjection.objects.select_for_update().get(pk=objection_id)
        refuse_extension(held.state, held.due_on, held.extended_at, now)
        due = extended_due(right, held.due_on)
        FirmObjection.objects.filter(pk=objection_id).update(
            due_on=due, extended_at=now, extended_reason=reason
        )
        this.record("firm_objection", objection_id, due_on=due.isoformat(), before=held.due_on.isoformat())
        what = msg("The time to answer your objection is extended.")
        more = {"due": due.isoformat(), **shortened(reason)}
        tell_firm(
            this, case, objection.proposal, what, key=f"firm_objection/{objection_id}/extended", more=more
        )
