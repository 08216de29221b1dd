"""The peer of ``rush.py``: a bare Django view that inserts one row, served by the same web server.

No middleware, no session, no rules, no history: what the framework itself costs for one insert.
"""

from __future__ import annotations

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

TABLE = "bench_rush"

if not settings.configured:
    from dure.settings.base import DATABASES

    bare = {"ENGINE": "django.db.backends.postgresql", "OPTIONS": {}, "CONN_HEALTH_CHECKS": False}
    settings.configure(
        ALLOWED_HOSTS=["*"],
        DATABASES={"default": DATABASES["default"] | bare},
        ROOT_URLCONF=__name__,
        SECRET_KEY="bare" * 16,
        USE_TZ=True,
    )


def insert(request: HttpRequest) -> HttpResponse:
    """Insert one row and say so."""
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {TABLE} (who) VALUES (%s)", [request.POST.get("counter", "")])
    return HttpResponse(status=302, headers={"Location": "/done/"})


urlpatterns = [path("insert/<int:n>/", insert)]
application = get_wsgi_application()
