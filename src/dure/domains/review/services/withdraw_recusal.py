"""An applicant takes back a request that somebody shall not review their case."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.applications.queries import applications_of
from dure.domains.events.act import act
from dure.domains.events.transitions import move
from dure.domains.review.models import RecusalRequest
from dure.domains.review.states import RECUSAL_STATES


def withdraw_recusal(*, actor: SignedActor, now: datetime, request_id: int) -> bool:
    """Withdraw a request that waits for its answer, and say whether it did. Twice is once.

    Raises NotAllowed for everybody but those who act for the merchant.
    """
    asked = RecusalRequest.objects.filter(pk=request_id).first()
    if asked is None or actor.user_id is None:
        raise NotAllowed
    if not applications_of(actor).filter(pk=asked.application_id).exists():
        raise NotAllowed
    with act("recusal.withdraw", actor=actor, now=now) as this:
        return bool(move(this, RECUSAL_STATES, RecusalRequest, [request_id], "withdraw"))
