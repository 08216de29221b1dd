"""Whoever carries a benefit out plans a use of it: when the next session, lesson or hour is."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.benefits.models import Grant, GrantUse
from dure.domains.benefits.policies import allow_reporting
from dure.domains.benefits.using import (
    hold_grant,
    next_number,
    refuse_ended,
    refuse_not_by_uses,
    refuse_too_many,
)
from dure.domains.events.act import act
from dure.engine.problems import msg, refuse


def plan_use(
    *, actor: SignedActor, now: datetime, grant_id: int, at: datetime, what: str = "", units: int = 1
) -> int:
    """Plan a use and return it; the same instant twice is the same use.

    Raises NotAllowed, and Refused for a time that is past, where no unit is left, and where the grant ended.
    """
    grant = Grant.objects.get(pk=grant_id)
    allow_reporting(actor, grant)
    refuse_not_by_uses(grant)
    if grant.kind == "voucher_credit":
        raise refuse("benefits.kind", msg("this benefit is not used in this way"))
    if at <= now:
        raise refuse("benefits.past", msg("the time is past: report what took place instead"))
    with act("benefits.plan_use", actor=actor, now=now) as this:
        grant = hold_grant(grant_id)
        refuse_ended(grant)
        same = GrantUse.objects.filter(grant=grant, state="planned", planned_at=at).first()
        if same is not None:
            return int(same.pk)
        refuse_too_many(grant, units)
        made = GrantUse.objects.create(
            grant=grant, number=next_number(grant), planned_at=at, units=units,
            what=what.strip(), planned_by_id=actor.user_id, made_at=now,
        )  # fmt: skip
        this.record("grant_use", made.pk, grant=grant_id, number=made.number)
    return made.pk
