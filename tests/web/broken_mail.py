"""A mail server that is away."""

from __future__ import annotations

from django.core.mail.backends.base import BaseEmailBackend


class Backend(BaseEmailBackend):
    """Refuses every letter, and repeats the address, as servers do."""

    def send_messages(self, email_messages):
        raise ConnectionRefusedError(f"<{email_messages[0].to[0]}>: try again")
