"""A case is held while somebody acts on it: acts on the same case follow one another."""

from __future__ import annotations

from dure.domains.events.alone import alone
from dure.domains.recoveries.models import RecoveryCase


def case_by(case_id: int) -> RecoveryCase:
    """Return a case with its payee."""
    found: RecoveryCase = RecoveryCase.objects.select_related("payee").get(pk=case_id)
    return found


def hold_case(case_id: int) -> RecoveryCase:
    """Hold a case by name until the act ends, and return it as it is now."""
    alone("recovery", case_id)
    return case_by(case_id)
