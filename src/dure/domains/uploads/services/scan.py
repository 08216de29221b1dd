"""A file is scanned for viruses: clean, or infected and opened for nobody."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.conf import settings

from dure.adapters.virus_scan import client
from dure.adapters.virus_scan.types import Scan, ScannerDown, Verdict
from dure.domains.accounts.actors import SYSTEM
from dure.domains.events.act import Actor, act, acting
from dure.domains.events.transitions import move
from dure.domains.uploads.models import FILE_STATES, StoredFile
from dure.domains.uploads.store import raw_bytes


def scan_file(*, actor: Actor, now: datetime, file_id: str) -> str:
    """Have the scanner judge a file that waits, and return its state; a second time changes nothing.

    Raises ScannerDown (or TooLarge) where the scanner gives no verdict: the file goes on waiting.
    """
    assert acting() is None, "the scanner is asked outside of acts"
    stored = StoredFile.objects.get(pk=uuid.UUID(file_id))
    if stored.state != "waiting":
        return stored.state
    scan = _scanned(stored)
    name = "found_infected" if scan.verdict is Verdict.INFECTED else "found_clean"
    with act("file.scan", actor=actor, now=now) as this:
        told = {"signature": scan.signature} if scan.signature else {}
        move(this, FILE_STATES, StoredFile, [stored.pk], name, changes={"scanned_at": now}, details=told)
    return scan.verdict.value


def scan_waiting(*, now: datetime, actor: Actor = SYSTEM) -> int:
    """Scan every file that waits, here and now; returns how many: for the demo, which has no worker yet."""
    waiting = StoredFile.objects.filter(state="waiting").order_by("uploaded_at", "pk")
    return sum(
        1 for pk in waiting.values_list("pk", flat=True) if scan_file(actor=actor, now=now, file_id=str(pk))
    )


def _scanned(stored: StoredFile) -> Scan:
    if not settings.DURE_VIRUS_SCAN:
        # Told off since the file came in; production refuses that.
        return Scan(Verdict.CLEAN)
    if not settings.DURE_CLAMD:
        raise ScannerDown("DURE_CLAMD is not set")
    return client.scan(settings.DURE_CLAMD, raw_bytes(stored))
