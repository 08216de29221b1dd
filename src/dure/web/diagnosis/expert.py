"""Diagnoses that somebody makes as an expert: the list, the sheet after a visit, the result with its gap."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dure.domains.diagnosis import queries
from dure.domains.programmes.queries import loaded
from dure.engine.programme.models.programme import Programme
from dure.web.actors import actor
from dure.web.diagnosis.filling import Desk, section_page, section_save, sheet_page
from dure.web.diagnosis.results import result_parts
from dure.web.diagnosis.words import form_title, level_title, points_text, state_badge
from dure.web.executor.case_facts import fact_rows
from dure.web.officer.guard import for_roles
from dure.web.paging import page_of
from dure.web.people.access import note_view
from dure.web.people.files import file_response
from dure.web.tables import crumbs, headers
from dure.web.templatetags.programme import told
from dure.web.words import place

ROLES = ("reviewer", "executor_staff", "consultant")
PER_PAGE = 50


@for_roles(*ROLES)
def home(request: HttpRequest) -> HttpResponse:
    """Show the diagnoses that are given to me, or that I began, the newest first."""
    which = request.GET.get("state", "")
    which = which if which in ("draft", "handed_in") else ""
    page = page_of(request, queries.expert_sheets(actor(request), which), "id", PER_PAGE, backwards=True)
    return render(
        request,
        "diagnosis/home.html",
        {
            "rows": _rows(page.rows),
            "page": page,
            "empty": not page.rows,
            "which": which,
            "is_consultant": actor(request).has("consultant"),
            "headers": headers(
                _("Receipt number"), _("Business name"), _("Region"), _("Diagnosis"), _("State"), _("Level")
            ),
            "crumbs": crumbs((_("Diagnoses"), "")),
        },
    )


@for_roles(*ROLES)
@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest, sheet: int) -> HttpResponse:
    """Show a sheet of mine, what is known of the business, and hand it in."""
    desk = _desk(request, sheet)
    note_view(request, "application", desk.sheet.application_id, "diagnosis by an expert")
    return sheet_page(request, desk)


@for_roles(*ROLES)
@require_http_methods(["GET", "POST"])
def section(request: HttpRequest, sheet: int, section: str) -> HttpResponse:
    """Show a section of a sheet of mine, or keep it and go on."""
    return section_page(request, _desk(request, sheet), section)


@for_roles(*ROLES)
@require_POST
def save(request: HttpRequest, sheet: int, section: str) -> HttpResponse:
    """Save a section as it is typed."""
    return section_save(request, _desk(request, sheet), section)


@for_roles(*ROLES)
@require_GET
def result(request: HttpRequest, sheet: int) -> HttpResponse:
    """Show the result of a sheet that I handed in, with the gap to what the merchant said."""
    desk = _desk(request, sheet)
    if desk.sheet.state != "handed_in":
        raise Http404
    found = desk.sheet.application
    note_view(request, "application", found.pk, "result of a diagnosis")
    standing = queries.standings(actor(request), found)[desk.sheet.form]
    one = queries.result(standing)
    parts = result_parts(found, {desk.sheet.form: one} if one else {})
    page = {
        "application": found,
        "programme": loaded(desk.sheet.version).programme,
        "title": form_title(loaded(desk.sheet.version).programme, desk.sheet.form),
        "crumbs": [*desk.crumbs, {"label": _("Result of the diagnosis"), "url": ""}],
        "expert": True,
        **parts,
    }
    return render(request, "diagnosis/result.html", page)


@for_roles(*ROLES)
@require_GET
def file(request: HttpRequest, sheet: int, evidence: int) -> HttpResponse:
    """Hand out a file of a sheet of mine; noted."""
    desk = _desk(request, sheet)
    put = queries.evidence(actor(request), desk.sheet.pk, evidence)
    if put is None:
        raise Http404
    what = f"evidence {put.item} of diagnosis {desk.sheet.form}"
    note_view(request, "application", desk.sheet.application_id, what)
    return cast(HttpResponse, file_response(request, put.file))


def _desk(request: HttpRequest, sheet_id: int) -> Desk:
    found = queries.expert_sheet(actor(request), sheet_id)
    if found is None:
        raise Http404
    number = found.application.application_no or ""
    title = form_title(loaded(found.version).programme, found.form)
    here = reverse("diagnosis_sheet", args=[found.pk])
    extra = {"facts": fact_rows(found.application.facts or {}), "name": found.application.name}
    trail = crumbs((_("Diagnoses"), reverse("diagnoses")), (f"{number} {title}", here))
    return Desk(found, "diagnosis", (found.pk,), trail, extra)


def _rows(sheets: Sequence[Any]) -> list[dict[str, Any]]:
    # The bytes of a file are fetched once a version, not once a row.
    programmes: dict[int, Programme] = {}
    for sheet in sheets:
        if sheet.version_id not in programmes:
            programmes[sheet.version_id] = loaded(sheet.version).programme
    return [_row(sheet, programmes[sheet.version_id]) for sheet in sheets]


def _row(sheet: Any, programme: Programme) -> dict[str, Any]:
    form = next(one for one in programme.diagnosis if one.id == sheet.form)
    name = "diagnosis_result" if sheet.state == "handed_in" else "diagnosis_sheet"
    return {
        "number": sheet.application.application_no,
        "url": reverse(name, args=[sheet.pk]),
        "name": sheet.application.name,
        "region": place(sheet.application.region),
        "form": told(form.title),
        "state": state_badge(sheet),
        "level": level_title(form, sheet.level),
        "score": points_text(sheet.score_low, sheet.score_high) if sheet.score_low is not None else "",
    }
