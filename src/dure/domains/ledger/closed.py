"""The months of a programme's ledger that are closed, as everything that books asks for them."""

from __future__ import annotations

from dure.domains.ledger.models_closing import Closing
from dure.domains.ledger.states import CLOSED
from dure.engine.money.booking import ClosedMonth


def closed_months(programme: str) -> list[ClosedMonth]:
    """Return the closed months of a programme in order; they have no gaps, and their numbers never fall."""
    found = Closing.objects.filter(programme=programme, state__in=CLOSED).order_by("month")
    return [ClosedMonth(month, upto) for month, upto in found.values_list("month", "upto")]
