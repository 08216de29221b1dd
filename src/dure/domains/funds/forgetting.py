"""What this subject keeps of persons, and how it goes when a programme's retention period is over.

Whom executors paid, and the files that prove it, for a slip or a contract may name a person. Amounts, lines,
days, numbers of invoices and the hashes of files stay: the ledger and the settlement rest on them.
"""

from __future__ import annotations

from uuid import UUID

from dure.domains.events.act import Act
from dure.domains.events.history import forget_history
from dure.domains.funds.models import Delivery, Expense


def files(programme: str) -> list[UUID]:
    """Return the ids of the files that prove deliveries and expenses."""
    found = {
        *Delivery.objects.filter(programme=programme).values_list("evidence_id", flat=True),
        *Expense.objects.filter(programme=programme).values_list("evidence_id", flat=True),
    }
    return sorted(found)


def count(programme: str) -> dict[str, int]:
    """Return how many expenses say who was paid."""
    return {"expenses": len(_naming(programme))}


def forget(this: Act, programme: str) -> dict[str, int]:
    """Empty who was paid, and what was kept of changes, within the act."""
    ids = _naming(programme)
    Expense.objects.filter(pk__in=ids).update(payee="")
    forget_history(this, Expense, ids)
    return {"expenses": len(ids)}


def _naming(programme: str) -> list[int]:
    found = Expense.objects.filter(programme=programme).order_by("pk").only("pk", "payee")
    return [one.pk for one in found if one.payee]
