"""What others read of files. Who may see a file is asked of what it belongs to, not here."""

from __future__ import annotations

from collections.abc import Collection

from dure.domains.events.statements import rows
from dure.domains.uploads.models import StoredFile
from dure.domains.uploads.purposes import SHOWN
from dure.domains.uploads.store import FileDamaged, FileNotReady, open_file, read_file

__all__ = ["SHOWN", "FileDamaged", "FileNotReady", "StoredFile", "open_file", "read_file"]


def good_files(ids: Collection[str]) -> set[str]:
    """Return those of some files in which no scan has found anything, and that are still there."""
    text = "SELECT id FROM uploads_storedfile WHERE id = ANY(%s::uuid[]) AND state IN ('waiting', 'clean')"
    return {str(row[0]) for row in rows(text, [list(ids)])}
