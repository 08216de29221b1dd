"""An officer who had no hand in the case answers an objection: granted, the decision is undone."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.events.transitions import move
from dure.domains.recoveries.closing import undo
from dure.domains.recoveries.holding import case_by, hold_case
from dure.domains.recoveries.models import RecoveryObjection
from dure.domains.recoveries.policies import allow_handling, refuse_earlier
from dure.domains.recoveries.states import OBJECTION_STATES
from dure.domains.recoveries.telling import said, tell_party
from dure.domains.sanctions.imposing import lift
from dure.engine.problems import msg, refuse


def answer_recovery_objection(
    *, actor: SignedActor, now: datetime, objection_id: int, granted: bool, answer: str
) -> None:
    """Answer it with reasons. Granted, what came is owed back to the party and the ban is lifted.

    Raises NotAllowed, and Refused to whoever opened or decided the case, without reasons, and where it is
    answered already.
    """
    one = RecoveryObjection.objects.get(pk=objection_id)
    case = case_by(one.case_id)
    allow_handling(actor, case.programme, case.payee_id)
    refuse_earlier(actor, case.opened_by_id, case.noticed_by_id, case.decided_by_id)
    if not answer.strip():
        raise refuse("recoveries.reason", msg("say why"))
    with act("recoveries.answer_objection", actor=actor, now=now, reason=answer.strip()) as this:
        case = hold_case(one.case_id)
        changes = {"answered_by_id": actor.user_id, "answered_at": now, "answer": answer.strip()}
        name = "grant" if granted else "dismiss"
        if not move(this, OBJECTION_STATES, RecoveryObjection, [objection_id], name, changes=changes):
            raise refuse("objection.closed", msg("this objection is answered or withdrawn already"))
        if granted:
            lift(this, case.cause, answer.strip())
            undo(this, case, answer.strip())
        what = msg("Your objection is granted.") if granted else msg("Your objection is dismissed.")
        tell_party(this, case, what, key="objection", more=said(answer))
