"""An executor answers a mid-term check."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.agreements.models_agreement import MidtermCheck
from dure.domains.agreements.policies import allow_signing
from dure.domains.agreements.states import MIDTERM_STATES
from dure.domains.agreements.telling import tell_side
from dure.domains.events.act import act
from dure.domains.events.transitions import move
from dure.engine.problems import msg, refuse


def answer_midterm(*, actor: SignedActor, now: datetime, check_id: int, answer: str) -> None:
    """Answer in words. Raises NotAllowed, and Refused without words, or where it is answered or closed."""
    check = MidtermCheck.objects.select_related("agreement__organisation").get(pk=check_id)
    allow_signing(actor, check.agreement)
    if not answer.strip():
        raise refuse("midterm.answer", msg("write what has been done, or will be"))
    with act("midterm.answer", actor=actor, now=now) as this:
        changes = {"answer": answer.strip(), "answered_by_id": actor.user_id, "answered_at": now}
        if not move(this, MIDTERM_STATES, MidtermCheck, [check_id], "answer", changes=changes):
            raise refuse("midterm.closed", msg("this check waits for no answer"))
        tell_side(
            this, check.agreement, msg("The executor has answered the mid-term check."), to="officer",
            key=f"midterm_answer/{check_id}",
        )  # fmt: skip
