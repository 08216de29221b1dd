"""A file goes to the body: as often as it takes until it is taken, under a key by which it is taken once."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F

from dure.adapters.finance_body import Faulty, Unreachable
from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.policies import allow_service_alone
from dure.domains.events.act import act
from dure.domains.events.transitions import move
from dure.domains.referrals.exchange import finance_exchange, parcel_of
from dure.domains.referrals.models import Sending
from dure.domains.referrals.states import SENDING_STATES

LONGEST = 60


def carry_handover(*, actor: SignedActor, now: datetime, sending_id: int) -> bool:
    """Hand a file over and note that it was taken; return whether it is with the body now.

    Raises NotAllowed to people, Refused where no exchange is set up any more, and Unreachable where the body
    did not answer: the worker comes back. A body that refuses it is noted with its code, for an officer.
    """
    allow_service_alone(actor)
    one = Sending.objects.select_related("handover").get(pk=sending_id)
    if one.state != "waiting":
        return bool(one.state == "taken")
    try:
        with finance_exchange() as exchange:
            exchange.hand_over(parcel_of(one.handover))
    except Unreachable as error:
        _note(actor, now, sending_id, str(error))
        raise
    except Faulty as fault:
        with act("referrals.refused_by_body", actor=actor, now=now) as this:
            changes = {"fault": fault.code[:LONGEST], "tries": F("tries") + 1}
            move(this, SENDING_STATES, Sending, [sending_id], "refuse", changes=changes)
        return False
    with act("referrals.taken_by_body", actor=actor, now=now) as this:
        changes = {"fault": "", "tries": F("tries") + 1, "taken_at": now}
        move(this, SENDING_STATES, Sending, [sending_id], "take", changes=changes)
    return True


def _note(actor: SignedActor, now: datetime, sending_id: int, fault: str) -> None:
    with act("referrals.not_reached", actor=actor, now=now) as this:
        Sending.objects.filter(pk=sending_id, state="waiting").update(
            tries=F("tries") + 1, fault=fault[:LONGEST]
        )
        this.record("handover_sending", sending_id, fault=fault[:LONGEST])
