"""Somebody asks that the month that was closed last be opened again."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.events.transitions import move
from dure.domains.ledger.models_closing import Closing
from dure.domains.ledger.policies import allow_proposing
from dure.domains.ledger.states import ALIVE, CLOSING_STATES
from dure.domains.ledger.telling import tell
from dure.domains.notices.staff import officers
from dure.engine.problems import msg, refuse


def ask_to_reopen(*, actor: SignedActor, now: datetime, closing_id: int, reason: str) -> None:
    """Ask for it with a reason; the month stays closed until another officer agrees.

    Raises NotAllowed, and Refused without a reason, for a month after which another is closed or proposed,
    and for one that is not closed.
    """
    found = Closing.objects.get(pk=closing_id)
    allow_proposing(actor, found.programme)
    if not reason.strip():
        raise refuse("ledger.reopen_reason", msg("say why the month has to be opened again"))
    with act("ledger.ask_to_reopen", actor=actor, now=now, reason=reason.strip()) as this:
        alone("ledger_closing", found.programme)
        later = Closing.objects.filter(programme=found.programme, month__gt=found.month, state__in=ALIVE)
        if later.exists():
            text = msg("a later month is closed or proposed: months are opened from the last one back")
            raise refuse("ledger.later_closed", text)
        changes = {
            "reopen_asked_by_id": actor.user_id,
            "reopen_asked_at": now,
            "reopen_reason": reason.strip(),
        }
        if not move(this, CLOSING_STATES, Closing, [closing_id], "ask_to_reopen", changes=changes):
            raise refuse("ledger.not_closed", msg("this month is not closed, or opening it was asked for"))
        tell(this, found, "closing_to_reopen", officers(found.programme, now, besides=actor.user_id), reason)
