"""Who asks and when: every request carries its actor and its instant.

A role counts only where the person has proved a second factor in this session (``DURE_STAFF_MFA``): until
then the actor is the same person without any role, whatever page is asked for, and
``request.roles_asleep`` names the roles that wait.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from dure.domains.accounts.actors import SignedActor, actor_of
from dure.engine.law.deadlines import day_of
from dure.settings.clock import now
from dure.web.people.backend import ASKED_AT, actor_read_with

PROVED = "second_factor_proved"
"""Key of the session that says for which user the second factor was set up in it."""


class ActorMiddleware:
    """Sets ``request.now``, ``request.actor`` and ``request.roles_asleep``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.now = now()  # type: ignore[attr-defined]
        token = ASKED_AT.set(asked_at(request))
        try:
            wake(request)
        finally:
            ASKED_AT.reset(token)
        return self.get_response(request)


def wake(request: HttpRequest) -> None:
    """Work out who asks; called again when somebody signs in or proves the second factor within a request."""
    at = asked_at(request)
    user_id = request.user.pk
    who = actor_read_with(request.user, at) or actor_of(user_id, at)
    asleep: tuple[tuple[str, str], ...] = ()
    if who.roles and settings.DURE_STAFF_MFA == "required" and not _proved(request, who):
        asleep, who = who.roles, who.as_person()
    request.actor = who  # type: ignore[attr-defined]
    request.roles_asleep = asleep  # type: ignore[attr-defined]


def _proved(request: HttpRequest, who: SignedActor) -> bool:
    """Say whether a second factor is set up and was shown, or set up, in this session."""
    if not who.second_factor:
        return False
    if request.session.get(PROVED) == who.user_id:
        return True
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" for record in records)


def actor(request: HttpRequest) -> SignedActor:
    """Return who asks."""
    found: SignedActor = request.actor  # type: ignore[attr-defined]
    return found


def roles_asleep(request: HttpRequest) -> tuple[tuple[str, str], ...]:
    """Return the (role, organisation code) pairs that wait for the second factor."""
    found: tuple[tuple[str, str], ...] = getattr(request, "roles_asleep", ())
    return found


def asked_at(request: HttpRequest) -> datetime:
    """Return the instant of a request."""
    found: datetime = request.now  # type: ignore[attr-defined]
    return found


def asked_on(request: HttpRequest) -> date:
    """Return the day in Seoul of a request."""
    return day_of(asked_at(request))
