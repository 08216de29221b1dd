"""A case is held while somebody acts on it: acts on the same case follow one another."""

from __future__ import annotations

from dure.domains.events.alone import alone
from dure.domains.recoveries.models import CaseItem, RecoveryCase
from dure.engine.problems import msg, refuse


def case_by(case_id: int) -> RecoveryCase:
    """Return a case with its payee."""
    found: RecoveryCase = RecoveryCase.objects.select_related("payee").get(pk=case_id)
    return found


def hold_case(case_id: int) -> RecoveryCase:
    """Hold a case by name until the act ends, and return it as it is now."""
    alone("recovery", case_id)
    return case_by(case_id)


def refuse_in_case(programme: str, cause: str) -> None:
    """Raise Refused where what was paid for a cause is being taken back, or was: it cannot be undone too.

    Cases are held: none is opened on it until the act ends.
    """
    alone("recoveries", programme)
    if CaseItem.objects.filter(cause=cause, alive=True).exists():
        raise refuse(
            "recoveries.in_case", msg("what was paid stands in a case of recovery: close that one first")
        )
