"""Which merchants a number is of, and which have the same owner: by the keyed hashes of duplicates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from dure.domains.merchants.duplicate_keys import facts_of_merchant, keys_of
from dure.domains.merchants.models import Merchant, MerchantKey


def owner_key_of(business_no: str) -> str:
    """Return the key of the owner of a business; empty where it is not known."""
    one = Merchant.objects.filter(business_no=business_no).first()
    return "" if one is None else keys_of(facts_of_merchant(one)).get("owner", "")


def by_number(numbers: Collection[str], merchant_ids: Collection[int] | None) -> dict[str, list[int]]:
    """Return the merchants with some business numbers, of some merchants or of all."""
    found = Merchant.objects.filter(business_no__in=list(numbers))
    found = found if merchant_ids is None else found.filter(pk__in=list(merchant_ids))
    return _gathered(found.order_by("pk").values_list("business_no", "pk"))


def by_owner(keys: Collection[str], merchant_ids: Collection[int] | None) -> dict[str, list[int]]:
    """Return the merchants whose owner has one of some keys, of some merchants or of all."""
    if not keys:
        return {}
    found = MerchantKey.objects.filter(key__in=list(keys))
    found = found if merchant_ids is None else found.filter(merchant_id__in=list(merchant_ids))
    return _gathered(found.order_by("merchant_id").values_list("key", "merchant_id"))


def _gathered(rows: Collection[tuple[str, int]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for key, merchant in rows:
        found[key].append(merchant)
    return found
