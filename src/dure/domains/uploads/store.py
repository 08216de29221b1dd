"""The private store: where files lie, sealed and written once, read only where they are clean and whole."""

from __future__ import annotations

import hashlib
import os
import uuid
from collections.abc import Iterable
from functools import partial
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from dure.domains.privacy.encryption import name_of, newest_key
from dure.domains.uploads.models import StoredFile
from dure.domains.uploads.sealed import HEAD, Tampered, key_name, opened, rewrapped, sealed
from dure.engine.problems import Problem, Refused, msg


class FileNotReady(Refused):
    """The file cannot be opened: it waits for the scanner, something was found in it, or it was destroyed."""


class FileDamaged(Exception):
    """The bytes on the disk are not those that were handed in: somebody or something changed them."""


_NOT_READY = {
    "waiting": msg("the file is still being checked for viruses; try again in a moment"),
    "infected": msg("a virus was found in the file; it is not opened for anybody"),
    "destroyed": msg("the file was destroyed when its time was over"),
}


def path_of(file_id: uuid.UUID) -> Path:
    """Return where the bytes of a file lie: outside of everything that is served."""
    text = file_id.hex
    return Path(settings.DURE_PRIVATE_FILES) / text[:2] / text


def write(file_id: uuid.UUID, content: bytes) -> None:
    """Write a new file, sealed, so that it outlasts a power failure."""
    path = path_of(file_id)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    _write(path, sealed(file_id, content))


def reseal(file_id: uuid.UUID) -> bool:
    """Bring a file under the newest key, or under one at all; returns whether it was not before.

    Written beside it and put in its place: whenever the machine stops, one of the two is there, whole.
    Raises KeyError where its key is not told any more, Tampered where its head was changed.
    """
    path = path_of(file_id)
    beside = path.with_suffix(".new")
    with path.open("rb") as raw:
        head = raw.read(HEAD)
        if key_name(head) == name_of(newest_key()):
            return False
        beside.unlink(missing_ok=True)  # of a run that was stopped
        if key_name(head) is None:
            _write(beside, sealed(file_id, path.read_bytes()))
        else:
            _write(beside, chain([rewrapped(file_id, head)], iter(partial(raw.read, 1 << 20), b"")))
    beside.replace(path)
    return True


def _write(path: Path, parts: Iterable[bytes]) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as target:
        target.writelines(parts)
        target.flush()
        os.fsync(target.fileno())
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def remove(file_id: uuid.UUID) -> None:
    """Take the bytes of a file away, where they are still there."""
    path = path_of(file_id)
    path.unlink(missing_ok=True)
    path.with_suffix(".new").unlink(missing_ok=True)


def open_file(stored: StoredFile) -> BinaryIO:
    """Return the bytes of a clean file as an open stream, at its beginning.

    Whether the caller may have them is the caller's to ask. Raises FileNotReady, FileDamaged.
    """
    if stored.state != "clean":
        raise FileNotReady([Problem(f"file.{stored.state}", _NOT_READY[stored.state])])
    return _checked(stored)


def read_file(stored: StoredFile) -> bytes:
    """Return the bytes of a clean file. Raises FileNotReady, FileDamaged."""
    with open_file(stored) as stream:
        return stream.read()


def raw_bytes(stored: StoredFile) -> bytes:
    """Return the bytes of a file in whatever state, for the scanner only."""
    with _checked(stored) as stream:
        return stream.read()


def _checked(stored: StoredFile) -> BinaryIO:
    """Return a file opened at its beginning, once all of it was seen to be what was handed in."""
    try:
        raw = path_of(stored.pk).open("rb")
    except FileNotFoundError as error:
        raise FileDamaged(f"file {stored.pk} is not in the store") from error
    try:
        stream = opened(stored.pk, raw)
        whole = _sha256(stream) == stored.sha256
    except Tampered:
        whole = False
    except BaseException:
        raw.close()
        raise
    if not whole:
        raw.close()
        raise FileDamaged(f"file {stored.pk} is not what was handed in")
    stream.seek(0)
    return stream


def _sha256(stream: BinaryIO) -> str:
    digest = hashlib.sha256()
    while part := stream.read(1 << 18):
        digest.update(part)
    return digest.hexdigest()
