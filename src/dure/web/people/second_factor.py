"""The second factor (TOTP): set up, turned off, shown; each change leaves an event."""

from __future__ import annotations

from typing import Any

from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.services.let_library import let_library
from dure.web.actors import PROVED, actor, asked_at, roles_asleep
from dure.web.officer.guard import signed_in

AFTERWARDS = "after_second_factor"
"""Key of the session that keeps which page was asked for before."""


@signed_in
def second_factor(request: HttpRequest) -> HttpResponse:
    """Lead whoever holds a role to the second factor, and remember where they wanted to go."""
    wanted = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        wanted = ""
    if not roles_asleep(request):
        return redirect(wanted or "my_account")
    if actor(request).second_factor:
        query = urlencode({"next": wanted or reverse("my_account")})
        return redirect(f"{reverse('mfa_reauthenticate')}?{query}")
    request.session[AFTERWARDS] = wanted
    return render(request, "people/second_factor.html", {"roles": roles_asleep(request)})


class ActivateView(ActivateTOTPView):  # type: ignore[misc]
    """Sets it up; this session has shown it then."""

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Set up."""
        done = _let(
            self.request,
            "account.set_up_second_factor",
            lambda: super(ActivateView, self).form_valid(form),
        )
        self.request.session[PROVED] = self.request.user.pk
        return done


class DeactivateView(DeactivateTOTPView):  # type: ignore[misc]
    """Turns it off; roles sleep from then on."""

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Turn off."""
        self.request.session.pop(PROVED, None)
        return _let(
            self.request,
            "account.turn_off_second_factor",
            lambda: super(DeactivateView, self).form_valid(form),
        )


class GenerateView(GenerateRecoveryCodesView):  # type: ignore[misc]
    """Makes new recovery codes."""

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Make them."""
        return _let(
            self.request,
            "account.make_recovery_codes",
            lambda: super(GenerateView, self).form_valid(form),
        )


class CodesView(ViewRecoveryCodesView):  # type: ignore[misc]
    """Shows the recovery codes, and the way back to the page that was asked for."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return what the page shows."""
        found: dict[str, Any] = super().get_context_data(**kwargs)
        return found | {"afterwards": self.request.session.get(AFTERWARDS, "") or reverse("my_account")}


def _let(request: HttpRequest, name: str, do: Any) -> HttpResponse:
    who = SignedActor(request.user.pk)
    done: HttpResponse = let_library(name, actor=who, now=asked_at(request), do=do)
    return done
