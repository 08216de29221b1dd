"""The store is swept: bytes that no row keeps are removed; files that still wait go to the scanner again."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection

from dure.domains.events.act import Actor, act
from dure.domains.events.alone import alone
from dure.domains.events.by_itself import refuse_people
from dure.domains.events.later import later_each
from dure.domains.uploads.models import StoredFile

OLD = timedelta(days=1)
"""Bytes younger than this may belong to an act that is still under way."""


def sweep_files(*, actor: Actor, now: datetime) -> int:
    """Remove the bytes of files that no row keeps, and return how many there were."""
    refuse_people(actor)
    removed = 0
    for folder in _folders():
        old = dict(_old_files(folder))
        kept = set(
            StoredFile.objects.filter(pk__in=list(old))
            .exclude(state="destroyed")
            .values_list("pk", flat=True)
        )
        for file_id, path in old.items():
            if file_id not in kept:
                with suppress(FileNotFoundError):  # another sweep was here first, and has counted it
                    path.unlink()
                    removed += 1
    if removed:
        with act("file.sweep", actor=actor, now=now) as this:
            this.record("store", "files", removed=removed)
    return removed


def rescan_waiting(*, actor: Actor, now: datetime) -> int:
    """Queue a scan for each file that waits and has none queued any more; returns how many."""
    refuse_people(actor)
    with act("file.rescan", actor=actor, now=now):
        alone("file.rescan")
        with connection.cursor() as cursor:
            cursor.execute(
                """
                SELECT f.id::text FROM uploads_storedfile f
                WHERE f.state = 'waiting' AND NOT EXISTS (
                    SELECT FROM procrastinate_jobs j
                    WHERE j.task_name = 'uploads.scan' AND j.status IN ('todo', 'doing')
                        AND j.args ->> 'file_id' = f.id::text)
                ORDER BY f.id
                """
            )
            waiting = [row[0] for row in cursor.fetchall()]
        later_each("uploads.scan", [{"file_id": file_id} for file_id in waiting])
    return len(waiting)


def _folders() -> list[Path]:
    store = Path(settings.DURE_PRIVATE_FILES)
    return sorted(path for path in store.iterdir() if path.is_dir()) if store.is_dir() else []


def _old_files(folder: Path) -> Iterator[tuple[uuid.UUID, Path]]:
    # By the true clock, as the disk's: DURE_NOW stands still.
    limit = (datetime.now(UTC) - OLD).timestamp()
    for path in folder.iterdir():
        try:
            file_id = uuid.UUID(hex=path.name)
        except ValueError:
            continue  # not one of ours
        if path.stat().st_mtime < limit:
            yield file_id, path
