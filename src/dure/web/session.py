"""The session: extended by whoever is still there."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST


@require_POST
def extend(request: HttpRequest) -> HttpResponse:
    """Answer 204 and begin the session's time anew; 403 where it has ended already.

    Every request that is answered saves the session (SESSION_SAVE_EVERY_REQUEST): nothing else is to do.
    """
    return HttpResponse(status=204 if request.user.is_authenticated else 403)
