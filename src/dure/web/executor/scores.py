"""Scores of an executor: how far a stage is, and the rubric page by page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from dure.domains.applications import queries_executor
from dure.domains.applications.queries_executor import Desk
from dure.domains.review import queries as review
from dure.domains.review import staff
from dure.domains.review.queries import StageReview, typed_marks
from dure.domains.review.services.save_scores import save_scores
from dure.engine.problems import Refused
from dure.engine.review.marks import mark_text
from dure.web.actors import actor, asked_at, asked_on
from dure.web.executor.applicant import document_rows
from dure.web.executor.applicants import filtered
from dure.web.executor.case_facts import answer_rows, fact_rows
from dure.web.executor.conflicts import to_declare_first
from dure.web.executor.desk import desk_crumbs, found_desk, found_review
from dure.web.executor.forms import FilterForm
from dure.web.executor.score_form import ScoreForm
from dure.web.executor.words import SHEET, UPLOAD, WINDOW, badge
from dure.web.officer.guard import for_roles
from dure.web.people.access import note_view
from dure.web.tables import headers
from dure.web.templatetags.programme import told

MOST_UPLOADS = 5


@for_roles("executor_staff")
@require_GET
def overview(request: HttpRequest, desk: str, stage: str) -> HttpResponse:
    """Show how far the scoring of a stage is, and both ways to score."""
    at = found_desk(request, desk)
    found = found_review(at, stage)
    who, programme = actor(request), at.version.programme
    state = review.windows([programme]).get((programme, stage), "")
    scored, total = review.scored_counts([programme], [at.executor.id]).get(
        (programme, stage, at.executor.id), (0, 0)
    )
    uploads = review.uploads(who, programme, stage, at.executor.id)[:MOST_UPLOADS]
    applicants = reverse("executor_applicants", args=[at.key])
    return render(
        request,
        "executor/scores.html",
        {
            "desk": at,
            "stage": found.stage,
            "rubric": found.rubric,
            "state": state,
            "state_badge": badge(WINDOW, state),
            "scored": scored,
            "total": total,
            "left": total - scored,
            "list_url": f"{applicants}?scored=no",
            "done_url": f"{applicants}?scored=yes",
            "to_declare": staff.to_declare(who, programme, at.executor.id).exists()
            and staff.declares(found)
            and state == "open",
            "first_url": _first(request, at, stage) if state == "open" else "",
            "uploads": [{"row": one, "state": badge(UPLOAD, one.state)} for one in uploads],
            "upload_headers": headers(_("File"), _("Uploaded"), _("State")),
            "criteria_headers": headers(
                _("Criterion"), _("Weight"), _("What is judged"), numeric=(_("Weight"),)
            ),
            "crumbs": desk_crumbs(at, (told(found.stage.title), "")),
        },
    )


def _first(request: HttpRequest, at: Desk, stage: str) -> str:
    """Return the address of the first applicant that is still to score, as if the list were filtered so."""
    filters = FilterForm({"scored": "no"}, asked_on(request))
    one = filtered(request, at, filters, stage).order_by("application_no", "id").first()
    return f"{reverse('executor_score', args=[at.key, stage, one.pk])}?scored=no" if one else ""


@for_roles("executor_staff")
@require_http_methods(["GET", "POST"])
def score(request: HttpRequest, desk: str, stage: str, application: int) -> HttpResponse:
    """Show the rubric for one applicant beside what is known; keep a draft, or submit and go on."""
    at = found_desk(request, desk)
    found = found_review(at, stage)
    who = actor(request)
    one = queries_executor.applicant(who, at, application)
    if one is None or not review.is_entrant(who, stage, at.executor.id, application):
        raise Http404
    if (first := to_declare_first(request, at, found)) is not None:
        return first
    kept = f"?{request.GET.urlencode()}" if request.GET else ""
    sheet = review.sheet_of(who, stage, at.executor.id, application)
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
            saved = save_scores(
                actor=who,
                now=asked_at(request),
                programme=at.version.programme,
                stage=stage,
                executor=at.executor.id,
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
                return redirect(request.get_full_path())
            messages.success(
                request,
                _("%(number)s is scored: %(score)s points.")
                % {"number": one.application_no, "score": mark_text(saved.total)},
            )
            return redirect(_next(request, at, stage, one.application_no or ""))
    note_view(request, "application", one.pk, "executor's score sheet")
    page = _page(request, at, found, one, kept) | {
        "form": form,
        "sheet": badge(SHEET, sheet.state if sheet else ""),
        "submitted": bool(sheet and sheet.state == "submitted"),
        "score": mark_text(sheet.total) if sheet else "",
    }
    return render(request, "executor/score.html", page, status=form.status)


def _page(request: HttpRequest, at: Desk, found: StageReview, one: Any, kept: str) -> dict[str, Any]:
    programme = at.version.programme
    applicants = reverse("executor_applicants", args=[at.key])
    documents = document_rows(at, one)
    return {
        "desk": at,
        "application": one,
        "stage": found.stage,
        "open": review.windows([programme]).get((programme, found.stage.id)) == "open",
        "facts": fact_rows(one.facts or {}, origins=one.origins),
        "answers": answer_rows(at.loaded.programme, one.answers),
        "documents": documents,
        "has_files": any(row["file"] for row in documents),
        "document_headers": headers(_("Document"), _("State"), _("Good until"), _("File")),
        "reason": request.session.get("download_reason", ""),
        "next_url": _next(request, at, found.stage.id, one.application_no or "", only=True),
        "back": applicants + kept,
        "crumbs": desk_crumbs(
            at,
            (told(found.stage.title), reverse("executor_scores", args=[at.key, found.stage.id])),
            (one.application_no, ""),
        ),
    }


def _next(request: HttpRequest, at: Desk, stage: str, number: str, *, only: bool = False) -> str:
    """Return the address of the next applicant of the list that the address's filter leaves.

    After the last one: that of the stage, or nothing where ``only`` a next one is asked for.
    """
    found = filtered(request, at, FilterForm(request.GET, asked_on(request)), stage)
    entered = review.with_scores(found, actor(request), stage, at.executor.id).filter(entered=True)
    one = entered.filter(application_no__gt=number).order_by("application_no", "id").first()
    if one is None:
        return "" if only else reverse("executor_scores", args=[at.key, stage])
    kept = f"?{request.GET.urlencode()}" if request.GET else ""
    return reverse("executor_score", args=[at.key, stage, one.pk]) + kept
