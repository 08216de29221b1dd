"""After a selection: its decisions, its places and reserve lists, a place given up, its frozen inputs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from dure.domains.selection import queries
from dure.domains.selection.next_vote import moving_into_vote
from dure.domains.selection.policies import may_select
from dure.domains.selection.queries import StageCase
from dure.domains.selection.queries_disqualification import waiting_places
from dure.domains.selection.queries_objections import ScoreCorrection, corrections_of_list
from dure.domains.selection.reasons import reason_lines, told_reason
from dure.domains.selection.services.give_up_place import give_up_place
from dure.domains.selection.services.note_acceptance import note_acceptance
from dure.domains.selection.unfilled import Unfilled
from dure.engine.law.deadlines import day_of
from dure.engine.problems import Refused
from dure.language import translate
from dure.web.actors import actor, asked_at
from dure.web.officer.filters import kept_of, told_of
from dure.web.officer.guard import for_roles
from dure.web.officer.problems import forbidden_where_not_allowed, lines, sentence_of
from dure.web.officer.selection import selection_or_404, stage_crumbs, title_of
from dure.web.officer.selection_forms import AcceptanceForm, DecisionFilter, DownloadForm, GiveUpForm
from dure.web.paging import page_of
from dure.web.people.access import note_download
from dure.web.people.counting import total
from dure.web.score_tables import corrected_lines
from dure.web.selection_words import (
    DECISION_KINDS,
    DECISIONS,
    GIVEN_BY,
    PLACE_KINDS,
    PLACE_STATES,
    executor_text,
    handed_over_text,
    score,
    seat_text,
)
from dure.web.tables import headers
from dure.web.words import page_language, place

PER_PAGE = 50
MOST_READ = 2_000_000
"""Why a place is free is worked out from the inputs as they were: larger ones are read when somebody asks."""


def unfilled_text(found: Unfilled | None) -> str:
    """Return why seats stay free as a sentence; empty where none does."""
    if found is None:
        return ""
    text = translate(found.sentence, page_language())
    return text[:1].upper() + text[1:]


@for_roles("officer", "ministry")
def decision_list(request: HttpRequest, programme: str, stage: str) -> HttpResponse:
    """Show the decisions of a stage by receipt number, with their reasons."""
    selection = selection_or_404(request, programme, stage)
    case = queries.case_of_selection(selection)
    form, found = decisions_left(request, selection, case)
    page = page_of(request, found, "application_no", PER_PAGE)
    right = corrections_of_list(
        actor(request),
        selection_id=selection.pk,
        application_ids=[row.application_id for row in page.rows],
    )
    numbers = (_("Score"), _("Cut-off"), _("Rank"))
    return render(
        request,
        "officer/selection_decisions.html",
        {
            "title": title_of(case),
            "form": form,
            "rows": [_decision(case, row, right.get(row.application_id, [])) for row in page.rows],
            "page": page,
            "empty": not page.rows,
            **total(found),
            "headers": headers(
                _("Receipt number"),
                _("Business name"),
                _("Region"),
                _("Decision"),
                _("Executor"),
                *numbers,
                _("Reasons"),
                numeric=numbers,
            ),
            "filtered": bool(told_of(form)),
            "programme": programme,
            "stage": stage,
            "query": kept_of(request.GET, *form.fields),
            "crumbs": stage_crumbs(case, _("Decisions")),
        },
    )


def decisions_left(
    request: HttpRequest, selection: queries.Selection, case: StageCase
) -> tuple[DecisionFilter, QuerySet[Any]]:
    """Return the filter that a request names, and the decisions that it leaves."""
    executors = [(e.id, e.name.to(page_language())) for e in case.programme.executors]
    form = DecisionFilter(request.GET, executors)
    wanted = form.cleaned_data if form.is_valid() else {}
    found = queries.decision_rows(
        actor(request),
        selection,
        decision=wanted.get("decision", ""),
        executor=wanted.get("executor", ""),
        words=wanted.get("number", ""),
    )
    return form, found


@for_roles("officer", "ministry")
def place_list(request: HttpRequest, programme: str, stage: str) -> HttpResponse:
    """Show the places given at one executor and its reserve list as it stands now."""
    selection = selection_or_404(request, programme, stage)
    if selection.state != "published":
        raise Http404
    case = queries.case_of_selection(selection)
    rows = queries.place_rows(actor(request), selection)
    asked = request.GET.get("executor", rows[0].place)
    at = next((row for row in rows if row.place == asked), None)
    if at is None:
        raise Http404
    page = page_of(request, queries.places_at(actor(request), selection, at.place), "offered_at", PER_PAGE)
    here = reverse("officer_selection_places", args=[programme, stage])
    in_doubt = waiting_places(actor(request), selection)
    looked = selection.inputs.size <= MOST_READ or request.GET.get("why") == "look"
    return render(
        request,
        "officer/selection_places.html",
        {
            "title": title_of(case),
            "name": executor_text(case, at.place),
            "at": at,
            "unfilled": unfilled_text(queries.why_free(selection, case, at.place)) if looked else "",
            "why_url": f"{here}?{urlencode({'executor': at.place, 'why': 'look'})}",
            "not_looked": not looked and at.free > 0,
            "others": [
                {
                    "label": executor_text(case, row.place),
                    "url": f"{here}?executor={row.place}",
                    "current": row is at,
                }
                for row in rows
                if not case.pooled
            ],
            "rows": [_place(case, one, in_doubt) for one in page.rows],
            "page": page,
            "empty": not page.rows,
            "waiting": (standing := queries.candidates(selection, at.place)),
            "list_empty": not standing,
            "can_act": may_select(actor(request), programme),
            "headers": headers(
                _("Receipt number"),
                _("Business name"),
                _("Kind of seat"),
                _("State"),
                _("To be answered by"),
                _("How it was given"),
                _("What you can do"),
            ),
            "list_headers": headers(
                _("Order now"),
                _("Receipt number"),
                _("Business name"),
                _("Rank of all"),
                _("Reserve number as decided"),
                numeric=(_("Order now"), _("Rank of all"), _("Reserve number as decided")),
            ),
            "crumbs": stage_crumbs(case, _("Places and reserve lists")),
        },
    )


@for_roles("officer")
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def give_up(request: HttpRequest, place_id: int) -> HttpResponse:
    """Note that an applicant gives up a place; it goes to the next of the list at once."""
    found = queries.place_by_id(actor(request), place_id)
    if found is None:
        raise Http404
    case = queries.case_of_selection(found.selection)
    back = reverse("officer_selection_places", args=[found.programme, found.stage])
    back = back if case.pooled else f"{back}?executor={found.executor}"
    form = GiveUpForm(request.POST if request.method == "POST" else None)
    problems: list[dict[str, str]] = []
    if form.is_valid():
        try:
            given = give_up_place(
                actor=actor(request),
                now=asked_at(request),
                place_id=place_id,
                reason=form.cleaned_data["reason"],
            )
        except Refused as refused:
            problems = lines(refused.problems)
        else:
            text = ngettext(
                "Noted. The place was offered to the next of the reserve list.",
                "Noted. %(number)s places were offered to the next of the reserve list.",
                len(given),
            )
            messages.success(
                request, text % {"number": len(given)} if given else _("Noted. Nobody moved up.")
            )
            return redirect(back)
    page = {
        "place": found,
        "name": found.application.name,
        "number": found.application.application_no,
        "executor": executor_text(case, found.executor),
        "title": title_of(case),
        "form": form,
        "vote": [sentence_of(one) for one in moving_into_vote(case, asked_at(request))],
        "problems": problems,
        "back": back,
        "crumbs": stage_crumbs(case, _("Give up a place")),
    }
    return render(request, "officer/selection_give_up.html", page, status=422 if form.is_bound else 200)


@for_roles("officer")
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def accept(request: HttpRequest, place_id: int) -> HttpResponse:
    """Note that an applicant has accepted a place, told by telephone or in writing."""
    found = queries.place_by_id(actor(request), place_id)
    if found is None:
        raise Http404
    case = queries.case_of_selection(found.selection)
    back = reverse("officer_selection_places", args=[found.programme, found.stage])
    back = back if case.pooled else f"{back}?executor={found.executor}"
    today = day_of(asked_at(request))
    form = AcceptanceForm(request.POST if request.method == "POST" else None, initial={"told_on": today})
    problems: list[dict[str, str]] = []
    if form.is_valid():
        try:
            note_acceptance(
                actor=actor(request), now=asked_at(request), place_id=place_id, **form.cleaned_data
            )
        except Refused as refused:
            problems = lines(refused.problems)
        else:
            messages.success(request, _("Noted. The place is accepted."))
            return redirect(back)
    page = {
        "name": found.application.name,
        "number": found.application.application_no,
        "executor": executor_text(case, found.executor),
        "last_day": found.due_at - timedelta(microseconds=1) if found.due_at else None,
        "offered": found.state == "offered",
        "state": str(PLACE_STATES[found.state]),
        "title": title_of(case),
        "form": form,
        "problems": problems,
        "back": back,
        "back_text": _("Back to the places"),
        "crumbs": stage_crumbs(case, _("Note the acceptance")),
    }
    return render(request, "officer/selection_accept.html", page, status=422 if form.is_bound else 200)


@for_roles("officer")
@require_http_methods(["GET", "POST"])
def inputs(request: HttpRequest, programme: str, stage: str) -> HttpResponse:
    """Ask why the frozen inputs are needed, note it, and hand them out."""
    selection = selection_or_404(request, programme, stage)
    case = queries.case_of_selection(selection)
    form = DownloadForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        subjects = sum(selection.counts.values())
        what = f"inputs of selection {selection.pk}"
        note_download(request, "application", what, form.cleaned_data["reason"], subjects=subjects)
        response = HttpResponse(queries.frozen_inputs(selection), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{programme}-{stage}-applications.csv"'
        return response
    page = {
        "title": title_of(case),
        "selection": selection,
        "form": form,
        "crumbs": stage_crumbs(case, _("Inputs")),
    }
    return render(request, "officer/selection_inputs.html", page, status=422 if form.is_bound else 200)


def _decision(case: StageCase, row: Any, right: list[ScoreCorrection]) -> dict[str, Any]:
    return {
        "number": row.application_no,
        "application": row.application_id,
        "name": row.application.name,
        "region": place(row.application.region),
        "decision": str(DECISIONS[row.decision]),
        "kind": DECISION_KINDS[row.decision],
        "reserve_rank": row.reserve_rank,
        "seat": seat_text(case, row.seat) if row.seat else "",
        "executor": executor_text(case, row.executor) if row.executor else "–",
        "score": score(row.score),
        "cutoff": score(row.cutoff),
        "rank": row.rank,
        "reasons": reason_lines(told_reason(row, case), case, page_language()),
        "corrected": corrected_lines(case, right),
    }


def _place(case: StageCase, one: Any, in_doubt: frozenset[int]) -> dict[str, Any]:
    return {
        "id": one.pk,
        "application": one.application_id,
        "number": one.application.application_no,
        "name": one.application.name,
        "executor": executor_text(case, one.executor),
        "seat": seat_text(case, one.seat),
        "over_quota": one.over_quota,
        "state": str(PLACE_STATES[one.state]),
        "kind": PLACE_KINDS[one.state],
        "last_day": one.due_at - timedelta(microseconds=1) if one.state == "offered" and one.due_at else None,
        "given_by": str(GIVEN_BY[one.given_by]),
        "handed_over": handed_over_text(case, one.handed_over),
        "held": one.state in queries.HELD,
        "offered": one.state == "offered",
        "in_doubt": one.pk in in_doubt,
    }
