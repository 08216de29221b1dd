"""An officer drops a case before it is decided."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.events.transitions import move
from dure.domains.recoveries.holding import case_by, hold_case
from dure.domains.recoveries.models import CaseItem, RecoveryCase
from dure.domains.recoveries.policies import allow_handling
from dure.domains.recoveries.states import CASE_STATES
from dure.domains.recoveries.telling import said, tell_party
from dure.engine.problems import msg, refuse


def drop_case(*, actor: SignedActor, now: datetime, case_id: int, reason: str) -> None:
    """Drop it with a reason; whoever was told is told. Raises NotAllowed, Refused without one, or decided."""
    case = case_by(case_id)
    allow_handling(actor, case.programme, case.payee_id)
    if not reason.strip():
        raise refuse("recoveries.reason", msg("say why"))
    with act("recoveries.drop", actor=actor, now=now, reason=reason.strip()) as this:
        case = hold_case(case_id)
        changes = {"closed_by_id": actor.user_id, "closed_at": now, "closed_reason": reason.strip()}
        if not move(this, CASE_STATES, RecoveryCase, [case_id], "drop", changes=changes):
            raise refuse("recoveries.closed", msg("this case is closed already"))
        CaseItem.objects.filter(case=case).update(alive=False)
        if case.noticed_at is not None:
            tell_party(
                this, case, msg("Nothing is taken back: the case is closed."), key="dropped",
                more=said(reason),
            )  # fmt: skip
