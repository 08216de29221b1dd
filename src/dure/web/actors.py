"""Who asks and when: every request carries its actor and its instant."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest, HttpResponse

from dure.domains.accounts.actors import SignedActor, actor_of
from dure.settings.clock import now


class ActorMiddleware:
    """Sets ``request.now`` and ``request.actor``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.now = now()  # type: ignore[attr-defined]
        request.actor = actor_of(request.user.pk, request.now)  # type: ignore[attr-defined]
        return self.get_response(request)


def actor(request: HttpRequest) -> SignedActor:
    """Return who asks."""
    found: SignedActor = request.actor  # type: ignore[attr-defined]
    return found


def asked_at(request: HttpRequest) -> datetime:
    """Return the instant of a request."""
    found: datetime = request.now  # type: ignore[attr-defined]
    return found
