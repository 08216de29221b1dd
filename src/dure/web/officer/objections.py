"""Objections: by the clock, assigned to somebody who did not decide, extended once, answered."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dure.domains.programmes.queries import loaded
from dure.domains.selection import queries
from dure.domains.selection import queries_objections as objections
from dure.domains.selection.correcting_items import (
    criteria_of,
    is_one_score,
    marks_make_the_score,
)
from dure.domains.selection.policies import may_select
from dure.domains.selection.queries_objections import Objection, corrections_shown
from dure.domains.selection.services.answer_objection import answer_objection
from dure.domains.selection.services.assign_objection import assign_objection
from dure.domains.selection.services.extend_objection import extend_objection
from dure.engine.problems import Refused
from dure.language import translate
from dure.web.actors import actor, asked_at
from dure.web.officer.guard import for_roles
from dure.web.officer.objection_against import against, marks_told
from dure.web.officer.problems import forbidden_where_not_allowed, lines
from dure.web.officer.selection import title_of
from dure.web.officer.selection_forms import (
    AnswerForm,
    AnswerRefusalForm,
    AssignForm,
    ExtendForm,
    OnceForm,
    OutcomeForm,
)
from dure.web.paging import page_of
from dure.web.people.access import note_download, note_view
from dure.web.people.files import can_be_shown, file_response, shown_response
from dure.web.score_tables import (
    corrected_by,
    corrected_together,
    criterion_text,
    executors_text,
)
from dure.web.selection_words import (
    EFFECTS,
    OBJECTION_KINDS,
    OBJECTION_STATES,
    clock,
    clock_kind,
    correction_words,
)
from dure.web.tables import crumbs, headers
from dure.web.words import page_language

PER_PAGE = 50
WHICH = {
    "open": lazy("To be answered"),
    "mine": lazy("Assigned to me"),
    "overdue": lazy("Overdue"),
    "answered": lazy("Answered objections"),
    "all": lazy("All objections"),
}
OPEN = ("filed", "assigned")


@for_roles("officer", "ministry")
def objection_list(request: HttpRequest) -> HttpResponse:
    """Show objections, those due first first."""
    which = which_of(request)
    found = objections.objection_rows(actor(request), asked_at(request), which=which)
    page = page_of(request, found, "due_on", PER_PAGE)
    right = objections.corrections_of_objections(actor(request), [one.pk for one in page.rows])
    here = reverse("officer_objections")
    return render(
        request,
        "officer/objections.html",
        {
            "rows": [_row(request, one, right.get(one.pk, [])) for one in page.rows],
            "page": page,
            "empty": not page.rows,
            "total": found.count(),
            "which": which,
            "caption": str(WHICH[which]),
            "filters": [
                {"label": str(label), "url": f"{here}?which={name}", "current": name == which}
                for name, label in WHICH.items()
            ],
            "headers": headers(
                _("Receipt number"),
                _("Programme and stage"),
                _("Filed"),
                _("State"),
                _("To be answered by"),
                _("Officer"),
            ),
            "crumbs": crumbs((_("Objections"), "")),
        },
    )


def which_of(request: HttpRequest) -> str:
    """Return which objections a request asks for: those to be answered where it does not say."""
    which = request.GET.get("which", "open")
    return which if which in WHICH else "open"


@for_roles("officer", "ministry")
def objection_page(request: HttpRequest, objection_id: int) -> HttpResponse:
    """Show one objection with its decision; what the applicant wrote is noted as looked at."""
    found = _found(request, objection_id)
    note_view(request, "application", found.application_id, "objection page")
    return _page(request, found)


@for_roles("officer")
@require_POST
@forbidden_where_not_allowed
def assign(request: HttpRequest, objection_id: int) -> HttpResponse:
    """Give an objection to an officer."""
    found = _found(request, objection_id)
    form = AssignForm(request.POST, objections.who_may_answer(actor(request), asked_at(request), found))
    if not form.is_valid():
        return _page(request, found, assign_form=form, status=422)
    try:
        assign_objection(
            actor=actor(request),
            now=asked_at(request),
            objection_id=objection_id,
            officer_id=form.cleaned_data["officer"],
        )
    except Refused as refused:
        return _page(request, found, assign_form=form, problems=lines(refused.problems), status=422)
    messages.success(request, _("The objection is assigned, and the officer told."))
    return redirect("officer_objection", objection_id=objection_id)


@for_roles("officer")
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def extend(request: HttpRequest, objection_id: int) -> HttpResponse:
    """Extend the period to answer, with a reason."""
    found = _found(request, objection_id)
    if request.method == "GET" and found.extended_at is not None:
        messages.info(request, _("The period was extended already: that is done once."))
        return redirect("officer_objection", objection_id=objection_id)
    form: OnceForm = ExtendForm(request.POST) if request.method == "POST" else ExtendForm.fresh()
    problems: list[dict[str, str]] = []
    if form.is_bound and form.is_valid():
        try:
            extend_objection(
                actor=actor(request),
                now=asked_at(request),
                objection_id=objection_id,
                reason=form.cleaned_data["reason"],
                key=form.cleaned_data["nonce"],
            )
        except Refused as refused:
            problems = lines(refused.problems)
        else:
            messages.success(request, _("The period is extended, and the applicant told why."))
            return redirect("officer_objection", objection_id=objection_id)
    page = {
        "objection": found,
        "number": found.application.application_no,
        "clock": clock(found.due_on, asked_at(request)),
        "form": form,
        "problems": problems,
        "crumbs": _crumbs(found, _("Extend the period")),
    }
    return render(request, "officer/objection_extend.html", page, status=422 if form.is_bound else 200)


@for_roles("officer")
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def answer(request: HttpRequest, objection_id: int) -> HttpResponse:
    """Grant or dismiss an objection, with reasons."""
    found = _found(request, objection_id)
    form, why = _answer_form(request, found)
    note_view(request, "application", found.application_id, "objection answer")
    problems: list[dict[str, str]] = []
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            answer_objection(
                actor=actor(request),
                now=asked_at(request),
                objection_id=objection_id,
                granted=given["outcome"] == "granted",
                answer=given["answer"],
                effect=given["effect"],
                executor=given.get("executor", ""),
                basis=given.get("basis", ""),
                score=None if given.get("score") is None else int(given["score"] * 1000),
                items=form.rights()
                if isinstance(form, AnswerForm) and given["effect"] == "corrected"
                else (),
                key=given["nonce"],
            )
        except Refused as refused:
            problems = lines(refused.problems)
        else:
            messages.success(request, _("The objection is answered, and the applicant told."))
            return redirect("officer_objection", objection_id=objection_id)
    page = {
        "objection": found,
        "number": found.application.application_no,
        "is_mine": found.assigned_to_id == actor(request).user_id and found.state == "assigned",
        "form": form,
        "why": why,
        **marks_told(found),
        "problems": problems,
        "crumbs": _crumbs(found, _("Answer the objection")),
    }
    return render(request, "officer/objection_answer.html", page, status=422 if form.is_bound else 200)


@for_roles("officer", "ministry")
def objection_file(request: HttpRequest, objection_id: int) -> HttpResponse:
    """Hand out the file that came with an objection; the download is noted."""
    found = _found(request, objection_id)
    if found.file is None:
        raise Http404
    note_download(request, "application", f"file of objection {found.pk}", _("Objection"), subjects=1)
    return cast(HttpResponse, file_response(request, found.file))


@for_roles("officer", "ministry")
@require_GET
def objection_file_view(request: HttpRequest, objection_id: int) -> HttpResponse:
    """Show the file that came with an objection in the browser; that it was is noted."""
    found = _found(request, objection_id)
    if found.file is None:
        raise Http404
    note_view(request, "application", found.application_id, f"file of objection {found.pk}")
    return cast(HttpResponse, shown_response(request, found.file))


def _found(request: HttpRequest, objection_id: int) -> Objection:
    found = objections.objection_by_id(actor(request), objection_id)
    if found is None:
        raise Http404
    return found


def _page(
    request: HttpRequest,
    found: Objection,
    *,
    assign_form: AssignForm | None = None,
    problems: list[dict[str, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    who, now = actor(request), asked_at(request)
    case = objections.case_of_objection(found)
    officers = objections.who_may_answer(who, now, found) if found.state in OPEN else []
    right = case.programme.rights.objection
    names = queries.people(who, [found.assigned_to_id, found.answered_by_id])
    page: dict[str, Any] = {
        "objection": found,
        "title": _title(found),
        "application": found.application,
        "can_be_shown": can_be_shown(found.file),
        **against(request, found, case),
        "state": str(OBJECTION_STATES[found.state]),
        "kind": OBJECTION_KINDS[found.state],
        "is_open": found.state in OPEN,
        "clock": clock(found.due_on, now),
        "clock_kind": clock_kind(found.due_on, now),
        "effect": str(EFFECTS[found.effect]) if found.effect else "",
        "corrections": [
            {"executor": executors_text(case, same), **correction_words(same[0])}
            for same in corrected_together(corrections_shown(found))
        ],
        "assigned_to": names.get(found.assigned_to_id or 0, ""),
        "answered_by": names.get(found.answered_by_id or 0, ""),
        "is_mine": found.assigned_to_id == who.user_id and found.state == "assigned",
        "can_act": may_select(who, found.application.programme),
        "may_extend": right is not None
        and right.extend_once_by is not None
        and found.extended_at is None
        and found.state in OPEN,
        "assign_form": assign_form or AssignForm(None, officers, initial={"officer": found.assigned_to_id}),
        "nobody": not officers,
        "problems": problems or [],
        "crumbs": _crumbs(found),
    }
    return render(request, "officer/objection.html", page, status=status)


def _answer_form(request: HttpRequest, found: Objection) -> tuple[OutcomeForm, str]:
    """Return the form of an answer, and what it does not offer and why."""
    data = request.POST if request.method == "POST" else None
    fresh = OnceForm.fresh().initial
    case = objections.case_of_objection(found)
    if found.decision is None:
        possible = objections.ways(case, found)
        why = "" if len(possible.effects) > 1 else translate(possible.why, page_language())
        return AnswerRefusalForm(data, possible.effects, initial=fresh), why[:1].upper() + why[1:]
    chosen = [(e.id, e.name.to(page_language())) for e in case.programme.executors]
    place = objections.place_of_objection(actor(request), found)
    taken = place is not None and place.state == "disqualified"
    form = AnswerForm(
        data,
        chosen,
        initial={"executor": found.decision.executor, **fresh},
        taken=taken,
        criteria=[(one.key, criterion_text(one)) for one in criteria_of(case)],
        marks_make_the_score=marks_make_the_score(case),
        one_score=is_one_score(case),
    )
    return form, ""


def _title(found: Objection) -> str:
    """Return programme and stage; for a refusal, the document check."""
    if found.decision is None:
        programme = loaded(found.application.version).programme
        return f"{programme.title.to(page_language())}, {_('Document check')}"
    return title_of(queries.case_of_selection(found.decision.selection))


def _crumbs(found: Objection, last: str = "") -> list[dict[str, str]]:
    here = reverse("officer_objection", args=[found.pk])
    number = found.application.application_no or ""
    pairs = [(_("Objections"), reverse("officer_objections")), (number, here if last else "")]
    return crumbs(*pairs, *([(last, "")] if last else []))


def _row(request: HttpRequest, one: Objection, right: list[objections.ScoreCorrection]) -> dict[str, Any]:
    now = asked_at(request)
    is_open = one.state in OPEN
    return {
        "id": one.pk,
        "number": one.application.application_no,
        "title": _title(one),
        "filed_at": one.filed_at,
        "state": str(OBJECTION_STATES[one.state]),
        "kind": OBJECTION_KINDS[one.state],
        "due_on": one.due_on,
        "clock": clock(one.due_on, now) if is_open else "",
        "clock_kind": clock_kind(one.due_on, now),
        "officer": (one.assigned_to.name or one.assigned_to.email) if one.assigned_to else "",
        "corrected": corrected_by(one, right),
    }
