"""An officer has a file sent to the body over the network, in place of taking it there."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.events.later import later
from dure.domains.events.transitions import move
from dure.domains.referrals.exchange import is_there
from dure.domains.referrals.models import Handover, Sending
from dure.domains.referrals.policies import allow_telling
from dure.domains.referrals.states import SENDING_STATES
from dure.engine.problems import msg, refuse


def send_handover(*, actor: SignedActor, now: datetime, handover_id: int) -> int:
    """Queue a file for the body and return its sending; asked twice it is the same, one refused goes again.

    Raises NotAllowed, and Refused where no exchange is set up, and for a file whose content was destroyed.
    """
    handover = Handover.objects.get(pk=handover_id)
    allow_telling(actor, handover.programme)
    if not is_there():
        raise refuse(
            "finance.none", msg("no exchange with finance bodies is set up here: take the file there")
        )
    if not handover.content:
        raise refuse("finance.destroyed", msg("the content of this file was destroyed"))
    with act("referrals.send_handover", actor=actor, now=now) as this:
        alone("handover", handover_id)
        found = Sending.objects.filter(handover=handover).first()
        if found is None:
            found = Sending.objects.create(handover=handover, asked_by_id=actor.user_id or 0, asked_at=now)
            this.record("handover", handover_id, sending="asked")
        elif not move(this, SENDING_STATES, Sending, [found.pk], "send_again", changes={"fault": ""}):
            return int(found.pk)
        later("referrals.carry", sending_id=found.pk)
    return int(found.pk)
