"""Nominations of an executor: the list with their answers, a new one, taken back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dure.domains.applications import queries_executor
from dure.domains.applications.queries_executor import Desk, Nomination
from dure.domains.applications.services.nominate import nominate
from dure.domains.applications.services.take_back_nomination import take_back_nomination
from dure.domains.programmes.queries import call_state
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.executor.desk import desk_crumbs, found_desk
from dure.web.executor.forms import NominationForm
from dure.web.executor.words import DECLINED, NOMINATION, badge
from dure.web.officer.guard import for_roles
from dure.web.paging import page_of
from dure.web.people.problems import sentences, tell
from dure.web.tables import headers
from dure.web.templatetags.programme import told

PER_PAGE = 50
FIELDS = {
    "nomination.business_no": "business_no",
    "nomination.doubled": "business_no",
    "nomination.applicant": "business_no",
    "nomination.own": "business_no",
    "nomination.name": "name",
    "nomination.email": "email",
    "nomination.reason": "reason",
}


@for_roles("executor_staff")
@require_GET
def nomination_list(request: HttpRequest, desk: str) -> HttpResponse:
    """Show the nominations of an executor, the newest first."""
    at = found_desk(request, desk)
    asked = request.GET.get("state", "")
    state = asked if asked in NOMINATION else ""
    found = queries_executor.nominations(actor(request), at, state)
    page = page_of(request, found, "nominated_at", PER_PAGE, descending=True)
    declined = queries_executor.why_declined(n.pk for n in page.rows if n.state == "declined")
    return render(
        request,
        "executor/nominations.html",
        {
            "desk": at,
            "programme": at.loaded.programme,
            "executor": told(at.executor.name),
            "page": page,
            "rows": [_row(at, one, declined) for one in page.rows],
            "count": found.count(),
            "state": state,
            "states": [("", _("All")), *((code, word) for code, (word, _kind) in NOMINATION.items())],
            "ordered": any(stage.chosen_by == "nomination" for stage in at.loaded.programme.stages),
            "open": call_state(at.version, asked_at(request)) == "open",
            "headers": headers(
                _("Business"),
                _("Business number"),
                _("Nominated"),
                _("Answer of the business"),
                _("Why you nominate it"),
                _("Act"),
            ),
            "crumbs": desk_crumbs(at, (_("Nominations"), "")),
        },
    )


def _row(at: Desk, one: Nomination, declined: dict[int, tuple[str, str]]) -> dict[str, Any]:
    because, words = declined.get(one.pk, ("", ""))
    application = one.application
    # An application that does not choose this executor (any more) is none of its business.
    listed = queries_executor.is_listed(at, one)
    return {
        "id": one.pk,
        "name": one.merchant.name,
        "number": one.merchant.business_no,
        "at": one.nominated_at,
        "answered_at": one.answered_at,
        "reason": one.reason,
        "elsewhere": one.state in ("open", "confirmed") and one.__dict__.get("wanted_elsewhere", False),
        "state": badge(NOMINATION, one.state),
        "because": DECLINED.get(because, ""),
        "words": words,
        "open": one.state == "open",
        "application_no": application.application_no if application and listed else "",
        "url": reverse("executor_applicant", args=[at.key, application.pk]) if application and listed else "",
    }


@for_roles("executor_staff")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, desk: str) -> HttpResponse:
    """Nominate a merchant."""
    at = found_desk(request, desk)
    form = NominationForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        given = form.cleaned_data
        who = actor(request)
        try:
            nominate(
                actor=who,
                now=asked_at(request),
                programme=at.version.programme,
                executor=at.executor.id,
                business_no=given["business_no"],
                name=given["name"],
                email=given["email"],
                phone=given["phone"],
                reason=given["reason"],
                key=f"{who.user_id}/{given['nonce']}",
            )
        except Refused as refused:
            tell(form, refused, FIELDS)
        else:
            messages.success(request, _("The nomination is made and its letter is on its way."))
            return redirect("executor_nominations", desk=at.key)
    page = {
        "desk": at,
        "form": form,
        "programme": at.loaded.programme,
        "state": call_state(at.version, asked_at(request)),
        "crumbs": desk_crumbs(
            at,
            (_("Nominations"), reverse("executor_nominations", args=[at.key])),
            (_("Nominate a business"), ""),
        ),
    }
    return render(request, "executor/nominate.html", page, status=422 if form.errors else 200)


@for_roles("executor_staff")
@require_POST
def take_back(request: HttpRequest, desk: str, nomination: int) -> HttpResponse:
    """Take a nomination back."""
    at = found_desk(request, desk)
    if queries_executor.nomination(actor(request), at, nomination) is None:
        raise Http404
    try:
        take_back_nomination(actor=actor(request), now=asked_at(request), nomination_id=nomination)
    except Refused as refused:
        for text in sentences(refused):
            messages.error(request, text)
    else:
        messages.success(request, _("The nomination is taken back: its letter opens nothing any more."))
    return redirect("executor_nominations", desk=at.key)
