"""What was typed outside of a form."""

from __future__ import annotations

from django.http import HttpRequest


def said(request: HttpRequest, name: str, most: int = 2000) -> str:
    """Return what was typed in a field, shortened; NUL, which the database cannot keep, goes out of it."""
    return request.POST.get(name, "").replace("\0", "")[:most]
