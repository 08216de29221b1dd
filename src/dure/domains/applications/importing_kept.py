"""The good rows of a list as its check read them, kept until the import: it need not read the list again.

They are kept as the database writes them (COPY, text), contacts encrypted, below a line that says what they
were made for. Where that is no more so (another version of the call, another key, a new revision of
industries, other columns), the import reads the list itself.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection, transaction

from dure.domains.applications.importing import Applicant
from dure.domains.applications.importing_rows import (
    INCOMING,
    copy_rows,
    incoming_columns,
    index_rows,
    make_table,
)
from dure.domains.applications.models import ImportRun
from dure.domains.privacy.encryption import newest_prefix
from dure.domains.uploads.store import FileNotReady, read_file
from dure.engine.profile.industry import revision_on

FORMAT = 1


def rows_to_keep(applicants: Sequence[Applicant], version_id: int, on: date) -> bytes:
    """Return rows as they are kept; nothing of the database is changed."""
    with transaction.atomic():
        copy_rows(applicants, lambda _done, _of: None, on)
        with connection.cursor() as cursor:
            raw: Any = cursor.cursor
            with raw.copy(f"COPY {INCOMING} TO STDOUT") as copy:
                body = b"".join(bytes(part) for part in copy)
            cursor.execute(f"DROP TABLE {INCOMING}")
    return json.dumps(_made_for(version_id, on)).encode() + b"\n" + body


def kept_rows(run: ImportRun, version_id: int, on: date) -> bytes | None:
    """Return the rows that a check kept; None where it kept none, or not for what counts now."""
    if run.good_rows is None:
        return None
    try:
        head, _, body = read_file(run.good_rows).partition(b"\n")
    except FileNotReady:
        return None
    return body if json.loads(head) == _made_for(version_id, on) else None


def restore_rows(body: bytes) -> None:
    """Bring kept rows into the temporary table of this transaction, as ``copy_rows`` does."""
    with connection.cursor() as cursor:
        make_table(cursor)
        raw: Any = cursor.cursor
        with raw.copy(f"COPY {INCOMING} FROM STDIN") as copy:
            copy.write(body)
        index_rows(cursor)


def _made_for(version_id: int, on: date) -> dict[str, object]:
    return {
        "format": FORMAT,
        "version": version_id,
        "key": newest_prefix(),
        "revision": revision_on(on),
        "columns": list(incoming_columns()),
    }
