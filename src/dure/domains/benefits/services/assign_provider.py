"""An officer says which provider carries out a grant."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.benefits.models import Grant
from dure.domains.benefits.policies import allow_granting
from dure.domains.benefits.using import hold_grant, refuse_ended
from dure.domains.events.act import act
from dure.domains.matching.models import Provider
from dure.engine.problems import msg, refuse


def assign_provider(*, actor: SignedActor, now: datetime, grant_id: int, provider: str) -> None:
    """Give a grant to an approved provider (by the code of its organisation), or to nobody where it is empty.

    Raises NotAllowed, and Refused for who is no approved provider and where the grant has ended.
    """
    grant = Grant.objects.get(pk=grant_id)
    allow_granting(actor, grant.programme)
    if provider and not Provider.objects.filter(organisation__code=provider, state="approved").exists():
        raise refuse("benefits.provider", msg("there is no approved provider of this code"))
    with act("benefits.assign_provider", actor=actor, now=now) as this:
        grant = hold_grant(grant_id)
        refuse_ended(grant)
        if grant.provider == provider:
            return
        Grant.objects.filter(pk=grant_id).update(provider=provider)
        this.record("grant", grant_id, provider=provider)
