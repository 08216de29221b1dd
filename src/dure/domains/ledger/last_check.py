"""What the last check of the ledger came to: a word, for whoever watches the service."""

from __future__ import annotations

from dure.domains.ledger.models import LedgerCheck


def ledger_state() -> str:
    """Say what the last check came to: ``ok``, ``faulty``, or ``unchecked`` where there was none."""
    last = LedgerCheck.objects.order_by("-pk").values_list("faults", flat=True).first()
    if last is None:
        return "unchecked"
    return "faulty" if last else "ok"
