"""A regional centre's desk: the programmes it works for, the applicants of its region, and its visits."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dure.domains.bodies import queries_centre as queries
from dure.domains.bodies.queries import visits_of
from dure.domains.bodies.queries_centre import CentreDesk
from dure.domains.bodies.services.close_visit import close_visit
from dure.domains.bodies.services.plan_visit import plan_visit
from dure.domains.matching.queries_centre import matches_of_applicant
from dure.domains.merchants.queries_officer import MOST_COUNTED, count_up_to
from dure.engine.law.deadlines import day_of
from dure.engine.problems import Refused
from dure.engine.profile.fields import PROFILE_COLUMNS
from dure.web.actors import actor, asked_at
from dure.web.bodies.forms import ApplicantFilter, CancelForm, ReportForm, VisitForm
from dure.web.bodies.shown import visit_row
from dure.web.bodies.words import badge, names_of
from dure.web.executor.case_facts import fact_rows, industry
from dure.web.executor.words import APPLICATION
from dure.web.matching.words import MATCH_STATE, kind_word, provider_name
from dure.web.officer.applicants import total_text
from dure.web.officer.guard import for_roles
from dure.web.paging import FEW, narrowed, page_of
from dure.web.people.access import note_reveal, note_view
from dure.web.people.problems import tell
from dure.web.public.calls import window_text
from dure.web.tables import crumbs, headers
from dure.web.templatetags.masks import masked_business_number
from dure.web.templatetags.programme import told
from dure.web.words import place

PER_PAGE = 50
FIELDS = {
    "visit.planned_on": "planned_on",
    "visit.purpose": "purpose",
    "visit.visited_on": "visited_on",
    "visit.report": "report",
}
_SHOWN = frozenset(
    {"legal_form", "ksic", "region", "opened_on", "business_status", "employees", "online_sales_share",
     "channels", "market_id", "designations"}
)  # fmt: skip
_NOT_SHOWN = frozenset(field.name for field in PROFILE_COLUMNS) - _SHOWN
"""Of the facts a visit needs the business and not its owner, its taxes or its credit."""


@for_roles("centre_staff")
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Show each programme that a centre of the actor's works for, with its visits."""
    who, now = actor(request), asked_at(request)
    some = queries.desks(who, now)
    names = names_of({one.centre for one in some})
    counts = queries.visit_counts(who, some)
    cards = []
    for one in some:
        planned, done = counts.get((one.centre, one.programme), (0, 0))
        cards.append(
            {
                "key": one.key,
                "title": told(one.called.loaded.programme.title),
                "centre": names.get(one.centre, one.centre),
                "state": one.called.state,
                "window": window_text(one.called.version),
                "area": ", ".join(place(code) for code in one.regions),
                "planned": planned,
                "done": done,
            }
        )
    page = {"cards": cards, "crumbs": crumbs((_("Regional centre's desk"), ""))}
    return render(request, "bodies/centre_home.html", page)


@for_roles("centre_staff")
@require_GET
def applicants(request: HttpRequest, desk: str) -> HttpResponse:
    """Show who applied from the region, or who of them is supported."""
    at = _desk(request, desk)
    form = ApplicantFilter(request.GET)
    words, which = form.told("words"), form.told("which")
    found = queries.applicants(
        actor(request), at, _today(request), words=words, supported=which == "supported"
    )
    few, number = narrowed(found, "application_no", "id")
    page = page_of(request, few, "application_no", PER_PAGE)
    if number > FEW:
        number = count_up_to(found, "application_no")
    places = queries.places_of([one.pk for one in page.rows])
    context = {
        "desk": at,
        "title": told(at.called.loaded.programme.title),
        "area": ", ".join(place(code) for code in at.regions),
        "form": form,
        "filtered": bool(words or which),
        "rows": [_row(at, one, places) for one in page.rows],
        "page": page,
        "empty": not page.rows,
        "total_text": total_text(min(number, MOST_COUNTED + 1)),
        "headers": headers(
            _("Receipt number"), _("Business"), _("Business number"), _("Region"), _("Industry"), _("State"),
            _("Place"),
        ),
        "crumbs": _crumbs((_("Applicants"), "")),
    }  # fmt: skip
    return render(request, "bodies/centre_applicants.html", context)


def _row(at: CentreDesk, one: Any, places: dict[int, list[Any]]) -> dict[str, Any]:
    return {
        "number": one.application_no,
        "url": reverse("centre_applicant", args=[at.key, one.pk]),
        "name": one.name,
        "merchant": one.merchant.business_no,
        "region": place(one.region),
        "industry": industry(one.ksic),
        "state": badge(APPLICATION, one.state),
        "place": _stage(at, places[one.pk][-1].stage) if one.pk in places else "",
    }


def _stage(at: CentreDesk, stage: str) -> str:
    found = at.called.loaded.programme.stage(stage)
    return told(found.title) if found else stage


@for_roles("centre_staff")
@require_http_methods(["GET", "POST"])
def applicant(request: HttpRequest, desk: str, application: int) -> HttpResponse:
    """Show one applicant of the region, with places, helpers and visits; plan a visit."""
    at, found = _applicant(request, desk, application)
    form = VisitForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            plan_visit(
                actor=actor(request), now=asked_at(request), centre=at.centre, application_id=found.pk,
                **form.cleaned_data,
            )  # fmt: skip
        except Refused as refused:
            tell(form, refused, FIELDS)
        else:
            messages.success(request, _("The visit is planned; the business is told."))
            return redirect("centre_applicant", desk=at.key, application=found.pk)
    note_view(request, "application", found.pk, "regional centre's page of an applicant")
    page = _applicant_page(request, at, found, form)
    return render(request, "bodies/centre_applicant.html", page, status=422 if form.errors else 200)


