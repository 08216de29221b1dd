"""Diagnosis of one's own business: begun, filled in, handed in, and its result."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dure.domains.applications.queries_own import Application
from dure.domains.diagnosis import queries
from dure.domains.diagnosis.queries import MERCHANT, FormStanding
from dure.domains.diagnosis.services.begin_sheet import begin_sheet
from dure.domains.programmes.queries import loaded
from dure.engine.problems import Refused
from dure.engine.programme.models.diagnosis import DiagnosisForm
from dure.web.actors import actor, asked_at
from dure.web.diagnosis.filling import Desk, section_page, section_save, sheet_page
from dure.web.diagnosis.results import result_parts
from dure.web.diagnosis.words import level_title, points_text, state_badge
from dure.web.merchant.advice import fitting
from dure.web.merchant.doors import own_application, signed_in
from dure.web.merchant.problems import sentences
from dure.web.people.access import note_view
from dure.web.people.files import file_response
from dure.web.tables import crumbs
from dure.web.templatetags.programme import told


@signed_in
@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest, application: int, form: str) -> HttpResponse:
    """Show one's own sheet of a form; begin it, or hand it in."""
    found, described, standing = _found(request, application, form)
    problems: list[Any] = []
    mine = standing.mine if standing.mine and standing.mine.round == standing.round else None
    if mine is None or request.POST.get("go") == "begin":
        if request.method == "POST" and MERCHANT in described.filled_by:
            try:
                begin_sheet(actor=actor(request), now=asked_at(request), application_id=found.pk, form=form)
            except Refused as refused:
                problems = sentences(refused)
            else:
                return redirect("my_diagnosis_section", found.pk, form, described.sections[0].id)
        page = {
            "application": found,
            "programme": loaded(found.version).programme,
            "form": described,
            "standing": standing,
            "own": MERCHANT in described.filled_by,
            "again": standing.round > 1,
            "can_begin": found.state in queries.DIAGNOSED,
            "problems": problems,
            "crumbs": _crumbs(found, described),
        }
        return render(request, "diagnosis/begin.html", page, status=422 if problems else 200)
    return sheet_page(request, _desk(found, described, mine))


@signed_in
@require_http_methods(["GET", "POST"])
def section(request: HttpRequest, application: int, form: str, section: str) -> HttpResponse:
    """Show a section of one's own sheet, or keep it and go on."""
    return section_page(request, _own_desk(request, application, form), section)


@signed_in
@require_POST
def save(request: HttpRequest, application: int, form: str, section: str) -> HttpResponse:
    """Save a section as it is typed."""
    return section_save(request, _own_desk(request, application, form), section)


@signed_in
@require_GET
def result(request: HttpRequest, application: int, form: str) -> HttpResponse:
    """Show the results of an application's diagnoses, this one first, and what comes next."""
    return render(request, "diagnosis/result.html", _result_page(request, application, form))


@signed_in
@require_GET
def printed(request: HttpRequest, application: int, form: str) -> HttpResponse:
    """Show the result for printing."""
    return render(request, "diagnosis/print.html", _result_page(request, application, form))


@signed_in
@require_GET
def file(request: HttpRequest, application: int, form: str, evidence: int) -> HttpResponseBase:
    """Hand out a file that was put with one's own sheet; that it was looked at is noted."""
    found, _described, standing = _found(request, application, form)
    for of in (standing.mine, standing.experts):
        put = queries.evidence(actor(request), of.pk, evidence) if of else None
        if put is not None:
            note_view(request, "application", found.pk, f"evidence {put.item} of diagnosis {form}")
            return file_response(request, put.file)
    raise Http404


def own_rows(request: HttpRequest, found: Application) -> list[dict[str, Any]]:
    """Return the forms of an application's programme as its page lists them; none before it is handed in."""
    programme = loaded(found.version).programme
    if not programme.diagnosis or found.application_no is None:
        return []
    standings = queries.standings(actor(request), found)
    return [_row(found, form, standings[form.id]) for form in programme.diagnosis]


def _row(found: Application, form: DiagnosisForm, standing: FormStanding) -> dict[str, Any]:
    counting = standing.counting
    own = MERCHANT in form.filled_by
    mine = standing.mine if standing.mine and standing.mine.round == standing.round else None
    to_do = own and found.state in queries.DIAGNOSED and (mine is None or mine.state == "draft")
    return {
        "title": told(form.title),
        "own": own,
        "to_do": to_do,
        "state": state_badge(mine) if own else state_badge(standing.experts),
        "level": level_title(form, counting.level) if counting else "",
        "score": points_text(counting.score_low, counting.score_high) if counting else "",
        "url": reverse("my_diagnosis", args=[found.pk, form.id]),
        "result_url": reverse("my_diagnosis_result", args=[found.pk, form.id]) if counting else "",
    }


def _found(
    request: HttpRequest, application: int, form: str
) -> tuple[Application, DiagnosisForm, FormStanding]:
    found = own_application(request, application)
    if found.application_no is None:
        raise Http404
    described = next((one for one in loaded(found.version).programme.diagnosis if one.id == form), None)
    if described is None:
        raise Http404
    return found, described, queries.standings(actor(request), found)[form]


def _own_desk(request: HttpRequest, application: int, form: str) -> Desk:
    found, described, standing = _found(request, application, form)
    if standing.mine is None:
        raise Http404
    return _desk(found, described, standing.mine)


def _desk(found: Application, form: DiagnosisForm, mine: queries.DiagnosisSheet) -> Desk:
    return Desk(mine, "my_diagnosis", (found.pk, form.id), _crumbs(found, form), {})


def _result_page(request: HttpRequest, application: int, form: str) -> dict[str, Any]:
    found, described, standing = _found(request, application, form)
    if standing.counting is None:
        raise Http404
    standings = queries.standings(actor(request), found)
    ordered = {form: standings.pop(form), **standings}
    results = {name: one for name, s in ordered.items() if (one := queries.result(s)) is not None}
    return {
        "application": found,
        "programme": loaded(found.version).programme,
        "title": told(described.title),
        "form_id": form,
        "fitting": fitting(request, found.merchant_id),
        "to_do": _row(found, described, standing)["to_do"],
        "crumbs": _crumbs(found, described, _("Result of the diagnosis")),
        **result_parts(found, results),
    }


def _crumbs(found: Application, form: DiagnosisForm, last: str = "") -> list[dict[str, str]]:
    pairs = [
        (_("My page"), reverse("my")),
        (found.application_no or "", reverse("my_application", args=[found.pk])),
        (told(form.title), reverse("my_diagnosis", args=[found.pk, form.id])),
    ]
    return crumbs(*pairs, *([(last, "")] if last else []))
