"""What those of a pairing wish, for whoever may see the pairing: the caller has asked who that is."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from dure.domains.matching.models import Match, Provider, ProviderOrder, Wish
from dure.domains.matching.pairings import Case


def wish_of_match(match: Match) -> Wish | None:
    """Return what the merchant of a match that somebody may see seeks: what the provider decides by."""
    return Wish.objects.filter(application_id=match.application_id, pairing=match.pairing).first()


def wishes_of(application_ids: Collection[int], pairing: str) -> dict[int, Wish]:
    """Return what merchants seek in a pairing, by application."""
    found = Wish.objects.filter(application_id__in=application_ids, pairing=pairing).order_by("pk")
    return {one.application_id: one for one in found}


def order_of(provider: Provider, case: Case) -> list[int]:
    """Return the applications in the order of a provider whom somebody acts for."""
    found = ProviderOrder.objects.filter(provider=provider, programme=case.programme, pairing=case.pairing)
    kept: Any = found.values_list("ranked", flat=True).first()
    return list(kept or ())
