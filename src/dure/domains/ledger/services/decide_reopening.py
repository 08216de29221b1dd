"""Another officer opens a closed month again, or keeps it closed."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.events.transitions import move
from dure.domains.ledger.models_closing import Closing
from dure.domains.ledger.policies import allow_deciding, refuse_same
from dure.domains.ledger.states import CLOSING_STATES
from dure.domains.ledger.telling import tell
from dure.domains.notices.staff import of_users
from dure.engine.problems import msg, refuse


def decide_reopening(
    *, actor: SignedActor, now: datetime, closing_id: int, opened: bool, answer: str = ""
) -> None:
    """Open it: what came late counts in its own month again; or keep it closed, with a reason.

    Raises NotAllowed, and Refused to whoever asked for it, without a reason where it stays closed, and where
    nobody asks any more.
    """
    found = Closing.objects.get(pk=closing_id)
    allow_deciding(actor, found.programme)
    refuse_same(actor, found.reopen_asked_by_id)
    if not opened and not answer.strip():
        raise refuse("ledger.answer", msg("say why: whoever asked for it reads it"))
    with act("ledger.decide_reopening", actor=actor, now=now, reason=answer.strip()) as this:
        alone("ledger_closing", found.programme)
        changes = {"reopened_by_id": actor.user_id, "reopened_at": now} if opened else {}
        details = {"month": f"{found.month:%Y-%m}"}
        name = "reopen" if opened else "keep_closed"
        if not move(this, CLOSING_STATES, Closing, [closing_id], name, changes=changes, details=details):
            raise refuse("ledger.not_asked", msg("nobody asks to open this month any more"))
        word = "reopened" if opened else "kept_closed"
        asked_by = [found.reopen_asked_by_id] if found.reopen_asked_by_id is not None else []
        tell(this, found, "closing_decided", of_users(asked_by), answer, word)
