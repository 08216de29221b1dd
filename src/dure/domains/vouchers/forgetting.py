"""What this subject keeps of persons, and how it goes when a programme's retention period is over.

Marks of buyers, and what was written freely about shops and what was given back. Amounts, days and codes'
hashes stay: the ledger and what shops were paid rest on them.
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from dure.domains.events.act import Act
from dure.domains.events.history import forget_history
from dure.domains.vouchers.models import Order, Shop, SpendBack


def files(programme: str) -> list[UUID]:  # noqa: ARG001  as all subjects are asked
    """Return nothing: no files are kept."""
    return []


def count(programme: str) -> dict[str, int]:
    """Return how many rows say something that may tell of persons."""
    return {name: len(ids) for name, ids in _telling(programme).items()}


def forget(this: Act, programme: str) -> dict[str, int]:
    """Empty the marks of buyers, and what was written about shops and what was given back."""
    telling = _telling(programme)
    Order.objects.filter(pk__in=telling["voucher_orders"]).update(buyer="")
    Shop.objects.filter(pk__in=telling["voucher_shops"]).update(answer="")
    SpendBack.objects.filter(pk__in=telling["vouchers_given_back"]).update(reason="")
    forget_history(this, Order, telling["voucher_orders"])
    forget_history(this, Shop, telling["voucher_shops"])
    return {name: len(ids) for name, ids in telling.items()}


def _telling(programme: str) -> dict[str, list[int]]:
    orders = Order.objects.filter(~Q(buyer=""), issue__programme=programme)
    shops = Shop.objects.filter(~Q(answer=""), programme=programme)
    backs = SpendBack.objects.filter(~Q(reason=""), shop__programme=programme)
    return {
        "voucher_orders": list(orders.order_by("pk").values_list("pk", flat=True)),
        "voucher_shops": list(shops.order_by("pk").values_list("pk", flat=True)),
        "vouchers_given_back": list(backs.order_by("pk").values_list("pk", flat=True)),
    }
