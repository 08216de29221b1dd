"""An officer tells the party what is meant to be done, and until when it may answer (사전통지)."""

from __future__ import annotations

from datetime import date, datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.events.transitions import move
from dure.domains.recoveries.holding import case_by, hold_case
from dure.domains.recoveries.models import RecoveryCase
from dure.domains.recoveries.policies import allow_handling
from dure.domains.recoveries.states import CASE_STATES
from dure.domains.recoveries.telling import tell_party
from dure.engine.law.deadlines import day_of
from dure.engine.law.hearing import least_until
from dure.engine.problems import msg, refuse


def give_case_notice(*, actor: SignedActor, now: datetime, case_id: int, until: date) -> None:
    """Give the notice.

    Raises NotAllowed, and Refused for too short a time, and where it was given already.
    """
    case = case_by(case_id)
    allow_handling(actor, case.programme, case.payee_id)
    least = least_until(day_of(now))
    if until < least:
        raise refuse("recoveries.until", msg("the law lets the party answer until {day} at least"), day=least)
    with act("recoveries.give_notice", actor=actor, now=now) as this:
        case = hold_case(case_id)
        changes = {"noticed_by_id": actor.user_id, "noticed_at": now, "answer_until": until}
        if not move(this, CASE_STATES, RecoveryCase, [case_id], "notify", changes=changes):
            raise refuse("recoveries.noticed", msg("the notice was given already, or the case is closed"))
        tell_party(
            this, case, msg("It is considered to take back what was paid to you. You may answer."),
            key="notice", more={"pay_until": until.isoformat()},
        )  # fmt: skip