@for_roles("centre_staff")
@require_POST
@never_cache
def reveal(request: HttpRequest, desk: str, application: int) -> HttpResponse:
    """Log it, and show the contacts whole."""
    at, found = _applicant(request, desk, application)
    note_reveal(request, "application", found.pk, "contacts and business number")
    page = _applicant_page(request, at, found, VisitForm())
    merchant = found.merchant
    page["contacts"] = {
        "number": merchant.business_no,
        "owner": merchant.owner_name,
        "phone": merchant.phone,
        "email": merchant.email,
    }
    return render(request, "bodies/centre_applicant.html", page)


def _applicant_page(request: HttpRequest, at: CentreDesk, found: Any, form: VisitForm) -> dict[str, Any]:
    who = actor(request)
    helpers = matches_of_applicant(found)
    return {
        "desk": at,
        "application": found,
        "form": form,
        "state": badge(APPLICATION, found.state),
        "number": masked_business_number(found.merchant.business_no),
        "facts": fact_rows(found.facts or {}, blind=_NOT_SHOWN, origins=found.origins),
        "places": [_stage(at, one.stage) for one in queries.places_of([found.pk]).get(found.pk, ())],
        "helpers": [
            {
                "name": provider_name(one.provider),
                "kind": kind_word(one.provider.kind),
                "state": badge(MATCH_STATE, one.state),
            }
            for one in helpers
        ],
        "no_helpers": not helpers,
        "helper_headers": headers(_("Name"), _("Helps as"), _("State")),
        "visits": [
            visit_row(one) | {"url": _visit_url(at, one) if one.centre == at.centre else ""}
            for one in visits_of(who, found.pk)
        ],
        "visit_headers": headers(_("Day"), _("State"), _("Purpose of the visit"), _("What came of it")),
        "crumbs": _crumbs(
            (_("Applicants"), reverse("centre_applicants", args=[at.key])),
            (str(found.application_no), ""),
        ),
    }


def _visit_url(at: CentreDesk, one: Any) -> str:
    return reverse("centre_visit", args=[at.key, one.pk]) if one.state == "planned" else ""


@for_roles("centre_staff")
@require_GET
def visits(request: HttpRequest, desk: str) -> HttpResponse:
    """Show the visits that are still to be made, the next first."""
    at = _desk(request, desk)
    found = queries.visits(actor(request), at)
    page = page_of(request, found, "planned_on", PER_PAGE)
    rows = [
        visit_row(one)
        | {
            "number": one.application.application_no,
            "name": one.application.name,
            "region": place(one.application.region),
            "url": reverse("centre_visit", args=[at.key, one.pk]),
            "late": one.planned_on < _today(request),
        }
        for one in page.rows
    ]
    context = {
        "desk": at,
        "title": told(at.called.loaded.programme.title),
        "rows": rows,
        "page": page,
        "empty": not rows,
        "total_text": total_text(count_up_to(found, "planned_on")),
        "headers": headers(
            _("Day"), _("Business"), _("Receipt number"), _("Region"), _("Purpose of the visit")
        ),
        "crumbs": _crumbs((_("Visits"), "")),
    }
    return render(request, "bodies/centre_visits.html", context)


@for_roles("centre_staff")
@require_http_methods(["GET", "POST"])
def visit(request: HttpRequest, desk: str, visit: int) -> HttpResponse:
    """Show a visit; write what came of it, or call it off."""
    at = _desk(request, desk)
    found = queries.visit(actor(request), at, visit)
    if found is None:
        raise Http404
    go = request.POST.get("go", "")
    report = ReportForm(request.POST if go == "report" else None)
    cancel = CancelForm(request.POST if go == "cancel" else None, prefix="cancel")
    form: Any = cancel if go == "cancel" else report
    if go in ("report", "cancel") and form.is_valid():
        try:
            close_visit(
                actor=actor(request), now=asked_at(request), visit_id=found.pk,
                visited_on=form.cleaned_data.get("visited_on"), report=form.cleaned_data["report"],
            )  # fmt: skip
        except Refused as refused:
            tell(form, refused, FIELDS)
        else:
            messages.success(request, _("Written down; the business reads it with its application."))
            return redirect("centre_visit", desk=at.key, visit=found.pk)
    note_view(request, "application", found.application_id, "regional centre's page of a visit")
    page = {
        "desk": at,
        "visit": found,
        "row": visit_row(found),
        "application": found.application,
        "report": report,
        "cancel": cancel,
        "faulty": form,
        "applicant_url": reverse("centre_applicant", args=[at.key, found.application_id]),
        "crumbs": _crumbs(
            (_("Visits"), reverse("centre_visits", args=[at.key])), (found.application.name, "")
        ),
    }
    return render(request, "bodies/centre_visit.html", page, status=422 if form.errors else 200)


def _today(request: HttpRequest) -> date:
    return day_of(asked_at(request))


def _desk(request: HttpRequest, key: str) -> CentreDesk:
    found = queries.desk(actor(request), asked_at(request), key)
    if found is None:
        raise Http404
    return found


def _applicant(request: HttpRequest, desk: str, application: int) -> tuple[CentreDesk, Any]:
    at = _desk(request, desk)
    found = queries.applicant(actor(request), at, _today(request), application)
    if found is None:
        raise Http404
    return at, found


def _crumbs(*more: tuple[str, str]) -> list[dict[str, str]]:
    return crumbs((_("Regional centre's desk"), reverse("centre_home")), *more)
