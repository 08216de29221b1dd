"""Who acts for merchants, as far as it must be hidden from those who may not know whose a case is."""

from __future__ import annotations

from collections.abc import Collection

from dure.domains.merchants.models import MerchantMember


def people_acting(merchant_ids: Collection[int]) -> dict[int, list[tuple[str, str, str]]]:
    """Return name, telephone and e-mail of those who act or acted for merchants, by merchant; one query.

    For hiding them in what others read, and for nothing else.
    """
    found: dict[int, list[tuple[str, str, str]]] = {}
    rows = MerchantMember.objects.filter(merchant_id__in=merchant_ids)
    for merchant_id, *told in rows.values_list("merchant_id", "user__name", "user__phone", "user__email"):
        found.setdefault(merchant_id, []).append((told[0], told[1], told[2]))
    return found
