"""Files that lie under an older key, or under none yet, come under the newest one."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import datetime

from dure.domains.events.act import Actor, act
from dure.domains.events.by_itself import refuse_people
from dure.domains.privacy.encryption import name_of, newest_key
from dure.domains.uploads.models import StoredFile
from dure.domains.uploads.sealed import HEAD, key_name
from dure.domains.uploads.store import path_of, reseal

TOGETHER = 50
"""Files in one act: few enough that nobody waits long for a row that is held."""


def reseal_files(*, actor: Actor, now: datetime) -> int:
    """Bring every file under the newest key, in batches, and return how many were not.

    A file's row is held meanwhile, so that one that is destroyed does not come back. Raises KeyError where a
    key is not told any more: files under other keys are left to the next run.
    """
    refuse_people(actor)
    done = 0
    for ids in _batches():
        with act("file.reseal", actor=actor, now=now) as this:
            held = StoredFile.objects.select_for_update().filter(pk__in=ids).exclude(state="destroyed")
            renewed = sum(reseal(pk) for pk in held.order_by("pk").values_list("pk", flat=True) if _there(pk))
            if renewed:
                this.record("store", "files", resealed=renewed)
        done += renewed
    return done


def files_waiting() -> int:
    """Return how many files lie under older keys or none: while there are any, those keys must be told."""
    return sum(len(ids) for ids in _batches())


def _batches() -> Iterator[list[uuid.UUID]]:
    """Yield the ids of files that have to be written anew, some at a time."""
    found: list[uuid.UUID] = []
    newest = name_of(newest_key())
    for pk in (
        StoredFile.objects.exclude(state="destroyed").order_by("pk").values_list("pk", flat=True).iterator()
    ):
        if _there(pk) and _key_of(pk) != newest:
            found.append(pk)
        if len(found) == TOGETHER:
            yield found
            found = []
    if found:
        yield found


def _there(file_id: uuid.UUID) -> bool:
    return path_of(file_id).is_file()


def _key_of(file_id: uuid.UUID) -> str | None:
    with path_of(file_id).open("rb") as raw:
        return key_name(raw.read(HEAD))
