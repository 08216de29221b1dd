"""Files as they lie on the disk: sealed in parts under a key of their own, which the service's key wraps.

The layout, all of it bytes: ``MAGIC`` · name of the service's key (8 letters) · nonce (12) · the file's key
wrapped by AES-256-GCM (48) · parts of 64 KiB, each followed by its tag (16). The nonce of a part is its
number and whether it is the last one, so that parts cannot be left out, doubled or change places; the id of
the file goes into the wrapping, so that one file cannot stand for another. Changing the service's key writes
a new head. A file that does not begin with ``MAGIC`` was written before files were sealed: it is read as is.
"""

from __future__ import annotations

import io
import os
import uuid
from collections.abc import Iterator
from typing import Any, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from dure.domains.privacy.encryption import key_of, name_of, newest_key, secret_named

MAGIC = b"\x89DURE\x00f1"
"""No kind of file that is taken begins so, and no text does."""
PART = 64 * 1024
TAG = 16
_PURPOSE = "dure.files"
_NAME = slice(len(MAGIC), len(MAGIC) + 8)
_NONCE = slice(_NAME.stop, _NAME.stop + 12)
_WRAPPED = slice(_NONCE.stop, _NONCE.stop + 32 + TAG)
HEAD = _WRAPPED.stop


def sealed(file_id: uuid.UUID, content: bytes) -> Iterator[bytes]:
    """Yield a file as it is written: head, then part after part."""
    secret, own = newest_key(), AESGCM.generate_key(256)
    yield _head(file_id, secret, own)
    cipher, view = AESGCM(own), memoryview(content)
    starts = range(0, max(len(content), 1), PART)
    for number, start in enumerate(starts):
        last = number == len(starts) - 1
        yield cipher.encrypt(_part_nonce(number, last), view[start : start + PART], None)


def key_name(head: bytes) -> str | None:
    """Return the name of the key under which a file lies, or None where it is not sealed."""
    return head[_NAME].decode("ascii", "replace") if head.startswith(MAGIC) and len(head) >= HEAD else None


def rewrapped(file_id: uuid.UUID, head: bytes) -> bytes:
    """Return the head of a file under the newest key; raises KeyError where the older one is not told."""
    return _head(file_id, newest_key(), _own_key(file_id, head))


def opened(file_id: uuid.UUID, raw: BinaryIO) -> BinaryIO:
    """Return a file that was opened as it was handed in, to be read from any place; closing closes both.

    Reading raises :class:`Tampered` where it is not what was written; KeyError where its key is not told.
    """
    head = raw.read(HEAD)
    if key_name(head) is None:
        raw.seek(0)
        return raw
    return io.BufferedReader(_Opened(raw, _own_key(file_id, head)), PART)


class Tampered(Exception):
    """The bytes on the disk are not those that were written."""


class _Opened(io.RawIOBase):
    """A sealed file, read part by part: never more than one part is in memory."""

    def __init__(self, raw: BinaryIO, own: bytes) -> None:
        self._raw, self._cipher = raw, AESGCM(own)
        kept = raw.seek(0, io.SEEK_END) - HEAD
        self._parts = max(-(-kept // (PART + TAG)), 1)
        self._size = max(kept - self._parts * TAG, 0)
        self._place, self._held, self._part = 0, -1, b""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._place

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        begin = {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: self._size}[whence]
        self._place = max(begin + offset, 0)
        return self._place

    def readinto(self, target: Any) -> int:
        into = memoryview(target).cast("B")
        # An empty file has one part too, whose tag is looked at.
        number, within = divmod(self._place, PART)
        if number >= self._parts:
            return 0
        read = self._read(number)[within : within + len(into)]
        into[: len(read)] = read
        self._place += len(read)
        return len(read)

    def close(self) -> None:
        self._raw.close()
        super().close()

    def _read(self, number: int) -> bytes:
        if self._held != number:
            self._raw.seek(HEAD + number * (PART + TAG))
            nonce = _part_nonce(number, number == self._parts - 1)
            try:
                self._part = self._cipher.decrypt(nonce, self._raw.read(PART + TAG), None)
            except (InvalidTag, ValueError) as error:
                raise Tampered from error
            self._held = number
        return self._part


def _head(file_id: uuid.UUID, secret: str, own: bytes) -> bytes:
    nonce = os.urandom(12)
    name = name_of(secret).encode()
    wrapped = AESGCM(key_of(secret, _PURPOSE)).encrypt(nonce, own, file_id.bytes + name)
    return MAGIC + name + nonce + wrapped


def _own_key(file_id: uuid.UUID, head: bytes) -> bytes:
    name = head[_NAME]
    secret = secret_named(name.decode("ascii", "replace"))
    try:
        return AESGCM(key_of(secret, _PURPOSE)).decrypt(head[_NONCE], head[_WRAPPED], file_id.bytes + name)
    except InvalidTag as error:
        raise Tampered from error


def _part_nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])
