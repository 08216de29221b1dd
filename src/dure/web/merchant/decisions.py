"""Decisions on one's own application: why, what place came of it, and what can be done about it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dure.domains.applications.queries_own import Application
from dure.domains.selection.breakdown import is_cutoff_told
from dure.domains.selection.queries_own import (
    OwnDecision,
    Place,
    decision_of_place,
    own_decision,
    own_decisions,
    own_place,
    reserves_now,
)
from dure.domains.selection.reasons import reason_lines, told_reason
from dure.domains.selection.services.accept_place import accept_place
from dure.domains.selection.services.give_up_place import give_up_place
from dure.engine.problems import Refused
from dure.engine.programme.checks.ways import UNSCORED
from dure.web.actors import actor, asked_at
from dure.web.column_words import beside_words
from dure.web.merchant.doors import signed_in
from dure.web.merchant.explaining import explained
from dure.web.merchant.problems import sentences
from dure.web.merchant.refusal import objections_list, refusal_shown
from dure.web.selection_words import (
    DECISION_KINDS,
    DECISIONS,
    PLACE_KINDS,
    PLACE_STATES,
    clock,
    executor_text,
    handed_over_text,
    points_text,
    seat_text,
)
from dure.web.tables import crumbs
from dure.web.words import page_language


def decision_parts(request: HttpRequest, application: Application) -> dict[str, Any]:
    """Return what an application's page reads: the decisions on it, and its refusal."""
    found = own_decisions(actor(request), asked_at(request), application.pk)
    return {
        "decisions": [shown(request, one) for one in found],
        "refusal": refusal_shown(request, application),
    }


@signed_in
def decision_page(request: HttpRequest, decision_id: int) -> HttpResponse:
    """Show one decision with its reasons, rights and clocks."""
    return _decision_page(request, own_of(request, decision_id))


@signed_in
def decision_print(request: HttpRequest, decision_id: int) -> HttpResponse:
    """Show one decision as it is printed: everything that the page says, and nothing to do."""
    return _decision_page(request, own_of(request, decision_id), _("Print view"))


@signed_in
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, place_id: int) -> HttpResponse:
    """Say what taking a place means, and take it."""
    return _answer(request, place_id, taking=True)


@signed_in
@require_http_methods(["GET", "POST"])
def give_up(request: HttpRequest, place_id: int) -> HttpResponse:
    """Say what giving a place up means, and give it up."""
    return _answer(request, place_id, taking=False)


def own_of(request: HttpRequest, decision_id: int) -> OwnDecision:
    """Return a decision of one's own; others are not found."""
    found = own_decision(actor(request), asked_at(request), decision_id)
    if found is None:
        raise Http404
    return found


def _answer(request: HttpRequest, place_id: int, *, taking: bool) -> HttpResponse:
    place = own_place(actor(request), place_id)
    decision = None if place is None else decision_of_place(actor(request), place)
    if place is None or decision is None:
        raise Http404
    own = own_of(request, decision.pk)
    problems: list[Any] = []
    if request.method == "POST":
        act = accept_place if taking else give_up_place
        try:
            act(actor=actor(request), now=asked_at(request), place_id=place_id)
        except Refused as refused:
            problems = sentences(refused)
        else:
            said = _("You have accepted your place.") if taking else _("You have given your place up.")
            messages.success(request, said)
            return redirect("my_decision", decision_id=decision.pk)
    title = _("Accept the place") if taking else _("Give up the place")
    page = shown(request, own) | {
        "taking": taking,
        "title": title,
        "possible": (own.may_accept and not own.is_refused) if taking else own.may_give_up,
        "refused": taking and own.is_refused,
        "warned": taking and bool(own.excluded_by) and not own.is_refused,
        "excluding": beside_words(own.excluded_by),
        "problems": problems,
        "crumbs": crumbs_of(own, title),
    }
    return render(request, "merchant/place_answer.html", page, status=422 if problems else 200)


