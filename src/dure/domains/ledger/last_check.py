"""What the last check of the ledger came to, and how far it is sealed: nothing of anybody's money."""

from __future__ import annotations

from dure.domains.ledger.models import LedgerCheck, LedgerSeal


def ledger_state() -> str:
    """Say what the last check came to: ``ok``, ``faulty``, or ``unchecked`` where there was none."""
    last = LedgerCheck.objects.order_by("-pk").values_list("faults", flat=True).first()
    if last is None:
        return "unchecked"
    return "faulty" if last else "ok"


def last_seal() -> tuple[int, str] | None:
    """Return up to which transfer the ledger is sealed, and that seal's hash; everybody may know."""
    return LedgerSeal.objects.order_by("-to_id").values_list("to_id", "hash").first()
