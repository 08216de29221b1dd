"""What this subject keeps of persons, and how it goes when a programme's retention period is over.

Whom claimants paid, and the files that prove it, for a slip or a contract may name a person. Amounts, days,
numbers of invoices and the hashes of files stay: the ledger and the settlement rest on them.
"""

from __future__ import annotations

from uuid import UUID

from dure.domains.claims.models import ClaimImport, ClaimLine, Evidence
from dure.domains.events.act import Act
from dure.domains.events.history import forget_history


def files(programme: str) -> list[UUID]:
    """Return the ids of the files that prove lines, and of the spreadsheets from which lines came."""
    proofs = Evidence.objects.filter(line__claim__programme=programme, file__isnull=False)
    sheets = ClaimImport.objects.filter(claim__programme=programme)
    return sorted({*proofs.values_list("file_id", flat=True), *sheets.values_list("file_id", flat=True)})


def count(programme: str) -> dict[str, int]:
    """Return how many lines say who was paid."""
    return {"claim_lines": len(_naming(programme))}


def forget(this: Act, programme: str) -> dict[str, int]:
    """Empty who was paid, and what was kept of changes, within the act."""
    ids = _naming(programme)
    ClaimLine.objects.filter(pk__in=ids).update(payee="")
    forget_history(this, ClaimLine, ids)
    return {"claim_lines": len(ids)}


def _naming(programme: str) -> list[int]:
    found = ClaimLine.objects.filter(claim__programme=programme).order_by("pk").only("pk", "payee")
    return [one.pk for one in found if one.payee]
