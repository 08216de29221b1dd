"""Sessions in the database, read by a planned statement and written at most once a minute.

A session ends thirty minutes after the last request. Were it written at every request, looking at a page
would be a write; so it is written a minute apart, and kept a minute longer than people are told.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.middleware import SessionMiddleware as DatabaseMiddleware
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from dure.domains.events.statements import rows

WRITTEN_EVERY = timedelta(minutes=1)
"""SESSION_COOKIE_AGE is this much more than what pages say."""
_READ = "SELECT session_data, expire_date FROM django_session WHERE session_key = %s AND expire_date > %s"


class SessionStore(DatabaseStore):
    """A session, which knows until when its row is kept."""

    kept_until: datetime | None = None

    def load(self) -> dict[str, Any]:
        found = rows(_READ, [self.session_key, timezone.now()])
        if not found:
            self._session_key = None
            return {}
        text, self.kept_until = found[0]
        return self.decode(text)

    @property
    def seconds_left(self) -> int:
        """After so many seconds without a request the session ends: what pages say."""
        return int(settings.SESSION_COOKIE_AGE - WRITTEN_EVERY.total_seconds())

    def is_due(self) -> bool:
        """Say whether the row was written longer ago than the time between two writings."""
        if self.kept_until is None:
            return False
        whole = timedelta(seconds=settings.SESSION_COOKIE_AGE)
        return timezone.now() >= self.kept_until - whole + WRITTEN_EVERY


class SessionMiddleware(DatabaseMiddleware):
    """Writes a session again once it is due, so that it ends thirty minutes after the last request."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        session: Any = request.session
        if session.accessed and not session.modified and session.is_due():
            session.modified = True
        return super().process_response(request, response)
