"""Encryption at rest of what the law asks for: contacts, owners' names, account numbers.

A value is kept as ``v1:KEY:TOKEN`` where KEY names the key it was written with, so that keys can be changed
while old values stay readable. To find a value again without reading all, a keyed hash stands beside it
(:func:`blind`).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import unicodedata
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import models


@lru_cache(maxsize=8)
def key_of(secret: str, purpose: str) -> bytes:
    """Return the key for a purpose: no two purposes share one."""
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=purpose.encode()).derive(
        secret.encode()
    )


@lru_cache(maxsize=8)
def _cipher(secret: str, purpose: str) -> AESGCM:
    """Return what encrypts for a purpose, made once: it has no state of its own."""
    return AESGCM(key_of(secret, purpose))


@lru_cache(maxsize=8)
def name_of(secret: str) -> str:
    """Return by which name a key is told apart: it gives nothing of the key away."""
    return hashlib.sha256(secret.encode()).hexdigest()[:8]


def newest_key() -> str:
    """Return the key under which everything is written now."""
    return str(settings.DURE_DATA_KEYS[0])


def secret_named(name: str) -> str:
    """Return the key with a name; raises KeyError where it is not told any more."""
    for secret in settings.DURE_DATA_KEYS:
        if name_of(secret) == name:
            return str(secret)
    raise KeyError(name)


def encrypt(text: str) -> str:
    """Return a text encrypted under the first of the service's keys; empty stays empty."""
    if not text:
        return ""
    secret = settings.DURE_DATA_KEYS[0]
    nonce = os.urandom(12)
    sealed = _cipher(secret, "dure.data").encrypt(nonce, text.encode(), None)
    return f"v1:{name_of(secret)}:{base64.b64encode(nonce + sealed).decode()}"


def newest_prefix() -> str:
    """Return how every value begins that is kept under the newest key."""
    return f"v1:{name_of(settings.DURE_DATA_KEYS[0])}:"


def decrypt(kept: str) -> str:
    """Return the text of an encrypted value; raises KeyError where its key is not told any more."""
    if not kept:
        return ""
    _version, name, token = kept.split(":", 2)
    raw = base64.b64decode(token)
    return _cipher(secret_named(name), "dure.data").decrypt(raw[:12], raw[12:], None).decode()


def seal(text: str) -> str:
    """Return a text sealed for an address: unreadable, and opened by :func:`unseal` only."""
    nonce = os.urandom(12)
    sealed = _cipher(settings.DURE_DATA_KEYS[0], "dure.mark").encrypt(nonce, text.encode(), None)
    return base64.urlsafe_b64encode(nonce + sealed).rstrip(b"=").decode()


def unseal(mark: str) -> str:
    """Return the text of a sealed mark; raises ValueError for anything that was not sealed here."""
    try:
        raw = base64.urlsafe_b64decode(mark.encode() + b"=" * (-len(mark) % 4))
        return _cipher(settings.DURE_DATA_KEYS[0], "dure.mark").decrypt(raw[:12], raw[12:], None).decode()
    except (ValueError, InvalidTag) as error:
        raise ValueError("no mark of ours") from error


def blind(text: str) -> str:
    """Return the keyed hash by which a value is found: of what is left without spaces, hyphens and case."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    plain = "".join(c for c in plain if not c.isspace() and c != "-")
    if not plain:
        return ""
    # Always by the last key: it is the oldest, and changing keys must not lose what was found by it.
    secret = settings.DURE_DATA_KEYS[-1]
    return hmac.new(key_of(secret, "dure.blind"), plain.encode(), hashlib.sha256).hexdigest()


class EncryptedText(models.TextField):  # type: ignore[type-arg]
    """A text that is encrypted in the database and plain in Python; it cannot be filtered by."""

    kept_encrypted = True
    """Tells those who show values that this one is not for showing (``dure.domains.events.history``)."""

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return value if value is None else encrypt(value)

    def from_db_value(self, value: str | None, _expression: object, _connection: object) -> str | None:
        return value if value is None else decrypt(value)
