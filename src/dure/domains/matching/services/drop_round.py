"""Whoever runs a round, or an officer, drops it where it was planned and not proposed."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.matching.models import MatchRound
from dure.domains.matching.planned import drop_planned
from dure.domains.matching.policies import allow_closing
from dure.engine.problems import msg, refuse


def drop_round(*, actor: SignedActor, now: datetime, round_id: int) -> None:
    """Drop a planned round with its pairs; twice is once.

    Raises NotAllowed, and Refused where it was proposed.
    """
    found = MatchRound.objects.get(pk=round_id)
    allow_closing(actor, found.programme, found.executor)
    with act("matching.drop", actor=actor, now=now) as this:
        alone("matching", found.programme, found.pairing)
        found.refresh_from_db(fields=["state"])
        if found.state in ("proposed", "closed"):
            raise refuse("matching.proposed", msg("this round was proposed: both sides know of it"))
        if found.state == "planned":
            drop_planned(this, found.programme, found.pairing, found.executor)
