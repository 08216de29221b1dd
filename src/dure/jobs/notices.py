"""Letters: notices go out by mail."""

from __future__ import annotations

from dure.domains.accounts.actors import SYSTEM
from dure.domains.notices.services.send import send_notices
from dure.jobs.app import PATIENTLY, task
from dure.settings.clock import now


@task("notices.send", queue="mail", patience=PATIENTLY)
def send(notice_ids: list[int]) -> None:
    """Send the letters of some notices."""
    send_notices(actor=SYSTEM, now=now(), notice_ids=notice_ids)
