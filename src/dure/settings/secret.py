"""The key that signs sessions: told by the operator, or made once beside the data."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path


def secret_key(folder: Path, environ: Mapping[str, str]) -> str:
    """Return the secret key; a made one is kept in a file that only its owner may read."""
    told = environ.get("DURE_SECRET_KEY", "")
    if told:
        return told
    path = folder / "secret-key"
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
