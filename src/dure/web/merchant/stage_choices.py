"""Executors listed for a stage by who holds a place at the stage before: the list, and until when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dure.domains.applications.drafting import StepProblem, listable, listable_limit
from dure.domains.applications.queries_own import Application
from dure.domains.selection.listing import Listing, own_listings
from dure.domains.selection.services.list_executors import list_executors
from dure.engine.problems import Problem, Refused
from dure.web.actors import actor, asked_at
from dure.web.merchant.doors import own_application, signed_in
from dure.web.merchant.problems import Fault, worded
from dure.web.merchant.showing import executor_names
from dure.web.merchant.step_forms import ListingForm
from dure.web.merchant.typed_form import typed_in
from dure.web.tables import crumbs
from dure.web.templatetags.programme import told


@signed_in
@require_http_methods(["GET", "POST"])
def stage_choices(request: HttpRequest, application: int, stage: str) -> HttpResponse:
    """Show which executors are listed for a stage, and list them while that can be done."""
    found = own_application(request, application)
    mine = own_listings(actor(request), [found], asked_at(request)).get(found.pk, ())
    own = next((one for one in mine if one.case.stage.id == stage), None)
    if own is None:
        raise Http404
    if request.method != "POST":
        return _page(request, found, own, _ranks(found.choices))
    typed = typed_in(request)
    try:
        list_executors(
            actor=actor(request), now=asked_at(request), application_id=found.pk, stage=stage, typed=typed
        )
    except Refused as refused:
        return _page(request, found, own, typed, refused.problems)
    messages.success(request, _("Your list is handed in. A receipt stands in your notices."))
    return redirect("my_stage_choices", application=found.pk, stage=stage)


def _ranks(choices: Iterable[str]) -> dict[str, list[str]]:
    return {f"rank.{executor}": [str(rank)] for rank, executor in enumerate(choices, 1)}


def _page(
    request: HttpRequest,
    found: Application,
    own: Listing,
    typed: Mapping[str, list[str]],
    problems: tuple[Problem, ...] = (),
) -> HttpResponse:
    programme, stage = own.case.programme, own.case.stage
    fields = {f"rank.{executor}" for executor in listable(programme, stage)}
    at = [StepProblem("executors", p.code, p) for p in problems if p.code in fields]
    faults = [Fault(worded(p), f"id_{p.code}" if p.code in fields else "") for p in problems]
    until = own.until
    page = {
        "application": found,
        "programme": programme,
        "stage": stage,
        "own": own,
        "until": until - timedelta(microseconds=1) if until else None,
        "listed": executor_names(programme, found.choices),
        "form": ListingForm(programme, typed, at),
        "limit": listable_limit(programme, stage),
        "problems": faults,
        "crumbs": crumbs(
            (_("My page"), reverse("my")),
            (found.application_no or "", reverse("my_application", args=[found.pk])),
            (_("Executors for %(stage)s") % {"stage": told(stage.title)}, ""),
        ),
    }
    return render(request, "merchant/stage_choices.html", page, status=422 if problems else 200)
