"""One case of a reviewer: what may be seen of it, the rubric, and a conflict that turns out late."""

from __future__ import annotations

from mimetypes import guess_extension
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dure.domains.review import queries as review
from dure.domains.review import queries_panel as panels
from dure.domains.review.queries import StageReview, typed_marks
from dure.domains.review.rounds import is_free_to_change
from dure.domains.review.services.ask_reopening import ask_reopening
from dure.domains.review.services.declare_conflicts import declare_conflicts
from dure.domains.review.services.save_review import save_review
from dure.engine.problems import Refused
from dure.engine.review.marks import mark_text
from dure.web.actors import actor, asked_at
from dure.web.executor.applicant import REASON
from dure.web.executor.case_facts import answer_rows, fact_rows
from dure.web.executor.score_form import ScoreForm
from dure.web.executor.words import DOCUMENT, SHEET, badge
from dure.web.officer.guard import for_roles
from dure.web.people.access import note_download, note_view
from dure.web.people.files import can_be_shown, file_response, shown_response
from dure.web.people.problems import sentences, tell
from dure.web.reviewer.forms import ConflictForm, ReopeningForm
from dure.web.reviewer.rounds import (
    address_of,
    found_round,
    is_submitted,
    name_of,
    number_of,
    round_crumbs,
)
from dure.web.tables import headers
from dure.web.templatetags.programme import told


@for_roles("reviewer")
@require_http_methods(["GET", "POST"])
@never_cache
def case(request: HttpRequest, programme: str, round: str, case: str) -> HttpResponse:
    """Show a case with the rubric; keep a draft, or submit and go on."""
    found, held, sheet = _found(request, programme, round, case)
    application = held.application_id
    form = ScoreForm(
        request.POST if request.method == "POST" else None,
        review=found,
        marks=typed_marks(found, sheet.items, sheet.total) if sheet else None,
        comment=sheet.comment if sheet else "",
        version=sheet.version if sheet else None,
        remarks=sheet.remarks if sheet else {},
    )
    if request.method == "POST":
        submit = request.POST.get("act") != "draft"
        try:
            saved = save_review(
                actor=actor(request),
                now=asked_at(request),
                programme=programme,
                round_id=round,
                application_id=application,
                marks=form.typed(),
                comment=form.told_comment(),
                submit=submit,
                version=form.told_version(),
                remarks=form.told_remarks(),
            )
        except Refused as refused:
            form.tell(refused)
        else:
            if not submit:
                messages.success(request, _("The draft is saved."))
                return redirect(request.path)
            messages.success(
                request,
                _("%(number)s is scored: %(score)s points.")
                % {"number": number_of(found, held.application), "score": mark_text(saved.total)},
            )
            return redirect(_next(request, found, application))
    note_view(request, "application", application, "reviewer's page of a case")
    page = _page(request, found, held, sheet) | {"form": form}
    return render(request, "reviewer/case.html", page, status=form.status)


@for_roles("reviewer")
@require_POST
def conflict(request: HttpRequest, programme: str, round: str, case: str) -> HttpResponse:
    """Take a conflict that turned out late: the case goes to somebody else."""
    found, held, sheet = _found(request, programme, round, case)
    application = held.application_id
    form = ConflictForm(request.POST)
    if form.is_valid():
        try:
            declare_conflicts(
                actor=actor(request),
                now=asked_at(request),
                programme=programme,
                round_id=round,
                seen=[application],
                conflicts={application: form.cleaned_data["relation"]},
                signed=True,
            )
        except Refused as refused:
            tell(form, refused)
        else:
            messages.success(request, _("The case goes to somebody else. You will not see it again."))
            return redirect("reviewer_home")
    page = _page(request, found, held, sheet) | {"conflict": form, "form": _form(found, sheet)}
    return render(request, "reviewer/case.html", page, status=422)


@for_roles("reviewer")
@require_POST
def reopening(request: HttpRequest, programme: str, round: str, case: str) -> HttpResponse:
    """Ask for a submitted review back."""
    found, held, sheet = _found(request, programme, round, case)
    application = held.application_id
    form = ReopeningForm(request.POST)
    if form.is_valid():
        try:
            ask_reopening(
                actor=actor(request),
                now=asked_at(request),
                programme=programme,
                round_id=round,
                application_id=application,
                reason=form.cleaned_data["reason"],
            )
        except Refused as refused:
            tell(form, refused)
        else:
            messages.success(request, _("You have asked for it. An officer decides whether you get it back."))
            return redirect("reviewer_case", programme=programme, round=round, case=case)
    page = _page(request, found, held, sheet) | {"reopening": form, "form": _form(found, sheet)}
    return render(request, "reviewer/case.html", page, status=422)


@for_roles("reviewer")
@require_POST
def document(
    request: HttpRequest,
    programme: str,
    round: str,
    case: str,
    document: str,
) -> HttpResponse:
    """Hand out one document of a case, with a reason; logged."""
    found, held, sheet = _found(request, programme, round, case)
    wanted = _document(found, held, sheet, document)
    reason = request.POST.get("reason", "").strip()[:300]
    try:
        note_download(request, "application", f"document {wanted.document}", reason, subjects=1)
    except Refused as refused:
        page = _page(request, found, held, sheet) | {"form": _form(found, sheet)}
        page["problems"] = [{"text": text, "target": "download-reason"} for text in sentences(refused)]
        return render(request, "reviewer/case.html", page, status=422)
    request.session[REASON] = reason
    return cast(
        HttpResponse, file_response(request, wanted.file, name=_file_name(found, held, sheet, wanted))
    )


