"""An officer approves a provider, or refuses one with the reason."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.events.transitions import move
from dure.domains.matching.models import Provider
from dure.domains.matching.policies import allow_deciding
from dure.domains.matching.states import PROVIDER_STATES
from dure.domains.matching.telling import providers
from dure.domains.notices.services.notify import notify
from dure.engine.problems import msg, refuse


def decide_provider(
    *, actor: SignedActor, now: datetime, provider_id: int, approve: bool, reason: str = ""
) -> None:
    """Approve a provider, or refuse it; who acts for it is told. Twice is once.

    Raises NotAllowed, and Refused without a reason for a refusal, and where it cannot be decided so.
    """
    allow_deciding(actor)
    reason = reason.strip()
    if not approve and not reason:
        raise refuse("provider.reason", msg("write the reason: it is told to the provider"))
    after = "approved" if approve else "refused"
    with act("provider.decide", actor=actor, now=now, reason=reason) as this:
        changes = {"note": "" if approve else reason, "decided_at": now, "changed_at": now}
        name = "approve" if approve else "refuse"
        if not move(this, PROVIDER_STATES, Provider, [provider_id], name, changes=changes):
            if Provider.objects.get(pk=provider_id).state == after:
                return
            raise refuse("provider.state", msg("this provider cannot be decided on so any more"))
        found = Provider.objects.select_related("organisation").get(pk=provider_id)
        told = {"reason": {"ko": reason, "en": reason}} if reason and not approve else {}
        notify(
            this,
            providers(this, [found], lambda _one: told),
            template="provider_approved" if approve else "provider_refused",
            key=str(this.id),
        )