def _decision_page(request: HttpRequest, own: OwnDecision, last: str = "") -> HttpResponse:
    found = shown(request, own)
    template = "merchant/decision_print.html" if last else "merchant/decision.html"
    page = {**found, "shown": found, **explained(own), "crumbs": crumbs_of(own, last)}
    return render(request, template, page)


def shown(request: HttpRequest, own: OwnDecision) -> dict[str, Any]:
    """Return a decision in words, with what can be done now."""
    decision, case, language = own.decision, own.case, page_language()
    rights = case.programme.rights.objection
    reserves = reserves_now(decision) if own.place is None else []
    # An objection may have put somebody on a list who stood on none when it was decided.
    stands = "reserve" if reserves else decision.decision
    return {
        "own": own,
        "decision": decision,
        "application": decision.application,
        "programme_title": case.programme.title.to(language),
        "stage_title": case.stage.title.to(language),
        "decided": str(DECISIONS[decision.decision]),
        "decided_kind": DECISION_KINDS[decision.decision],
        "now": str(PLACE_STATES[own.place.state]) if own.place else str(DECISIONS[stands]),
        "now_kind": PLACE_KINDS[own.place.state] if own.place else DECISION_KINDS[stands],
        "executor": executor_text(case, decision.executor) if decision.executor else "",
        "seat": seat_text(case, decision.seat) if decision.seat else "",
        "scored": case.stage.chosen_by not in UNSCORED,
        "score": points_text(decision.score),
        "cutoff": points_text(decision.cutoff)
        if is_cutoff_told(decision)
        else _(
            "not shown here, fewer than three hold such a seat; the published bundle has it by receipt number"
        ),
        "reasons": reason_lines(told_reason(decision, case), case, language),
        "hash": case.loaded.hash,
        "reserves": [
            {"executor": "" if case.pooled else executor_text(case, executor), "rank": rank}
            for executor, rank in reserves
        ],
        "place": _place(own.place, own) if own.place else None,
        "object_until": own.object_until,
        "object_clock": clock(own.object_until, asked_at(request)) if own.object_until else "",
        "answered_by": rights.answered_by.to(language) if rights and rights.answered_by else "",
        "objections": objections_list(own.objections),
    }


def _place(place: Place, own: OwnDecision) -> dict[str, Any]:
    return {
        "id": place.pk,
        "executor": executor_text(own.case, place.executor) if place.executor else "",
        "state": str(PLACE_STATES[place.state]),
        "code": place.state,
        "kind": PLACE_KINDS[place.state],
        "moved_up": place.given_by == "reserve",
        "handed_over": handed_over_text(own.case, place.handed_over),
        "by_objection": place.given_by == "objection",
        "last_day": place.due_at - timedelta(microseconds=1) if place.due_at else None,
        "ended": _ended(place),
        "ended_at": place.answered_at,
        "ground": own.ground,
        "notice_url": reverse("my_place_notice", args=[place.pk]) if own.notice else "",
        "notice_open": own.notice is not None and own.notice.state in ("noticed", "answered"),
        "notice_until": own.notice.answer_until if own.notice else None,
        "may_accept": own.may_accept,
        "may_give_up": own.may_give_up,
    }


def _ended(place: Place) -> str:
    """Return how a place came to be one's own no more; empty where it still is."""
    said = {
        "lapsed": _("The place was not answered in time and is not yours any more."),
        "given_up": _("The place was given up."),
        "disqualified": _("The place was taken back."),
    }
    return said.get(place.state, "")


def crumbs_of(own: OwnDecision, last: str = "") -> list[dict[str, str]]:
    """Return the way to a decision, or to something on it."""
    number = own.decision.application_no
    here = reverse("my_decision", args=[own.decision.pk])
    pairs = [
        (_("My page"), reverse("my")),
        (number, reverse("my_application", args=[own.decision.application_id])),
        (_("Decision"), here if last else ""),
    ]
    return crumbs(*pairs, *([(last, "")] if last else []))
