"""The session: extended by whoever is still there."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST


@require_POST
def extend(request: HttpRequest) -> HttpResponse:
    """Answer 204 and begin the session's time anew; 403 where it has ended already."""
    if not request.user.is_authenticated:
        return HttpResponse(status=403)
    request.session.modified = True
    return HttpResponse(status=204)
