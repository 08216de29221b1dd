"""An officer closes a mid-term check: what was asked for is done, or noted as not done."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.agreements.models_agreement import MidtermCheck
from dure.domains.agreements.policies import allow_running
from dure.domains.agreements.states import MIDTERM_STATES
from dure.domains.agreements.telling import shortened, tell_side
from dure.domains.events.act import act
from dure.domains.events.transitions import move
from dure.engine.problems import msg, refuse


def close_midterm(*, actor: SignedActor, now: datetime, check_id: int, reason: str) -> None:
    """Close a check with words. Raises NotAllowed, and Refused without words, or where it is closed."""
    check = MidtermCheck.objects.select_related("agreement__organisation").get(pk=check_id)
    allow_running(actor, check.agreement.programme)
    if not reason.strip():
        raise refuse("midterm.reason", msg("say what came of it"))
    with act("midterm.close", actor=actor, now=now, reason=reason.strip()) as this:
        changes = {"closed_at": now, "closed_reason": reason.strip()}
        if not move(this, MIDTERM_STATES, MidtermCheck, [check_id], "close", changes=changes):
            raise refuse("midterm.is_closed", msg("this check is closed already"))
        tell_side(
            this, check.agreement, msg("The mid-term check is closed."), to="executor",
            key=f"midterm_closed/{check_id}", more=shortened(reason),
        )  # fmt: skip
