"""The party says what it has to say (의견제출)."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.events.transitions import move
from dure.domains.recoveries.holding import case_by, hold_case
from dure.domains.recoveries.models import RecoveryCase
from dure.domains.recoveries.policies import allow_party
from dure.domains.recoveries.states import CASE_STATES
from dure.domains.recoveries.telling import tell_officers
from dure.engine.law.deadlines import day_of
from dure.engine.problems import msg, refuse

LONGEST = 5_000


def answer_case(*, actor: SignedActor, now: datetime, case_id: int, words: str) -> None:
    """Keep the statement. Raises NotAllowed, and Refused without words, too late, and a second time."""
    case = case_by(case_id)
    allow_party(actor, case)
    if not words.strip() or len(words) > LONGEST:
        raise refuse("recoveries.words", msg("write your statement, in up to 5,000 letters"))
    with act("recoveries.answer", actor=actor, now=now) as this:
        case = hold_case(case_id)
        if case.answer_until is None or day_of(now) > case.answer_until:
            raise refuse("recoveries.late", msg("statements were taken until {day}"), day=case.answer_until)
        changes = {"answered_by_id": actor.user_id, "answered_at": now}
        if not move(this, CASE_STATES, RecoveryCase, [case_id], "answer", changes=changes):
            raise refuse("recoveries.answered", msg("a statement was handed in already"))
        # Encrypted, so not by the statement that moves the case.
        RecoveryCase.objects.filter(pk=case_id).update(statement=words.strip())
        tell_officers(this, case, msg("The party has answered."), key="answered")
