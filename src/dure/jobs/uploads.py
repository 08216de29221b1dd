"""Files: scanned for viruses; the store swept."""

from __future__ import annotations

from dure.domains.accounts.actors import SYSTEM
from dure.domains.uploads.services.scan import scan_file
from dure.domains.uploads.services.sweep import rescan_waiting, sweep_files
from dure.jobs.app import PATIENTLY, every, task
from dure.settings.clock import now


@task("uploads.scan", patience=PATIENTLY)
def scan(file_id: str) -> None:
    """Have the scanner judge a file."""
    scan_file(actor=SYSTEM, now=now(), file_id=file_id)


@every("15 * * * *", "uploads.rescan")
def rescan() -> None:
    """Send files to the scanner again whose job gave up."""
    rescan_waiting(actor=SYSTEM, now=now())


@every("45 18 * * *", "uploads.sweep")
def sweep() -> None:
    """Remove bytes that no row keeps, at 03:45 in Korea."""
    sweep_files(actor=SYSTEM, now=now())
