"""Whoever proposed an amendment takes it back before it is answered."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.agreements.models_agreement import Amendment
from dure.domains.agreements.policies import side_of
from dure.domains.agreements.states import AMENDMENT_STATES
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.events.transitions import move
from dure.engine.problems import msg, refuse


def take_back_amendment(*, actor: SignedActor, now: datetime, amendment_id: int) -> None:
    """Take an amendment back, and with it the other half of a move.

    Raises NotAllowed to the other side, and Refused where it is not open any more.
    """
    amendment = Amendment.objects.select_related("agreement").get(pk=amendment_id)
    if side_of(actor, amendment.agreement) != amendment.side:
        raise NotAllowed
    with act("agreement.take_back_amendment", actor=actor, now=now) as this:
        alone("agreements", amendment.agreement.programme)
        found = Amendment.objects.filter(pk=amendment_id)
        if amendment.move is not None:
            found = Amendment.objects.filter(move=amendment.move)
        ids = list(found.values_list("pk", flat=True))
        if amendment_id not in move(this, AMENDMENT_STATES, Amendment, ids, "take_back"):
            raise refuse("amendment.closed", msg("this amendment is not open any more"))
