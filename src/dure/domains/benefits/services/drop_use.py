"""Whoever carries a benefit out takes back a use that was planned and does not take place."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.benefits.models import GrantUse
from dure.domains.benefits.policies import allow_reporting
from dure.domains.benefits.states import USE_STATES
from dure.domains.benefits.using import hold_grant
from dure.domains.events.act import act
from dure.domains.events.transitions import move
from dure.engine.problems import msg, refuse


def drop_use(*, actor: SignedActor, now: datetime, use_id: int) -> None:
    """Drop a planned use; its units are free again.

    Raises NotAllowed, and Refused where it is not planned any more.
    """
    use = GrantUse.objects.select_related("grant").get(pk=use_id)
    allow_reporting(actor, use.grant)
    with act("benefits.drop_use", actor=actor, now=now) as this:
        hold_grant(use.grant_id)
        if not move(this, USE_STATES, GrantUse, [use_id], "drop"):
            raise refuse("benefits.not_planned", msg("this was reported or dropped already"))
