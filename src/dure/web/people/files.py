"""Handing out a file, to save or to look at: what every view does after it has asked whether it may."""

from __future__ import annotations

import logging

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from dure.domains.uploads.queries import SHOWN, FileDamaged, FileNotReady, StoredFile, open_file, read_file
from dure.web.people.problems import sentences

_log = logging.getLogger(__name__)
_NOTHING = "default-src 'none'; form-action 'none'; base-uri 'none'"
"""Nothing is loaded, sent or run, whatever a file may hold."""


def can_be_shown(stored: StoredFile | None) -> bool:
    """Say whether browsers show a file of this kind by themselves, and it may be opened now."""
    return stored is not None and stored.content_type in SHOWN and stored.state == "clean"


def file_response(request: HttpRequest, stored: StoredFile, *, name: str = "") -> HttpResponseBase:
    """Return a file as a download; a page that says why where it cannot be opened (409), or is damaged (500).

    The browser saves it and shows nothing of it: attachment, no guessing of its kind, no scripts, no copies
    kept on the way. ``name`` stands in place of the one under which it was handed in. The caller has asked
    whether the file may be seen, and logged it.
    """
    response = _handed_out(request, stored, to_save=True, name=name)
    if isinstance(response, FileResponse):
        response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def shown_response(
    request: HttpRequest, stored: StoredFile, *, framed: bool = False, name: str = ""
) -> HttpResponseBase:
    """Return a file for the browser to show; raises Http404 for kinds that it might do more with.

    PDF and pictures only, as their bytes say. A picture is sandboxed besides; a PDF is not, for browsers keep
    their viewer in a sandbox of its own and some do not open it in ours. ``framed`` lets a page of this
    service have it in a frame. The caller has asked whether the file may be seen, and logged it.
    """
    if stored.content_type not in SHOWN:
        raise Http404
    response = _handed_out(request, stored, to_save=False, name=name)
    around = "'self'" if framed else "'none'"
    if isinstance(response, FileResponse):
        alone = "" if stored.content_type == "application/pdf" else "; sandbox"
        response["Content-Security-Policy"] = f"{_NOTHING}; frame-ancestors {around}{alone}"
    elif framed:
        # The page that says why it cannot be opened stands in the frame too.
        response._csp_replace = {"frame-ancestors": [around]}  # type: ignore[attr-defined]
    if framed:
        response["X-Frame-Options"] = "SAMEORIGIN"
    return response


def picture_response(stored: StoredFile) -> HttpResponse:
    """Return a picture that is public, from memory; raises Http404 where it is none, or is damaged.

    Browsers may keep it: another picture has another address.
    """
    if not can_be_shown(stored) or stored.content_type == "application/pdf":
        raise Http404
    try:
        content = read_file(stored)
    except FileDamaged as damaged:
        _log.error("file %s is damaged or lost", stored.pk)
        raise Http404 from damaged
    response = HttpResponse(content, content_type=stored.content_type)
    response["Content-Security-Policy"] = f"{_NOTHING}; frame-ancestors 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "public, max-age=3600"
    return response


def _handed_out(
    request: HttpRequest, stored: StoredFile, *, to_save: bool, name: str = ""
) -> HttpResponseBase:
    try:
        stream = open_file(stored)
    except FileNotReady as refused:
        return render(request, "files/not_ready.html", {"problems": sentences(refused)}, status=409)
    except FileDamaged:
        _log.error("file %s is damaged or lost", stored.pk)
        return render(request, "files/damaged.html", status=500)
    response = FileResponse(
        stream, as_attachment=to_save, filename=name or stored.name, content_type=stored.content_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
