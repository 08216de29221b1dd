"""Codes of the second factor as an authenticator app makes them."""

from __future__ import annotations

import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value


def code_of(secret: str) -> str:
    """Return the six digits that an app shows now for a key."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))
