"""Whoever looks at the data of others is noted: what pages call before they show anything."""

from __future__ import annotations

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest

from dure.domains.privacy.services.log_access import log_access
from dure.web.actors import actor, asked_at


def note_view(request: HttpRequest, subject: str, subject_id: object, what: str) -> None:
    """Note that somebody opens a page about one merchant, application or user.

    ``what`` names the page or the fields ("application page"), in English, without personal data.
    """
    _note(request, "view", subject, subject_id, what)


def note_reveal(request: HttpRequest, subject: str, subject_id: object, what: str, reason: str = "") -> None:
    """Note that masked data are shown whole."""
    _note(request, "reveal", subject, subject_id, what, reason=reason)


def note_download(request: HttpRequest, subject: str, what: str, reason: str, *, subjects: int) -> None:
    """Note a download of personal data of ``subjects`` people; raises Refused without a reason."""
    _note(request, "download", subject, "", what, reason=reason, subjects=subjects)


def _note(
    request: HttpRequest,
    kind: str,
    subject: str,
    subject_id: object,
    what: str,
    *,
    reason: str = "",
    subjects: int = 1,
) -> None:
    log_access(
        actor=actor(request),
        now=asked_at(request),
        address=address_of(request),
        kind=kind,
        subject=subject,
        subject_id=subject_id,
        subjects=subjects,
        what=what,
        reason=reason,
    )


def address_of(request: HttpRequest) -> str | None:
    """Return the address that a request came from, or None where it is not one (a socket of this machine).

    Behind ``DURE_PROXIES`` trusted proxies it is the entry of X-Forwarded-For that the outermost of them
    wrote, counted from the right: whatever stands further left the client said, and is not believed.
    """
    text = request.META.get("REMOTE_ADDR", "")
    proxies: int = getattr(settings, "DURE_PROXIES", 0)
    if proxies:
        said = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
        text = said[-proxies] if len(said) >= proxies else text
    try:
        return str(ip_address(text))
    except ValueError:
        return None
