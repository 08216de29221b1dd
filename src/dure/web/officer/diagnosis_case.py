"""The diagnosis of one application as officers read it: every sheet, the result, the expert, opened again."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dure.domains.diagnosis import queries
from dure.domains.diagnosis import queries_officer as diagnosis
from dure.domains.diagnosis.policies import may_run
from dure.domains.diagnosis.queries import DiagnosisSheet
from dure.domains.diagnosis.services.change_expert import change_expert
from dure.domains.diagnosis.services.reopen_sheet import reopen_sheet
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.diagnosis.results import result_parts
from dure.web.diagnosis.words import FILLED_BY, level_title, points_text, state_badge
from dure.web.officer.applicants import title_of
from dure.web.officer.diagnoses import form_crumbs, form_or_404
from dure.web.officer.diagnosis_forms import GiveForm, ReopenForm
from dure.web.officer.expert_offer import offer
from dure.web.officer.guard import for_roles
from dure.web.officer.problems import forbidden_where_not_allowed, lines
from dure.web.people.access import note_view
from dure.web.people.files import file_response
from dure.web.tables import headers
from dure.web.templatetags.masks import masked_email
from dure.web.templatetags.programme import told


@for_roles("officer", "ministry")
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def case(request: HttpRequest, programme: str, form: str, application: int) -> HttpResponse:
    """Show the diagnosis of an application; give it to an expert."""
    called, described = form_or_404(request, programme, form)
    found = diagnosis.application_to_diagnose(actor(request), programme, application)
    if found is None:
        raise Http404
    offered = offer(request, programme, "expert", found)
    experts = offered.experts
    problems: list[dict[str, str]] = []
    given = GiveForm(request.POST, experts=experts) if request.method == "POST" else None
    if given is not None and given.is_valid():
        try:
            change_expert(
                actor=actor(request),
                now=asked_at(request),
                application_id=found.pk,
                form=form,
                expert_id=int(given.cleaned_data["expert"]),
            )
        except Refused as refused:
            problems = lines(refused.problems)
        else:
            messages.success(request, _("The diagnosis is given to the expert."))
            return redirect(request.path)
    note_view(request, "application", found.pk, f"diagnosis {form}")
    page = _page(request, called, described, found) | {"problems": problems}
    page |= {"give": given or GiveForm(experts=experts), "offer": offered}
    return render(request, "officer/diagnosis_case.html", page, status=422 if given else 200)


@for_roles("officer")
@require_POST
@forbidden_where_not_allowed
def reopen(request: HttpRequest, programme: str, form: str, application: int, sheet: int) -> HttpResponse:
    """Open a sheet again, with a reason."""
    called, described = form_or_404(request, programme, form)
    found = diagnosis.application_to_diagnose(actor(request), programme, application)
    sheets = diagnosis.diagnosis_of_application(actor(request), application, form)
    if found is None or sheet not in {one.pk for one in sheets}:
        raise Http404
    asked = ReopenForm(request.POST, prefix=str(sheet))
    problems: list[dict[str, str]] = []
    if asked.is_valid():
        try:
            reopen_sheet(
                actor=actor(request),
                now=asked_at(request),
                sheet_id=sheet,
                reason=asked.cleaned_data["reason"],
            )
        except Refused as refused:
            problems = lines(refused.problems)
        else:
            messages.success(request, _("The diagnosis is open again."))
            return redirect("officer_diagnosis_case", programme, form, application)
    page = _page(request, called, described, found, {sheet: asked})
    page |= {"problems": problems, "give": None, "faulty": asked}
    return render(request, "officer/diagnosis_case.html", page, status=422)


@for_roles("officer", "ministry")
@require_GET
def file(
    request: HttpRequest, programme: str, form: str, application: int, sheet: int, evidence: int
) -> HttpResponse:
    """Hand out a file that was put with a sheet; noted."""
    put = queries.evidence(actor(request), sheet, evidence)
    if put is None or (put.sheet.programme, put.sheet.form) != (programme, form):
        raise Http404
    if put.sheet.application_id != application:
        raise Http404
    note_view(request, "application", application, f"evidence {put.item} of diagnosis {form}")
    return cast(HttpResponse, file_response(request, put.file))


def _page(
    request: HttpRequest, called: Any, form: Any, found: Any, asked: dict[int, ReopenForm] | None = None
) -> dict[str, Any]:
    who = actor(request)
    programme = called.version.programme
    sheets = diagnosis.diagnosis_of_application(who, found.pk, form.id)
    standing = queries.standings(who, found).get(form.id)  # its version may not have the form
    one = queries.result(standing) if standing else None
    can_act = may_run(who, programme) and found.state in queries.DIAGNOSED
    points = _("Points of 100")
    return {
        "title": title_of(called),
        "heading": told(form.title),
        "application": found,
        "programme": programme,
        "form_id": form.id,
        "sheets": [_sheet(programme, form, sheet, can_act, asked or {}) for sheet in sheets],
        "no_sheets": not sheets,
        "sheet_headers": headers(
            _("Filled in by"), _("Round"), _("State"), _("Level"), points, _("Files"), numeric=(points,)
        ),
        "can_give": can_act and queries.EXPERT in form.filled_by,
        "crumbs": form_crumbs(called, form, found.application_no),
        **(result_parts(found, {form.id: one}) if one else {}),
    }


def _sheet(
    programme: str, form: Any, sheet: DiagnosisSheet, can_act: bool, asked: dict[int, ReopenForm]
) -> dict[str, Any]:
    arguments = [programme, form.id, sheet.application_id]
    by = str(FILLED_BY[sheet.filled_by])
    return {
        "sheet": sheet,
        "by": f"{by} ({masked_email(sheet.expert.email)})" if sheet.expert else by,
        "state": state_badge(sheet),
        "level": level_title(form, sheet.level),
        "score": points_text(sheet.score_low, sheet.score_high) if sheet.score_low is not None else "",
        "files": [
            {
                "url": reverse("officer_diagnosis_file", args=[*arguments, sheet.pk, row.pk]),
                "name": row.file.name,
            }
            for row in queries.files_of(sheet).values()
        ],
        "reopen": (asked.get(sheet.pk) or ReopenForm(prefix=str(sheet.pk)))
        if can_act and sheet.state == "handed_in"
        else None,
        "reopen_url": reverse("officer_diagnosis_reopen", args=[*arguments, sheet.pk]),
    }
