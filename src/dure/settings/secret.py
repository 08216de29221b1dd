"""The keys that sign sessions and encrypt data: told by the operator, or made once beside the data."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path


def secret_key(folder: Path, environ: Mapping[str, str]) -> str:
    """Return the secret key; a made one is kept in a file that only its owner may read."""
    return environ.get("DURE_SECRET_KEY", "") or _made_once(folder / "secret-key")


def data_keys(folder: Path, environ: Mapping[str, str]) -> list[str]:
    """Return the keys that encrypt personal data, the newest first; older ones only read."""
    told = [key for key in environ.get("DURE_DATA_KEYS", "").split(",") if key]
    return told or [_made_once(folder / "data-key")]


def _made_once(path: Path) -> str:
    folder = path.parent
    folder.mkdir(parents=True, exist_ok=True)
    try:
        # Made by whoever comes first: an existing file is never written over.
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    key = secrets.token_urlsafe(50)
    with os.fdopen(descriptor, "w") as file:
        file.write(key + "\n")
    return key
