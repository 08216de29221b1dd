"""A provider keeps the profile as it is: its time begins anew, as if it had been changed."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.matching.models import Provider
from dure.domains.matching.policies import allow_provider
from dure.domains.matching.states import OVER
from dure.engine.law.deadlines import day_of
from dure.engine.problems import msg, refuse


def keep_provider(*, actor: SignedActor, now: datetime, provider_id: int) -> None:
    """Keep a profile; twice on a day is once. Raises NotAllowed, and Refused where it has come to its end."""
    allow_provider(actor, Provider.objects.select_related("organisation").get(pk=provider_id))
    with act("provider.keep", actor=actor, now=now) as this:
        held = Provider.objects.select_for_update(no_key=True).get(pk=provider_id)
        if held.state in OVER:
            raise refuse("provider.over", msg("this profile was withdrawn: register anew"))
        if day_of(held.changed_at) >= day_of(now):
            return
        Provider.objects.filter(pk=provider_id).update(changed_at=now, warned_until=None)
        this.record("provider", provider_id, kept=True)
