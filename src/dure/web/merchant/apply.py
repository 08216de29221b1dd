"""Applying to a call: begun, filled in step by step, checked, handed in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dure.domains.accounts.refusals import NotAllowed
from dure.domains.applications.arrivals import standing_of
from dure.domains.applications.queries_own import living_of
from dure.domains.applications.services.change_drop import drop_change
from dure.domains.applications.services.discard import discard_application
from dure.domains.applications.services.draft import draft_application
from dure.domains.applications.services.draft_move import move_draft
from dure.domains.applications.telling_own import next_step
from dure.domains.merchants.queries import my_merchants
from dure.domains.programmes import queries
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.merchant.checking import hand_in
from dure.web.merchant.doors import own_application, signed_in
from dure.web.merchant.flow import open_flow
from dure.web.merchant.problems import sentences
from dure.web.merchant.steps import STEP_VIEWS
from dure.web.merchant.turns import turn_of
from dure.web.merchant.words import STEPS, state
from dure.web.public.arrivals import left_shown
from dure.web.public.calls import window_text
from dure.web.tables import crumbs
from dure.web.templatetags.programme import told
from dure.web.words import page_language


@signed_in
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, programme: str) -> HttpResponse:
    """Choose the business that applies, and begin or go on."""
    who = actor(request)
    call = queries.call(who, asked_at(request), programme)
    if call is None:
        raise Http404
    problems: list[Any] = []
    if request.method == "POST":
        text = request.POST.get("merchant", "")
        try:
            made = draft_application(
                actor=who,
                now=asked_at(request),
                programme=programme,
                merchant_id=int(text) if text.isascii() and text.isdigit() and len(text) < 15 else 0,
            )
        except NotAllowed:
            problems = [{"text": _("Choose the business that applies."), "target": ""}]
        except Refused as refused:
            problems = sentences(refused)
        else:
            return redirect("apply_step", programme=programme, application=made, step="eligibility")
    living = living_of(who, programme)
    page = {
        "call": call,
        "programme": call.loaded.programme,
        "window": window_text(call.version),
        **(left_shown(call.loaded.programme, asked_at(request)) if call.state == "open" else {}),
        "merchants": [_choice(merchant, living.get(merchant.pk)) for merchant in my_merchants(who)],
        "problems": problems,
        "crumbs": crumbs(
            (_("Calls for applications"), reverse("calls")),
            (told(call.loaded.programme.title), reverse("call", args=[programme])),
            (_("Apply"), ""),
        ),
    }
    return render(request, "merchant/start.html", page, status=422 if problems else 200)


def _choice(merchant: Any, application: Any) -> dict[str, Any]:
    word, kind = state(application) if application else ("", "")
    return {"merchant": merchant, "application": application, "state": word, "kind": kind}


@signed_in
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, programme: str, application: int, step: str) -> HttpResponse:
    """Show a step, or take what was typed in it and go on."""
    if step not in STEPS:
        raise Http404
    if step == "check" and request.method == "POST" and (done := hand_in(request, programme, application)):
        return done
    return STEP_VIEWS[step](open_flow(request, programme, application, step))


@signed_in
@require_POST
def moved(request: HttpRequest, programme: str, application: int) -> HttpResponse:
    """Take note of what changed in the call: the draft goes on under the newest version."""
    flow = open_flow(request, programme, application, "eligibility")
    move_draft(actor=actor(request), now=asked_at(request), application_id=flow.application.pk)
    messages.success(request, _("The draft goes on under the newest version of the call."))
    return redirect(flow.url("eligibility"))


@signed_in
@require_http_methods(["GET", "POST"])
def discard(request: HttpRequest, programme: str, application: int) -> HttpResponse:
    """Ask whether a draft, or a change, shall be put away, and do it."""
    flow = open_flow(request, programme, application, "eligibility")
    if request.method == "POST":
        act = drop_change if flow.is_change else discard_application
        act(actor=actor(request), now=asked_at(request), application_id=flow.application.pk)
        messages.success(
            request,
            _("The change is put away. The application stands as it was.")
            if flow.is_change
            else _("The draft is put away."),
        )
        if flow.is_change:
            return redirect("my_application", application=flow.application.pk)
        return redirect("my")
    page = {
        "flow": flow,
        "programme": flow.programme,
        "back": flow.url("eligibility"),
        "crumbs": crumbs((_("My page"), reverse("my")), (_("Put away"), "")),
    }
    return render(request, "merchant/discard.html", page)


@signed_in
def done(request: HttpRequest, programme: str, application: int) -> HttpResponse:
    """Say that it was handed in: the receipt number, what happens next and when."""
    found = own_application(request, application)
    if found.programme != programme or found.application_no is None:
        raise Http404
    file = queries.loaded(found.version).programme
    page = {
        "application": found,
        "programme": file,
        "next": next_step(file)[page_language()],
        "changed": found.revision > 1,
        "standing": standing_of(file, found),
        "turn": turn_of(request, found, file),
        "can_change": queries.call_state(found.version, asked_at(request)) == "open",
        "crumbs": crumbs((_("My page"), reverse("my")), (_("Handed in"), "")),
    }
    return render(request, "merchant/done.html", page)
