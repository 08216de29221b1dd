"""An executor notes that somebody it selected, for whom nobody acts here, has accepted the place."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dure.domains.applications import queries_executor
from dure.domains.selection.noting import answers_itself, place_to_note
from dure.domains.selection.queries import case_of_selection
from dure.domains.selection.services.note_acceptance import note_acceptance
from dure.engine.law.deadlines import day_of
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.executor.desk import desk_crumbs, found_desk
from dure.web.officer.guard import for_roles
from dure.web.officer.problems import forbidden_where_not_allowed, lines
from dure.web.officer.selection import title_of
from dure.web.officer.selection_forms import AcceptanceForm
from dure.web.people.access import note_view
from dure.web.selection_words import PLACE_STATES, executor_text


@for_roles("executor_staff")
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def accept(request: HttpRequest, desk: str, application: int) -> HttpResponse:
    """Note that an applicant has accepted a place, told by telephone or in writing."""
    at = found_desk(request, desk)
    found = queries_executor.applicant(actor(request), at, application)
    given = None if found is None else place_to_note(
        actor(request), programme=at.loaded.programme.id, executor=at.executor.id, application_id=application
    )  # fmt: skip
    if given is None:
        raise Http404
    note_view(request, "application", application, "executor's page of a place")
    case = case_of_selection(given.selection)
    back = reverse("executor_applicant", args=[at.key, application])
    today = day_of(asked_at(request))
    form = AcceptanceForm(request.POST if request.method == "POST" else None, initial={"told_on": today})
    problems: list[dict[str, str]] = []
    if form.is_valid():
        try:
            note_acceptance(
                actor=actor(request), now=asked_at(request), place_id=given.pk, **form.cleaned_data
            )
        except Refused as refused:
            problems = lines(refused.problems)
        else:
            messages.success(request, _("Noted. The place is accepted."))
            return redirect(back)
    page = {
        "name": given.application.name,
        "number": given.application.application_no,
        "executor": executor_text(case, given.executor),
        "last_day": given.due_at - timedelta(microseconds=1) if given.due_at else None,
        "offered": given.state == "offered" and not answers_itself(given),
        "answers_itself": given.state == "offered" and answers_itself(given),
        "state": str(PLACE_STATES[given.state]),
        "title": title_of(case),
        "form": form,
        "problems": problems,
        "back": back,
        "back_text": _("Back to the applicant"),
        "crumbs": desk_crumbs(
            at,
            (_("Applicants"), reverse("executor_applicants", args=[at.key])),
            (given.application.application_no or "", back),
            (_("Note the acceptance"), ""),
        ),
    }
    return render(request, "officer/selection_accept.html", page, status=422 if form.is_bound else 200)
