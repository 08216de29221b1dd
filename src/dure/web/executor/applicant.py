"""One applicant of an executor: facts, answers, documents; contacts and files on a logged act."""

from __future__ import annotations

from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from dure.domains.applications import queries_executor
from dure.domains.applications.queries_executor import Desk
from dure.domains.review import queries as review
from dure.domains.selection.noting import answers_itself, place_to_note
from dure.engine.problems import Refused
from dure.engine.review.marks import mark_text
from dure.web.actors import actor
from dure.web.executor.applicants import stage_of
from dure.web.executor.case_facts import answer_rows, fact_rows
from dure.web.executor.desk import desk_crumbs, found_desk
from dure.web.executor.words import APPLICATION, DOCUMENT, SHEET, badge
from dure.web.officer.guard import for_roles
from dure.web.people.access import note_download, note_reveal, note_view
from dure.web.people.files import can_be_shown, file_response, shown_response
from dure.web.people.problems import sentences
from dure.web.tables import headers
from dure.web.templatetags.programme import told

REASON = "download_reason"
"""Key of the session under which the reason of the last download waits for the next one."""


@for_roles("executor_staff")
@require_GET
def applicant(request: HttpRequest, desk: str, application: int) -> HttpResponse:
    """Show one applicant; that it was opened is logged."""
    at, found = _found(request, desk, application)
    note_view(request, "application", found.pk, "executor's page of an applicant")
    return render(request, "executor/applicant.html", applicant_page(request, at, found))


@for_roles("executor_staff")
@require_POST
@never_cache
def reveal(request: HttpRequest, desk: str, application: int) -> HttpResponse:
    """Log it, and show the contacts whole."""
    at, found = _found(request, desk, application)
    note_reveal(request, "application", found.pk, "contacts and business number")
    merchant = found.merchant
    page = applicant_page(request, at, found)
    page["contacts"] = {
        "number": merchant.business_no,
        "owner": merchant.owner_name,
        "phone": merchant.phone,
        "email": merchant.email,
    }
    return render(request, "executor/applicant.html", page)


@for_roles("executor_staff")
@require_POST
def document(request: HttpRequest, desk: str, application: int, document: int) -> HttpResponse:
    """Hand out one document, with a reason; logged."""
    at, found = _found(request, desk, application)
    wanted = _document(found, document)
    reason = request.POST.get("reason", "").strip()[:300]
    try:
        note_download(request, "application", f"document {wanted.document}", reason, subjects=1)
    except Refused as refused:
        page = applicant_page(request, at, found)
        page["problems"] = [{"text": text, "target": "download-reason"} for text in sentences(refused)]
        return render(request, "executor/applicant.html", page, status=422)
    request.session[REASON] = reason
    return cast(HttpResponse, file_response(request, wanted.file))


@for_roles("executor_staff")
@require_GET
def document_view(request: HttpRequest, desk: str, application: int, document: int) -> HttpResponse:
    """Show one document in the browser; logged."""
    _at, found = _found(request, desk, application)
    wanted = _document(found, document)
    note_view(request, "application", found.pk, f"document {wanted.document}")
    return cast(HttpResponse, shown_response(request, wanted.file))


def _found(request: HttpRequest, desk: str, application: int) -> tuple[Desk, Any]:
    at = found_desk(request, desk)
    found = queries_executor.applicant(actor(request), at, application)
    if found is None:
        raise Http404
    return at, found


def _document(found: Any, document: int) -> Any:
    """Return a document of an applicant that has a file; others are not there."""
    wanted = next((d for d in queries_executor.documents_of(found) if d.pk == document), None)
    if wanted is None or wanted.file is None:
        raise Http404
    return wanted


def applicant_page(request: HttpRequest, at: Desk, found: Any) -> dict[str, Any]:
    """Return what the page of one applicant shows: nothing of other executors, nor of the order chosen."""
    stage, state = stage_of(at)
    who = actor(request)
    entered = bool(stage) and review.is_entrant(who, stage, at.executor.id, found.pk)
    sheet = review.sheet_of(who, stage, at.executor.id, found.pk) if entered else None
    kept = f"?{request.GET.urlencode()}" if request.GET else ""
    scores = reverse("executor_score", args=[at.key, stage, found.pk]) + kept if entered else ""
    documents = document_rows(at, found)
    place = place_to_note(
        who, programme=at.loaded.programme.id, executor=at.executor.id, application_id=found.pk
    )
    return {
        "accepts": place is not None and place.state == "offered" and not answers_itself(place),
        "desk": at,
        "application": found,
        "state": badge(APPLICATION, found.state),
        "facts": fact_rows(found.facts or {}, origins=found.origins),
        "answers": answer_rows(at.loaded.programme, found.answers),
        "documents": documents,
        "has_files": any(row["file"] for row in documents),
        "document_headers": headers(_("Document"), _("State"), _("Good until"), _("File")),
        "reason": request.session.get(REASON, ""),
        "kept": kept,
        "stage": at.loaded.programme.stage(stage) if stage else None,
        "entered": entered,
        "score": mark_text(sheet.total) if sheet else "",
        "sheet": badge(SHEET, sheet.state if sheet else ""),
        "score_url": scores,
        "can_score": state == "open",
        "back": reverse("executor_applicants", args=[at.key]) + kept,
        "crumbs": desk_crumbs(
            at,
            (_("Applicants"), reverse("executor_applicants", args=[at.key])),
            (found.application_no, ""),
        ),
    }


def document_rows(at: Desk, found: Any) -> list[dict[str, Any]]:
    """Return the documents of an applicant with their titles and states."""
    titles = {one.id: told(one.title) for one in at.loaded.programme.documents}
    return [
        {
            "id": one.pk,
            "title": titles.get(one.document, one.document),
            "state": badge(DOCUMENT, one.state),
            "until": one.valid_until,
            "file": one.file,
            "view_url": reverse("executor_document_view", args=[at.key, found.pk, one.pk])
            if can_be_shown(one.file)
            else "",
            "note": one.note,
        }
        for one in queries_executor.documents_of(found)
    ]
