"""What is due by the clock around nominations and review."""

from __future__ import annotations

from dure.domains.applications.services.lapse_nominations import lapse_nominations
from dure.jobs.app import every
from dure.settings.clock import now


@every("17 * * * *", "review.lapse_nominations")
def lapse() -> None:
    """Let nominations lapse whose call has closed, every hour."""
    lapse_nominations(now=now())
