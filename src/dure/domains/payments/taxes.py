"""What was withheld in a month of payment, and what of it is not handed to the tax office yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from dure.domains.payments.models import BatchRow, TaxHandover


@dataclass(frozen=True, slots=True)
class Taxes:
    """Both taxes of a month, in won."""

    income_tax_won: int
    local_tax_won: int

    @property
    def won(self) -> int:
        return self.income_tax_won + self.local_tax_won


def left_to_hand_over(programme: str, month: date) -> Taxes:
    """Return what was withheld in a month, by its first day, and is not handed over."""
    after = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    sums = {"income": Sum("income_tax_won", default=0), "local": Sum("local_tax_won", default=0)}
    rows = BatchRow.objects.filter(
        batch__programme=programme, state="paid", done_on__gte=month, done_on__lt=after
    )
    withheld = rows.aggregate(**sums)
    handed = TaxHandover.objects.filter(programme=programme, month=month, undone_at=None).aggregate(**sums)
    return Taxes(withheld["income"] - handed["income"], withheld["local"] - handed["local"])
