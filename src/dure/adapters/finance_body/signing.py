"""Signatures of both sides: HMAC-SHA256 over time, method, path and body, with the key that both know."""

from __future__ import annotations

import hashlib
import hmac

HEADER, TIME = "Dure-Signature", "Dure-Time"
MOST_SECONDS_APART = 300
"""A question whose time is further from the clock of the other side is refused: it may be a repetition."""


def signature(key: str, *, time: str, method: str, path: str, body: bytes) -> str:
    """Return the signature of a message as lower-case hexadecimal.

    >>> signature("k", time="0", method="GET", path="/v1/x", body=b"")[:16]
    '7eb2f7e8a35ecb38'
    """
    text = "\n".join((time, method, path, hashlib.sha256(body).hexdigest()))
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()


def is_signed(told: str | None, key: str, *, time: str, method: str, path: str, body: bytes) -> bool:
    """Say whether a message bears the signature of who knows the key."""
    wanted = signature(key, time=time, method=method, path=path, body=body)
    return told is not None and hmac.compare_digest(told, wanted)
