"""Evidence speaks once: the same file, or the same invoice, cannot be handed in for two things anywhere."""

from __future__ import annotations

from dure.domains.funds.models import Delivery, Expense
from dure.domains.funds.models_spending import ALIVE
from dure.engine.problems import msg, refuse


def refuse_used(digest: str, invoice_no: str | None = None) -> None:
    """Raise Refused where a file, by its hash, or an invoice, by its number, speaks for something already.

    The caller holds both by name, so that two reports at once cannot both pass.
    """
    same = {"evidence_hash": digest, "state__in": ALIVE}
    if Delivery.objects.filter(**same).exists() or Expense.objects.filter(**same).exists():
        raise refuse("funds.evidence_used", msg("this very file was handed in as evidence already"))
    if invoice_no and Expense.objects.filter(invoice_no=invoice_no, state__in=ALIVE).exists():
        raise refuse("funds.invoice_used", msg("an invoice of this number was handed in already"))
