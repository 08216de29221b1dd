"""An exchange of orders (수·발주) inside a cluster: request, quotes, award, delivery, payment."""

from __future__ import annotations

from typing import Literal

from dure.engine.programme.models.part import Part
from dure.engine.programme.models.values import Count, Days, Text


class OrderExchange(Part):
    """The rules by which makers share work among each other."""

    between: Text
    """Who may ask and who may offer."""
    quote_within_days: Days | None = None
    least_quotes: Count | None = None
    """So many quotes before an order is awarded; null: one is enough."""
    awarded_by: Literal["buyer", "agency"] = "buyer"
    quotes_seen: Literal["by_buyer", "by_all_after_award"] = "by_buyer"
    delivery_proved_by: tuple[Text, ...] = ()
    accepted_within_days: Days | None = None
    """After delivery; an order that is neither accepted nor complained of counts as accepted then."""
    paid_within_days: Days | None = None
    """After acceptance."""
    disputes_to: Text | None = None
