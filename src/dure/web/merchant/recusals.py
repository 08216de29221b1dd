"""An applicant asks that somebody shall not review their case (기피 신청), and reads the answers."""

from __future__ import annotations

import secrets

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_POST

from dure.domains.programmes.queries import loaded
from dure.domains.review import recusals
from dure.domains.review.services.ask_recusal import ask_recusal
from dure.domains.review.services.withdraw_recusal import withdraw_recusal
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.merchant.doors import own_application, signed_in
from dure.web.people.problems import tell
from dure.web.recusal_words import STATES
from dure.web.tables import crumbs
from dure.web.templatetags.programme import told


class RecusalForm(forms.Form):
    """Whom somebody means, and why."""

    nonce = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)
    about = forms.CharField(
        label=lazy("Whom you mean"),
        help_text=lazy(
            "A name, or an organisation and what the person does there. You are not told who reviews."
        ),
        max_length=200,
    )
    grounds = forms.CharField(
        label=lazy("Why this person could not judge fairly"),
        help_text=lazy("For example a relative, a competitor, a dispute, or somebody you employed."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


@signed_in
@require_http_methods(["GET", "POST"])
def recusal(request: HttpRequest, application: int) -> HttpResponse:
    """Take a request, and show those that were made."""
    found = own_application(request, application)
    if found.application_no is None:
        raise Http404
    may_ask = recusals.may_still_ask(found)
    form = RecusalForm(
        request.POST if request.method == "POST" else None, initial={"nonce": secrets.token_hex(8)}
    )
    if request.method == "POST" and form.is_valid():
        try:
            ask_recusal(
                actor=actor(request),
                now=asked_at(request),
                application_id=found.pk,
                about=form.cleaned_data["about"],
                grounds=form.cleaned_data["grounds"],
                key=form.cleaned_data["nonce"],
            )
        except Refused as refused:
            tell(form, refused)
        else:
            messages.success(
                request, _("Your request is received. An officer decides on it, and you are told.")
            )
            return redirect("my_recusal", application=application)
    title = told(loaded(found.version).programme.title)
    page = {
        "application": found,
        "lead": f"{title}, {found.application_no}",
        "form": form,
        "may_ask": may_ask,
        "asked": [
            {"one": one, "kind": STATES[one.state][0], "state": STATES[one.state][1]}
            for one in recusals.requests_of(actor(request), found.pk)
        ],
        "crumbs": crumbs(
            (_("My page"), reverse("my")),
            (found.application_no, reverse("my_application", args=[found.pk])),
            (_("Ask that somebody does not review"), ""),
        ),
    }
    return render(request, "merchant/recusal.html", page, status=422 if form.errors else 200)


@signed_in
@require_POST
def withdraw(request: HttpRequest, application: int, recusal: int) -> HttpResponse:
    """Take a request back that waits for its answer."""
    found = own_application(request, application)
    if recusal not in {one.pk for one in recusals.requests_of(actor(request), found.pk)}:
        raise Http404
    if withdraw_recusal(actor=actor(request), now=asked_at(request), request_id=recusal):
        messages.success(request, _("Your request is taken back. You may make it again."))
    return redirect("my_recusal", application=application)
