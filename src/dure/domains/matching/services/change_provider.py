"""A provider changes the own profile; what was planned before stays as it was."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.matching.models import Provider
from dure.domains.matching.policies import allow_provider
from dure.domains.matching.profiles import Profile, columns_of
from dure.domains.matching.states import OVER
from dure.engine.problems import msg, refuse


def change_provider(*, actor: SignedActor, now: datetime, provider_id: int, profile: Profile) -> bool:
    """Change a profile and return whether anything was changed.

    A profile that was refused is looked at anew by officers only when they take it up. Raises NotAllowed,
    and Refused with everything that is wrong, and for one that was withdrawn.
    """
    allow_provider(actor, Provider.objects.select_related("organisation").get(pk=provider_id))
    columns = columns_of(profile)
    with act("provider.change", actor=actor, now=now) as this:
        held = Provider.objects.select_for_update(no_key=True).get(pk=provider_id)
        if held.state in OVER:
            raise refuse("provider.over", msg("this profile was withdrawn: register anew"))
        changed = [name for name, value in columns.items() if getattr(held, name) != value]
        if not changed:
            return False
        Provider.objects.filter(pk=provider_id).update(changed_at=now, **columns)
        this.record("provider", provider_id, changed=changed)
        return True
