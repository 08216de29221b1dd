"""A file is kept: typed by its bytes, looked into, hashed, written to the private store, and scanned."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Collection
from functools import partial

from django.conf import settings

from dure.domains.events.act import Act
from dure.domains.events.later import later
from dure.domains.uploads import store
from dure.domains.uploads.checking import look_at
from dure.domains.uploads.kinds import content_type
from dure.domains.uploads.models import StoredFile
from dure.domains.uploads.names import clean_name
from dure.domains.uploads.purposes import DOCUMENTS, MOST_BYTES, PURPOSES, SHEETS

__all__ = ["DOCUMENTS", "MOST_BYTES", "SHEETS", "keep_file"]


def keep_file(
    this: Act,
    *,
    purpose: str,
    name: str,
    content: bytes,
    allowed: Collection[str] | None = None,
    made_by_us: bool = False,
    most_bytes: int | None = None,
) -> StoredFile:
    """Keep a file and return its row; what the service made itself counts as clean.

    Kinds and size are those of the purpose (``purposes.py``) where none are told. Should the act be rolled
    back, the bytes go too. Raises Refused where it is empty, too large, of another kind by its bytes, or
    holds what does something when it is opened.
    """
    rule = PURPOSES[purpose]
    kind = content_type(content, name)
    if not made_by_us:
        look_at(name, content, kind, allowed or rule.allowed, most_bytes or rule.most_bytes)
    clean = made_by_us or not settings.DURE_VIRUS_SCAN
    file_id = uuid.uuid4()
    # Written before the row is: a row without its file cannot be; a file without a row is taken away.
    this.undo(partial(store.remove, file_id))
    store.write(file_id, content)
    kept = StoredFile.objects.create(
        id=file_id,
        purpose=purpose,
        name=clean_name(name, kind),
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        content_type=kind,
        state="clean" if clean else "waiting",
        uploaded_by_id=this.actor.user_id,
        uploaded_at=this.now,
    )
    this.record("file", kept.pk, purpose=purpose, sha256=kept.sha256)
    if not clean:
        later("uploads.scan", file_id=str(kept.pk))
    return kept
