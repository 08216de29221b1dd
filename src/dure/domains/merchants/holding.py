"""A merchant's row held, for acts that lock what hangs on it afterwards."""

from __future__ import annotations

from dure.domains.merchants.models import Merchant


def hold_merchant(merchant_id: int) -> None:
    """Lock a merchant's row until the act ends; to be taken before rows of applications are."""
    Merchant.objects.select_for_update().values_list("pk").get(pk=merchant_id)
