"""Whoever proposed the closing of a month takes it back before it is decided."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.events.transitions import move
from dure.domains.ledger.models_closing import Closing
from dure.domains.ledger.policies import allow_proposing
from dure.domains.ledger.states import CLOSING_STATES
from dure.engine.problems import msg, refuse


def take_back_closing(*, actor: SignedActor, now: datetime, closing_id: int) -> None:
    """Take a proposal back. Raises NotAllowed for everybody else, and Refused once it is decided."""
    found = Closing.objects.get(pk=closing_id)
    allow_proposing(actor, found.programme)
    if actor.user_id != found.proposed_by_id:
        raise NotAllowed
    with act("ledger.take_back_closing", actor=actor, now=now) as this:
        alone("ledger_closing", found.programme)
        if not move(this, CLOSING_STATES, Closing, [closing_id], "take_back"):
            raise refuse("ledger.not_proposed", msg("this waits for no decision any more"))
