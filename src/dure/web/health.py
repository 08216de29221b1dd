"""/healthz: whether the service can do its work."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, JsonResponse

from dure import __version__


def healthz(_request: HttpRequest) -> JsonResponse:
    """Answer 200 when the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return JsonResponse({"status": "ok", "version": __version__})
