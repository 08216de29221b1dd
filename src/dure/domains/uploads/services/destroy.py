"""A file is destroyed: its bytes and its name are gone, its row says that there was one."""

from __future__ import annotations

from functools import partial

from django.db import transaction

from dure.domains.events.act import Act
from dure.domains.events.transitions import move
from dure.domains.uploads import store
from dure.domains.uploads.models import FILE_STATES, StoredFile


def destroy_file(this: Act, file: StoredFile) -> bool:
    """Destroy a file with the act; returns whether it was there to be destroyed.

    The bytes go once the act is committed. Should that fail, the daily sweep takes them.
    """
    moved = move(this, FILE_STATES, StoredFile, [file.pk], "destroy", changes={"name": ""})
    if moved:
        transaction.on_commit(partial(store.remove, file.pk))
    return bool(moved)
