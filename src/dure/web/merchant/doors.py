"""Doors of the merchants' pages: whoever has signed in, and what is one's own."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render

from dure.domains.applications.queries_own import Application, my_application
from dure.domains.merchants.queries import Merchant, my_merchant
from dure.web.actors import actor

View = Callable[..., HttpResponseBase]


def signed_in(view: View) -> View:
    """Let everybody in who has signed in; others are asked to. A draft that saves itself is told so."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if actor(request).user_id is None:
            if request.headers.get("HX-Request"):
                return render(request, "merchant/parts/saved.html", {"signed_out": True}, status=200)
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    return guarded


def own_merchant(request: HttpRequest, merchant_id: int) -> Merchant:
    """Return a merchant that somebody acts for; others are not found."""
    found = my_merchant(actor(request), merchant_id)
    if found is None:
        raise Http404
    return found


def own_application(request: HttpRequest, application_id: int) -> Application:
    """Return an application of a merchant that somebody acts for; others are not found."""
    found = my_application(actor(request), application_id)
    if found is None:
        raise Http404
    return found


def next_of(request: HttpRequest, otherwise: str) -> str:
    """Return where a page leads on to: an address of this service that was told, or another."""
    told = str(request.POST.get("next") or request.GET.get("next") or "")
    return told if told.startswith("/") and not told.startswith(("//", "/\\")) else otherwise
