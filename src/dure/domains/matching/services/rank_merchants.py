"""A provider says in which order it would have the merchants of a pairing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.matching.models import Provider, ProviderOrder
from dure.domains.matching.orders import whole_order
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
    shown: Collection[int] | None = None,
    before: Sequence[int] | None = None,
) -> bool:
    """Keep a provider's order and return whether that is new; it counts from the next round on.

    Whom the page did not show (``shown``) stays behind those it did; ``before`` is the order that the page
    was made from. Raises NotAllowed, and Refused for somebody who stands twice, for somebody new who is not
    to be matched, and where another order was kept meanwhile.
    """
    provider = Provider.objects.select_related("organisation").get(pk=provider_id)
    allow_provider(actor, provider)
    case = case_or_refused(programme, pairing, now)
    if case.opened.pairing.paired_with != provider.kind:
        raise refuse("order.kind", msg("this matching seeks others"))
    if len(set(application_ids)) != len(application_ids):
        raise refuse("order.doubled", msg("each place of the order is for another one"))
    with act("provider.rank", actor=actor, now=now) as this:
        Provider.objects.select_for_update(no_key=True).get(pk=provider_id)
        place: dict[str, Any] = {"provider_id": provider_id, "programme": programme, "pairing": pairing}
        known = ProviderOrder.objects.filter(**place).first()
        kept = list(known.ranked) if known is not None else []
        fresh = set(application_ids) - set(kept)  # who left since is kept: they may come back
        if entitled(case).filter(pk__in=fresh).count() != len(fresh):
            raise refuse("order.gone", msg("somebody of the order is not there any more: choose again"))
        ranked = whole_order(kept, application_ids, shown=shown, before=before, code="order.newer")
        if known is not None and kept == ranked:
            return False
        ProviderOrder.objects.update_or_create(**place, defaults={"ranked": ranked, "changed_at": now})
        this.record("provider", provider_id, programme=programme, pairing=pairing, ranked=len(ranked))
        return True
