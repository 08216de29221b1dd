"""The money of programmes by the clock: who plans it is told of budget lines that are used up."""

from __future__ import annotations

from dure.domains.accounts.actors import SYSTEM
from dure.domains.funds.services.watch_lines import watch_lines
from dure.jobs.app import every
from dure.settings.clock import now


@every("40 * * * *", "funds.watch_lines")
def watch() -> None:
    """Tell officers and the ministry of budget lines that are used up, or nearly."""
    watch_lines(actor=SYSTEM, now=now())
