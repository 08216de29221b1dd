"""An executor's staff take a nomination back that was not answered yet."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.applications.models import Nomination
from dure.domains.applications.nominating import forget_contacts, refuse_answered
from dure.domains.applications.states import NOMINATION_STATES
from dure.domains.events.act import act
from dure.domains.events.transitions import move
from dure.domains.merchants.models import Merchant


def take_back_nomination(*, actor: SignedActor, now: datetime, nomination_id: int) -> None:
    """Take a nomination back: its letter opens nothing any more. Twice is once.

    Raises NotAllowed, and Refused where the merchant has answered it, or its time is over.
    """
    sought = Nomination.objects.filter(pk=nomination_id).first()
    if sought is None or not actor.holds("executor_staff", sought.executor, sought.programme):
        raise NotAllowed
    with act("nomination.take_back", actor=actor, now=now) as this:
        Merchant.objects.select_for_update().only("pk").get(pk=sought.merchant_id)
        held = Nomination.objects.select_for_update().get(pk=nomination_id)
        if held.state == "taken_back":
            return
        if held.state != "open":
            raise refuse_answered(held)
        move(this, NOMINATION_STATES, Nomination, [held.pk], "take_back", changes={"answered_at": now})
        forget_contacts(this, [held.merchant_id])
