"""A provider takes nobody new for a while, or is there again."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.events.transitions import move
from dure.domains.matching.models import Provider
from dure.domains.matching.policies import allow_provider
from dure.domains.matching.states import PROVIDER_STATES
from dure.engine.problems import msg, refuse


def rest_provider(*, actor: SignedActor, now: datetime, provider_id: int, resting: bool) -> None:
    """Let a provider rest, or return; matches that stand are kept. Twice is once.

    Raises NotAllowed, and Refused where an officer has not approved it.
    """
    allow_provider(actor, Provider.objects.select_related("organisation").get(pk=provider_id))
    with act("provider.rest", actor=actor, now=now) as this:
        name, after = ("rest", "resting") if resting else ("return", "approved")
        changes = {"changed_at": now}
        if not move(this, PROVIDER_STATES, Provider, [provider_id], name, changes=changes):
            if Provider.objects.get(pk=provider_id).state == after:
                return
            raise refuse("provider.not_approved", msg("an officer has not approved this profile"))
