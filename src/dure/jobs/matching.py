"""Matching by the clock: proposals that were not answered in time."""

from __future__ import annotations

from dure.domains.accounts.actors import SYSTEM
from dure.domains.matching.services.lapse_matches import lapse_matches
from dure.jobs.app import every
from dure.settings.clock import now


@every("9-59/10 * * * *", "matching.lapse_matches")
def lapse() -> None:
    """Let proposals run out whose time is over."""
    lapse_matches(actor=SYSTEM, now=now())
