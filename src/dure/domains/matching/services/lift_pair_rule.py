"""An officer, or the executor whose rule it is, takes back that a pair is fixed or barred."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.matching.models import PairRule
from dure.domains.matching.policies import allow_lifting


def lift_pair_rule(*, actor: SignedActor, now: datetime, rule_id: int) -> None:
    """Lift a rule about a pair; twice is once. Raises NotAllowed."""
    allow_lifting(actor, PairRule.objects.get(pk=rule_id))
    with act("pair_rule.lift", actor=actor, now=now) as this:
        held = PairRule.objects.select_for_update().get(pk=rule_id)
        if held.lifted_at is not None:
            return
        PairRule.objects.filter(pk=rule_id).update(lifted_at=now)
        this.record("pair_rule", rule_id, application=held.application_id, provider=held.provider_id)
