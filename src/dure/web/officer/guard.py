"""Doors of the pages that need a role."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme

from dure.domains.accounts.actors import SignedActor
from dure.web.actors import actor, roles_asleep

View = Callable[..., HttpResponse]


def for_roles(*roles: str, of_all: bool = False) -> Callable[[View], View]:
    """Let only the roles in: who has not signed in is asked to, others are refused.

    Where the address names a programme, the role must be for it; with ``of_all``, for all programmes.

    Whoever holds one of the roles and has not proved the second factor is led to it, and back.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            who = actor(request)
            if who.user_id is None:
                return redirect_to_login(_way_back(request))
            if not who.has(*roles):
                if any(role in roles for role, _ in roles_asleep(request)):
                    return redirect_to_login(_way_back(request), login_url="second_factor")
                raise PermissionDenied
            if not who.may_in("", *roles) and (of_all or not _of_programme(who, kwargs, roles)):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.roles = roles  # type: ignore[attr-defined]
        return guarded

    return guard


def _of_programme(who: SignedActor, named: dict[str, Any], roles: tuple[str, ...]) -> bool:
    return "programme" not in named or who.may_in(named["programme"], *roles)


def _way_back(request: HttpRequest) -> str:
    """Return where to come back to: what was asked for, or the page from which something was sent."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    sent_from = request.headers.get("Referer", "")
    own = url_has_allowed_host_and_scheme(sent_from, {request.get_host()}, require_https=request.is_secure())
    # An address to which one can only send answers nobody who comes by a link.
    return urlsplit(sent_from).path if own and sent_from else "/"


def led_where_asleep(*roles: str) -> Callable[[View], View]:
    """Lead whoever holds one of the roles, and has not proved the second factor, to it and back."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if any(role in roles for role, _ in roles_asleep(request)):
                return redirect_to_login(_way_back(request), login_url="second_factor")
            return view(request, *args, **kwargs)

        return guarded

    return guard


def signed_in(view: View) -> View:
    """Let everybody in who has signed in; others are asked to."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if actor(request).user_id is None:
            return redirect_to_login(_way_back(request))
        return view(request, *args, **kwargs)

    return guarded
