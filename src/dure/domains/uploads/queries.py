"""What others read of files. Who may see a file is asked of what it belongs to, not here."""

from __future__ import annotations

from dure.domains.uploads.models import StoredFile
from dure.domains.uploads.purposes import SHOWN
from dure.domains.uploads.store import FileDamaged, FileNotReady, open_file, read_file

__all__ = ["SHOWN", "FileDamaged", "FileNotReady", "StoredFile", "open_file", "read_file"]
