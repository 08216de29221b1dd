"""Agreements end on the day that was agreed."""

from __future__ import annotations

from dure.domains.agreements.services.end_due_agreements import end_due_agreements
from dure.jobs.app import every
from dure.settings.clock import now


@every("2-59/10 * * * *", "agreements.end_due")
def end_due() -> None:
    """End the agreements whose day has come; one at which something comes first waits for that."""
    end_due_agreements(now=now())
