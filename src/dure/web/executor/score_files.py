"""Scores by spreadsheet: the workbook, an upload with what it would change, and its confirmation."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dure.domains.applications.queries_executor import Desk
from dure.domains.review import queries as review
from dure.domains.review.layouts import SAID
from dure.domains.review.services.check_score_sheet import MOST_BYTES, check_score_sheet
from dure.domains.review.services.confirm_score_sheet import confirm_score_sheet
from dure.domains.review.services.drop_score_sheet import drop_score_sheet
from dure.engine.problems import Problem, Refused
from dure.engine.review.marks import mark_text
from dure.files.score_sheets import write_score_workbook
from dure.language import sentence
from dure.web.actors import actor, asked_at
from dure.web.executor.conflicts import to_declare_first
from dure.web.executor.desk import desk_crumbs, found_desk, found_review
from dure.web.executor.forms import ReasonForm, ScoreFileForm
from dure.web.executor.words import UPLOAD, badge
from dure.web.officer.guard import for_roles
from dure.web.people.access import note_download
from dure.web.people.problems import sentences, tell
from dure.web.tables import headers
from dure.web.templatetags.programme import told
from dure.web.words import page_language

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@for_roles("executor_staff")
@require_http_methods(["GET", "POST"])
def workbook(request: HttpRequest, desk: str, stage: str) -> HttpResponse:
    """Ask why, log it, and hand out the workbook of those who are scored, with the scores that stand."""
    at = found_desk(request, desk)
    found = found_review(at, stage)
    if (first := to_declare_first(request, at, found)) is not None:
        return first
    rows = review.workbook_rows(actor(request), found, at.executor.id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            note_download(
                request, "application", "workbook of scores", form.cleaned_data["reason"], subjects=len(rows)
            )
        except Refused as refused:
            tell(form, refused)
        else:
            return _workbook(at, found, rows)
    page = {
        "form": form,
        "count": len(rows),
        "back": reverse("executor_scores", args=[at.key, stage]),
        "crumbs": _crumbs(at, found, _("Download the workbook")),
    }
    return render(request, "executor/workbook.html", page, status=422 if form.errors else 200)


def _workbook(at: Desk, found: review.StageReview, rows: list[Any]) -> HttpResponse:
    content = write_score_workbook(
        review.layout_of(found, page_language()),
        (
            {"application_no": number, "name": name, "comment": comment}
            | {criterion: mark_text(mark) for criterion, mark in marks.items()}
            | {f"{SAID}{criterion}": text for criterion, text in remarks.items()}
            for number, name, marks, comment, remarks in rows
        ),
    )
    response = HttpResponse(content, content_type=XLSX)
    file = f"{at.version.programme}-{at.executor.id}-{found.stage.id}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{file}"'
    response["Cache-Control"] = "private, no-store"
    return response


@for_roles("executor_staff")
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, desk: str, stage: str) -> HttpResponse:
    """Take a filled-in workbook and check it; nothing of it counts yet."""
    at = found_desk(request, desk)
    found = found_review(at, stage)
    if (first := to_declare_first(request, at, found)) is not None:
        return first
    problems: list[str] = []
    if request.method == "POST":
        file = request.FILES.get("file")
        if not isinstance(file, UploadedFile) or not file.name:
            problems = [_("Choose a file first.")]
        else:
            try:
                upload_id = check_score_sheet(
                    actor=actor(request),
                    now=asked_at(request),
                    programme=at.version.programme,
                    stage=stage,
                    executor=at.executor.id,
                    name=file.name,
                    content=file.read(MOST_BYTES + 1),
                )
            except Refused as refused:
                problems = sentences(refused)
            else:
                return redirect("executor_score_file", desk=at.key, stage=stage, upload=upload_id)
    programme = at.version.programme
    page = {
        "desk": at,
        "stage": found.stage,
        "form": ScoreFileForm(),
        "most_bytes": MOST_BYTES,
        "open": review.windows([programme]).get((programme, stage)) == "open",
        "problems": [{"text": text, "target": "id_file"} for text in problems],
        "crumbs": _crumbs(at, found, _("Upload a filled-in workbook")),
    }
    return render(request, "executor/score_upload.html", page, status=422 if problems else 200)


@for_roles("executor_staff")
@require_GET
def checked(request: HttpRequest, desk: str, stage: str, upload: int) -> HttpResponse:
    """Show what an upload would change, or what is wrong in it."""
    at = found_desk(request, desk)
    return _checked(request, at, stage, _found(request, at, stage, upload))


@for_roles("executor_staff")
@require_POST
def confirm(request: HttpRequest, desk: str, stage: str, upload: int) -> HttpResponse:
    """Take the scores of an upload over, in one act."""
    at = found_desk(request, desk)
    row = _found(request, at, stage, upload)
    try:
        count = confirm_score_sheet(actor=actor(request), now=asked_at(request), upload_id=upload)
    except Refused as refused:
        return _checked(request, at, stage, row, sentences(refused))
    messages.success(request, _("%(count)s scores are submitted.") % {"count": f"{count:,}"})
    return redirect("executor_scores", desk=at.key, stage=stage)


@for_roles("executor_staff")
@require_POST
def drop(request: HttpRequest, desk: str, stage: str, upload: int) -> HttpResponse:
    """Give an upload up."""
    at = found_desk(request, desk)
    _found(request, at, stage, upload)
    drop_score_sheet(actor=actor(request), now=asked_at(request), upload_id=upload)
    messages.success(request, _("The upload is given up: nothing was changed."))
    return redirect("executor_scores", desk=at.key, stage=stage)


def _found(request: HttpRequest, at: Desk, stage: str, upload_id: int) -> Any:
    row = review.upload(actor(request), upload_id)
    own = row is not None and (row.programme, row.stage, row.executor) == (
        at.version.programme,
        stage,
        at.executor.id,
    )
    if row is None or not own:
        raise Http404
    return row


def _checked(
    request: HttpRequest, at: Desk, stage: str, row: Any, refused: list[str] | None = None
) -> HttpResponse:
    found = found_review(at, stage)
    language = page_language()
    problems = [Problem(p["code"], p["message"], p["params"]) for p in row.problems]
    page = {
        "desk": at,
        "stage": found.stage,
        "upload": row,
        "state": badge(UPLOAD, row.state),
        "counts": row.counts,
        "changes": row.counts.get("new", 0) + row.counts.get("changed", 0),
        "lines": [
            {"row": p.params["row"], "column": p.params["column"], "text": sentence(p, language)}
            for p in problems
        ],
        "more": row.problem_count - len(problems),
        "headers": headers(_("Row"), _("Column"), _("What is wrong"), numeric=(_("Row"),)),
        "refused": [{"text": text} for text in refused or []],
        "crumbs": _crumbs(at, found, row.file.name),
    }
    return render(request, "executor/score_file.html", page, status=422 if refused else 200)


def _crumbs(at: Desk, found: review.StageReview, last: str) -> list[dict[str, str]]:
    scores = reverse("executor_scores", args=[at.key, found.stage.id])
    return desk_crumbs(at, (told(found.stage.title), scores), (last, ""))
