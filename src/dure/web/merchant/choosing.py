"""Choosing again where an executor that was chosen carries the programme out no more."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dure.domains.applications.choosing_again import gone_choices, may_choose_again
from dure.domains.applications.drafting import choices_limit, read_choices
from dure.domains.applications.queries_own import Application
from dure.domains.applications.services.choose_again import choose_again
from dure.domains.programmes import queries
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.merchant.doors import own_application, signed_in
from dure.web.merchant.problems import sentences
from dure.web.merchant.showing import executor_names
from dure.web.merchant.step_forms import ExecutorsForm
from dure.web.merchant.typed_form import typed_in
from dure.web.tables import crumbs
from dure.web.templatetags.programme import told


def left_part(request: HttpRequest, found: Application) -> dict[str, Any]:
    """Return what the page of an application says of executors that left: which, and until when to choose."""
    gone = gone_choices(found)
    if not gone:
        return {}
    version = queries.published_version(found.programme)
    assert version is not None, "a choice is gone from a published programme"
    names = executor_names(queries.loaded(version).programme, gone)
    return {"gone": names, "gone_until": may_choose_again(found, asked_at(request))}


@signed_in
@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest, application: int) -> HttpResponse:
    """Show the executors that can be chosen, as they are chosen now, and keep another choice."""
    found = own_application(request, application)
    until = may_choose_again(found, asked_at(request))
    version = queries.published_version(found.programme)
    if until is None or version is None:
        raise Http404
    programme = queries.loaded(version).programme
    gone = gone_choices(found)
    problems: list[Any] = []
    if request.method == "POST":
        typed = typed_in(request)
        choices, wrong = read_choices(programme, typed)
        form = ExecutorsForm(programme, typed, wrong)
        if not wrong:
            try:
                choose_again(
                    actor=actor(request), now=asked_at(request), application_id=found.pk, choices=choices
                )
            except Refused as refused:
                problems = sentences(refused)
            else:
                messages.success(request, _("Your choice is kept."))
                return redirect("my_application", application=found.pk)
    else:
        standing = [one for one in found.choices if one not in gone]
        typed = {f"rank.{one}": [str(rank)] for rank, one in enumerate(standing, start=1)}
        wrong = []
        form = ExecutorsForm(programme, typed)
    page = {
        "application": found,
        "programme": programme,
        "form": form,
        "limit": choices_limit(programme),
        "gone": executor_names(programme, gone),
        "until": until,
        "problems": problems,
        "crumbs": crumbs(
            (_("My page"), reverse("my")),
            (found.application_no or told(programme.title), reverse("my_application", args=[found.pk])),
            (_("Choose executors again"), ""),
        ),
    }
    return render(request, "merchant/choose.html", page, status=422 if wrong or problems else 200)
