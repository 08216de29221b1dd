"""How letters leave: DURE_MAIL_URL as Django's settings; without it they are written to a folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from dure.engine.problems import msg, refuse

SMTP = "django.core.mail.backends.smtp.EmailBackend"
FOLDER = "django.core.mail.backends.filebased.EmailBackend"
DEFAULT_FROM = "no-reply@localhost"
_PORTS = {"smtp": 587, "smtps": 465, "smtp+plain": 25}


@dataclass(frozen=True, slots=True)
class Mail:
    """Where letters go, and from whom they are."""

    backend: str
    sender: str
    host: str = ""
    port: int = 0
    user: str = ""
    password: str = ""
    starttls: bool = False
    tls: bool = False


def mail_of(environ: Mapping[str, str]) -> Mail:
    """Return how letters leave; raises Refused where DURE_MAIL_URL is no address of a mail server.

    >>> found = mail_of({"DURE_MAIL_URL": "smtp://us%40er:pass@mail.example"})
    >>> found.host, found.port, found.user, found.starttls
    ('mail.example', 587, 'us@er', True)
    """
    sender = environ.get("DURE_MAIL_FROM") or DEFAULT_FROM
    url = environ.get("DURE_MAIL_URL", "")
    if url in ("", "folder:"):
        return Mail(FOLDER, sender)
    parts = urlsplit(url)
    try:
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        port = 0
    if not port or not parts.hostname or parts.scheme not in _PORTS:
        # The address is not repeated: it holds a password.
        raise refuse(
            "settings.mail",
            msg(
                "DURE_MAIL_URL is no mail server: write smtp://NAME:PASSWORD@HOST:587, smtps:// or smtp+plain://"
            ),
        )
    return Mail(
        SMTP,
        sender,
        host=parts.hostname,
        port=port,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        starttls=parts.scheme == "smtp",
        tls=parts.scheme == "smtps",
    )


def mail_folder(data: Path) -> Path:
    """Return the folder that letters are written to where there is no mail server."""
    return data / "mails"