@for_roles("reviewer")
@require_GET
def document_view(
    request: HttpRequest,
    programme: str,
    round: str,
    case: str,
    document: str,
) -> HttpResponse:
    """Show one document of a case in the browser; logged."""
    found, held, sheet = _found(request, programme, round, case)
    application = held.application_id
    wanted = _document(found, held, sheet, document)
    note_view(request, "application", application, f"document {wanted.document}")
    return cast(
        HttpResponse, shown_response(request, wanted.file, name=_file_name(found, held, sheet, wanted))
    )


def _found(request: HttpRequest, programme: str, round_id: str, case: str) -> tuple[StageReview, Any, Any]:
    """Return a case that is open to the reviewer; one in conflict, or not declared yet, is not there."""
    found = found_round(request, programme, round_id)
    application = panels.case_meant(actor(request), found, case)
    held = panels.case(actor(request), found, application, asked_at(request)) if application else None
    if held is None:
        raise Http404
    return found, *held


def _document_address(found: StageReview, document: Any) -> str:
    """Return by what addresses name a document: its number, and where the round is blind what it is.

    Numbers are given in the order in which applications come, which is hidden too.
    """
    return document.document if panels.is_blind(found) else str(document.pk)


def _document(found: StageReview, held: Any, sheet: Any, document: str) -> Any:
    """Return a document of a case that has a file and may be seen; others are not there."""
    shown = panels.documents_of_case(held, found, own_submitted=is_submitted(sheet))
    wanted = next((one for one in shown if _document_address(found, one) == document), None)
    if wanted is None or wanted.file is None:
        raise Http404
    return wanted


def _file_name(found: StageReview, held: Any, sheet: Any, wanted: Any) -> str:
    """Return under what name a document is handed out while something is blind; empty: under its own."""
    hidden = panels.hidden_of(found, held.application, own_submitted=is_submitted(sheet))
    if not hidden.code:
        return ""
    return f"{hidden.code}-{wanted.document}{guess_extension(wanted.file.content_type) or ''}"


def _form(found: StageReview, sheet: Any) -> ScoreForm:
    return ScoreForm(
        review=found,
        marks=typed_marks(found, sheet.items, sheet.total) if sheet else None,
        comment=sheet.comment if sheet else "",
        version=sheet.version if sheet else None,
        remarks=sheet.remarks if sheet else {},
    )


def _page(request: HttpRequest, found: StageReview, held: Any, sheet: Any) -> dict[str, Any]:
    assert found.round is not None
    application = held.application
    programme = found.loaded.programme
    titles = {one.id: told(one.title) for one in programme.documents}
    submitted = is_submitted(sheet)
    others = panels.others(actor(request), found, application.pk, own_submitted=submitted)
    state = review.windows([programme.id]).get((programme.id, found.stage.id))
    documents = [
        {
            "address": _document_address(found, one),
            "title": titles.get(one.document, one.document),
            "state": badge(DOCUMENT, one.state),
            "until": one.valid_until,
            "file": one.file,
            "view_url": reverse(
                "reviewer_document_view",
                args=[
                    programme.id,
                    found.round.id,
                    address_of(found, application.pk),
                    _document_address(found, one),
                ],
            )
            if can_be_shown(one.file)
            else "",
        }
        for one in panels.documents_of_case(held, found, own_submitted=is_submitted(sheet))
    ]
    hidden = panels.hidden_of(found, application, own_submitted=submitted)
    free = is_free_to_change(found.round, asked_at(request))
    decided = panels.is_decided(found, application.pk)
    return {
        "review": found,
        "number": number_of(found, application),
        "case": address_of(found, application.pk),
        "name": name_of(found, application.name, sheet),
        "running": state == "open",
        "open": state == "open" and not decided and (free or not submitted),
        "decided": decided,
        "reopening": ReopeningForm() if state == "open" and submitted and not free and not decided else None,
        "asked_back_at": held.reopening_asked_at,
        "facts": fact_rows(application.facts or {}, blind=hidden.columns, mask=hidden.mask),
        "answers": answer_rows(programme, application.answers, blind=hidden.questions, mask=hidden.mask),
        "documents": documents,
        "has_files": any(row["file"] for row in documents),
        "blind": bool(hidden.columns),
        "some_documents": bool(found.round.blind_documents),
        "blind_until_own": found.round.blind_ends == "after_own",
        "document_headers": headers(_("Document"), _("State"), _("Good until"), _("File")),
        "reason": request.session.get(REASON, ""),
        "sheet": badge(SHEET, sheet.state if sheet else ""),
        "submitted": submitted,
        "due_at": found.round.due_at,
        "late": not submitted and found.round.due_at is not None and asked_at(request) > found.round.due_at,
        "reopened": bool(sheet and sheet.reopened_at and not submitted),
        "score": mark_text(sheet.total) if sheet else "",
        "others": [mark_text(total) for total in others.scores],
        "average": mark_text(others.average),
        "conflict": ConflictForm(),
        "next_url": _next(request, found, application.pk, only=True),
        "back": reverse("reviewer_round", args=[programme.id, found.round.id]),
        "crumbs": round_crumbs(found, (number_of(found, application), "")),
    }


def _next(request: HttpRequest, found: StageReview, application: int, *, only: bool = False) -> str:
    """Return the address of the next case that is still to score, else that of the round."""
    assert found.round is not None
    rows = panels.cases(actor(request), found, asked_at(request))
    ids = [row.application_id for row, _sheet in rows]
    todo = {row.application_id for row, sheet in rows if not (sheet and sheet.state == "submitted")}
    here = ids.index(application) if application in ids else -1
    order = [one for one in (*ids[here + 1 :], *ids[: max(here, 0)]) if one in todo]
    if not order:
        return "" if only else reverse("reviewer_round", args=[found.programme, found.round.id])
    return reverse("reviewer_case", args=[found.programme, found.round.id, address_of(found, order[0])])
