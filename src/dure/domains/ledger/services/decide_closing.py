"""An officer confirms that a month is closed, or sends the proposal back."""

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


def decide_closing(
    *, actor: SignedActor, now: datetime, closing_id: int, confirmed: bool, answer: str = ""
) -> None:
    """Close the month with the figures that were proposed, or refuse with a reason.

    From then on transfers that come are booked in the first month that is open. Raises NotAllowed, and
    Refused to whoever proposed it, without a reason where it is refused, and where it waits no more.
    """
    found = Closing.objects.get(pk=closing_id)
    allow_deciding(actor, found.programme)
    refuse_same(actor, found.proposed_by_id)
    if not confirmed and not answer.strip():
        raise refuse("ledger.answer", msg("say why: whoever proposed it reads it"))
    with act("ledger.decide_closing", actor=actor, now=now, reason=answer.strip()) as this:
        alone("ledger_closing", found.programme)
        changes = {"decided_by_id": actor.user_id, "decided_at": now, "answer": answer.strip()}
        name = "confirm" if confirmed else "refuse"
        details = {"month": f"{found.month:%Y-%m}", "hash": found.hash}
        if not move(this, CLOSING_STATES, Closing, [closing_id], name, changes=changes, details=details):
            raise refuse("ledger.not_proposed", msg("this waits for no decision any more"))
        word = "closed" if confirmed else "refused"
        tell(this, found, "closing_decided", of_users([found.proposed_by_id]), answer, word)
