"""Who acts for a merchant, or ever did: as those ask who keep people apart from what they judge."""

from __future__ import annotations

from dure.domains.merchants.models import MerchantMember


def acted_for(merchant_id: int) -> frozenset[int]:
    """Return who acts for a merchant, or ever did: none of them judges what it complains of."""
    return frozenset(MerchantMember.objects.filter(merchant_id=merchant_id).values_list("user_id", flat=True))
