"""What the letter of a nomination opens: who nominates, why, what the programme gives; confirm or decline."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from dure.domains.applications import queries_executor
from dure.domains.applications.queries_executor import DECLINE_REASONS, Letter
from dure.domains.applications.services.confirm_nomination import confirm_nomination
from dure.domains.applications.services.decline_nomination import decline_nomination
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.executor.words import DECLINED
from dure.web.officer.guard import signed_in
from dure.web.people.problems import sentences, tell
from dure.web.tables import crumbs
from dure.web.templatetags.programme import told

LETTER = "nomination"
"""Key of the session that keeps what opens a letter: its secret, which stands in no address but its own."""
FIELDS = {"decline.because": "because", "decline.words": "words"}


class DeclineForm(forms.Form):
    """Why somebody declines."""

    because = forms.ChoiceField(
        label=gettext_lazy("Why you decline"),
        choices=[(code, DECLINED[code]) for code in DECLINE_REASONS],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=gettext_lazy("A few words to the executor"),
        help_text=gettext_lazy("Needed for “Another reason”. Leave out what is private."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@require_GET
@never_cache
def open_letter(request: HttpRequest, token: str) -> HttpResponse:
    """Take the secret out of the address, so that it stands in no further one."""
    request.session[LETTER] = {"token": token}
    return redirect("nomination")


@signed_in
@require_GET
@never_cache
def mine(request: HttpRequest, nomination: int) -> HttpResponse:
    """Open a nomination of a business that somebody acts for: they need no secret."""
    if queries_executor.letter(actor(request), asked_at(request), nomination_id=nomination) is None:
        raise Http404
    request.session[LETTER] = {"nomination_id": nomination}
    return redirect("nomination")


@require_GET
@never_cache
def nomination(request: HttpRequest) -> HttpResponse:
    """Show what a letter says, to whoever has it: no account is needed to read or to decline."""
    found = _found(request)
    if found is None:
        return render(request, "merchant/nomination_closed.html", status=404)
    return _page(request, found)


@require_POST
@never_cache
def confirm(request: HttpRequest) -> HttpResponse:
    """Confirm with the account that is signed in, and go on with the application."""
    found = _found(request)
    if found is None:
        return render(request, "merchant/nomination_closed.html", status=404)
    if actor(request).user_id is None:
        return redirect(_next("account_login"))
    try:
        confirmed = confirm_nomination(actor=actor(request), now=asked_at(request), **request.session[LETTER])
    except Refused as refused:
        return _page(request, found, problems=sentences(refused), status=422)
    request.session.pop(LETTER, None)
    if confirmed.listed:
        text = _("The nomination is confirmed. Now complete the application: nothing is handed in yet.")
    else:
        text = _("The nomination is confirmed. Your choices are full: add the executor yourself.")
    messages.success(request, text)
    return redirect(
        "apply_step",
        programme=confirmed.programme,
        application=confirmed.application_id,
        step="eligibility",
    )


@require_POST
@never_cache
def decline(request: HttpRequest) -> HttpResponse:
    """Decline, with a reason."""
    found = _found(request)
    if found is None:
        return render(request, "merchant/nomination_closed.html", status=404)
    form = DeclineForm(request.POST)
    if form.is_valid():
        try:
            decline_nomination(
                actor=actor(request),
                now=asked_at(request),
                **request.session[LETTER],
                because=form.cleaned_data["because"],
                words=form.cleaned_data["words"],
            )
        except Refused as refused:
            tell(form, refused, FIELDS)
        else:
            request.session.pop(LETTER, None)
            page = {"executor": told(found.executor.name), "programme": told(found.loaded.programme.title)}
            return render(request, "merchant/nomination_declined.html", page)
    return _page(request, found, form=form, status=422)


def _found(request: HttpRequest) -> Letter | None:
    opens = request.session.get(LETTER)
    return queries_executor.letter(actor(request), asked_at(request), **opens) if opens else None


def _next(name: str) -> str:
    return f"{reverse(name)}?{urlencode({'next': reverse('nomination')})}"


def _page(
    request: HttpRequest,
    found: Letter,
    *,
    form: DeclineForm | None = None,
    problems: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    file = found.loaded.programme
    stages: list[dict[str, Any]] = [
        {"title": told(stage.title), "places": stage.quota.total, "text": told(stage.summary)}
        for stage in file.stages
    ]
    page = {
        "nomination": found.nomination,
        "merchant": found.nomination.merchant,
        "executor": told(found.executor.name),
        "programme": file,
        "closes_at": found.version.closes_at,
        "stages": stages,
        "answerable": found.nomination.state == "open" and not found.expired,
        "expired": found.expired,
        "signed_in": actor(request).user_id is not None,
        "sign_in": _next("account_login"),
        "sign_up": _next("account_signup"),
        "form": form or DeclineForm(),
        "problems": [{"text": text} for text in problems or []],
        "crumbs": crumbs((_("Nomination"), "")),
    }
    return render(request, "merchant/nomination.html", page, status=status)
