"""How question and answer travel through the browser: AES-128-CBC with PKCS#7, and an HMAC over the result.

The key is SHA-256 of the request's time, its number and the agency's token, as base64: the first 16 signs are
the key, the last 16 the initial vector, the first 32 the key of the HMAC.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES128
from cryptography.hazmat.primitives.ciphers.modes import CBC
from cryptography.hazmat.primitives.padding import PKCS7

CHARSET = "cp949"
"""Answers are in EUC-KR, as the agency extends it."""


def key_for(asked_at: str, request_no: str, token: str) -> str:
    """Return the text of which key, initial vector and the key of the HMAC are parts."""
    whole = asked_at.strip() + request_no.strip() + token.strip()
    return base64.b64encode(hashlib.sha256(whole.encode()).digest()).decode()


def sealed(told: Mapping[str, str], key: str, charset: str = "utf-8") -> str:
    """Return an object as it travels."""
    padder = PKCS7(128).padder()
    plain = padder.update(json.dumps(told, ensure_ascii=False).encode(charset)) + padder.finalize()
    encryptor = _cipher(key).encryptor()
    return base64.b64encode(encryptor.update(plain) + encryptor.finalize()).decode()


def opened(text: str, key: str) -> dict[str, Any]:
    """Return what an object was before it travelled; raises ValueError where it is none."""
    raw = base64.b64decode(text, validate=True)
    decryptor = _cipher(key).decryptor()
    padded = decryptor.update(raw) + decryptor.finalize()
    unpadder = PKCS7(128).unpadder()
    told = json.loads((unpadder.update(padded) + unpadder.finalize()).decode(CHARSET, "replace"))
    if not isinstance(told, dict):
        raise ValueError("not an object")
    return told


def mark(text: str, key: str) -> str:
    """Return the HMAC of what travels."""
    return base64.b64encode(hmac.new(key[:32].encode(), text.encode(), hashlib.sha256).digest()).decode()


def is_marked(text: str, key: str, told: str) -> bool:
    """Say whether what came is what was sent, in a time that gives nothing away."""
    return hmac.compare_digest(mark(text, key).encode(), told.encode())


def _cipher(key: str) -> Cipher[CBC]:
    return Cipher(AES128(key[:16].encode()), CBC(key[-16:].encode()))
