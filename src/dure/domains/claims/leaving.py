"""Claims of an executor that leaves: they are settled with it afterwards too."""

from __future__ import annotations

from dure.domains.agreements.leaving import UnderWay
from dure.domains.claims.models import Claim
from dure.domains.claims.states import CLAIM_STATES

_OVER = CLAIM_STATES.last()


def claims_under_way(programme: str, executor: str) -> list[UnderWay]:
    """Return how many claims of an executor are not decided."""
    found = Claim.objects.filter(programme=programme, side="executor", executor=executor)
    return [UnderWay("claims", found.exclude(state__in=_OVER).count(), first=False)]
