"""A provider says in which order it would have the merchants of a pairing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.matching.models import Provider, ProviderOrder
from dure.domains.matching.pairings import case_or_refused
from dure.domains.matching.policies import allow_provider
from dure.domains.matching.sides import entitled
from dure.engine.problems import msg, refuse


def rank_merchants(
    *,
    actor: SignedActor,
    now: datetime,
    provider_id: int,
    programme: str,
    pairing: str,
    application_ids: Sequence[int],
) -> bool:
    """Keep a provider's order and return whether that is new; it counts from the next round on.

    Raises NotAllowed, and Refused for somebody who stands twice or is not to be matched.
    """
    provider = Provider.objects.select_related("organisation").get(pk=provider_id)
    allow_provider(actor, provider)
    case = case_or_refused(programme, pairing, now)
    if case.opened.pairing.paired_with != provider.kind:
        raise refuse("order.kind", msg("this matching seeks others"))
    if len(set(application_ids)) != len(application_ids):
        raise refuse("order.doubled", msg("each place of the order is for another one"))
    if entitled(case).filter(pk__in=application_ids).count() != len(application_ids):
        raise refuse("order.gone", msg("somebody of the order is not there any more: choose again"))
    with act("provider.rank", actor=actor, now=now) as this:
        Provider.objects.select_for_update(no_key=True).get(pk=provider_id)
        place: dict[str, Any] = {"provider_id": provider_id, "programme": programme, "pairing": pairing}
        known = ProviderOrder.objects.filter(**place).first()
        if known is not None and known.ranked == list(application_ids):
            return False
        ProviderOrder.objects.update_or_create(
            **place, defaults={"ranked": list(application_ids), "changed_at": now}
        )
        this.record(
            "provider", provider_id, programme=programme, pairing=pairing, ranked=len(application_ids)
        )
        return True
