"""Handing out a file: what every view does after it has asked whether it may."""

from __future__ import annotations

import logging

from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.shortcuts import render

from dure.domains.uploads.queries import FileDamaged, FileNotReady, StoredFile, open_file
from dure.web.people.problems import sentences

_log = logging.getLogger(__name__)


def file_response(request: HttpRequest, stored: StoredFile) -> HttpResponseBase:
    """Return a file as a download; a page that says why where it cannot be opened (409), or is damaged (500).

    The browser saves it and shows nothing of it: attachment, no guessing of its kind, no scripts, no copies
    kept on the way. The caller has asked whether the file may be seen, and logged it.
    """
    try:
        stream = open_file(stored)
    except FileNotReady as refused:
        return render(request, "files/not_ready.html", {"problems": sentences(refused)}, status=409)
    except FileDamaged:
        _log.error("file %s is damaged or lost", stored.pk)
        return render(request, "files/damaged.html", status=500)
    response = FileResponse(
        stream, as_attachment=True, filename=stored.name, content_type=stored.content_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
