"""Decisions on one's own application: why, what place came of it, and what can be done about it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dure.domains.applications.queries_own import Application
from dure.domains.selection.queries_own import (
    Objection,
    OwnDecision,
    Place,
    decision_of_place,
    objection_file,
    own_decision,
    own_decisions,
    own_objection,
    own_place,
    reserve_now,
)
from dure.domains.selection.reasons import reason_lines
from dure.domains.selection.services.accept_place import accept_place
from dure.domains.selection.services.file_objection import file_objection
from dure.domains.selection.services.give_up_place import give_up_place
from dure.domains.selection.services.withdraw_objection import withdraw_objection
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.merchant.decision_forms import ObjectionForm
from dure.web.merchant.doors import signed_in
from dure.web.merchant.explaining import explained
from dure.web.merchant.problems import sentences
from dure.web.people.files import file_response
from dure.web.selection_words import (
    DECISION_KINDS,
    DECISIONS,
    EFFECTS,
    OBJECTION_KINDS,
    OBJECTION_STATES,
    PLACE_KINDS,
    PLACE_STATES,
    clock,
    clock_kind,
    executor_text,
    score,
    seat_text,
)
from dure.web.tables import crumbs
from dure.web.words import page_language

MOST_BYTES = 20 * 1024 * 1024
OPEN = ("filed", "assigned")


def decision_parts(request: HttpRequest, application: Application) -> dict[str, Any]:
    """Return what ``merchant/parts/decisions.html`` reads: the decisions on an application."""
    found = own_decisions(actor(request), asked_at(request), application.pk)
    return {"decisions": [_shown(request, one) for one in found]}


@signed_in
def decision_page(request: HttpRequest, decision_id: int) -> HttpResponse:
    """Show one decision with its reasons, rights and clocks."""
    return _decision_page(request, _own(request, decision_id))


@signed_in
def decision_print(request: HttpRequest, decision_id: int) -> HttpResponse:
    """Show one decision as it is printed: everything that the page says, and nothing to do."""
    return _decision_page(request, _own(request, decision_id), _("Print view"))


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


@signed_in
@require_http_methods(["GET", "POST"])
def object_to(request: HttpRequest, decision_id: int) -> HttpResponse:
    """Take an objection to a decision."""
    own = _own(request, decision_id)
    form = ObjectionForm.fresh()
    problems: list[Any] = []
    if request.method == "POST":
        form = ObjectionForm(request.POST, request.FILES)
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                filed = file_objection(
                    actor=actor(request),
                    now=asked_at(request),
                    decision_id=decision_id,
                    grounds=form.cleaned_data["grounds"],
                    file=_bytes(file),
                    key=form.cleaned_data["nonce"],
                )
            except Refused as refused:
                problems = sentences(refused)
            else:
                messages.success(request, _("Your objection has been received."))
                return redirect("my_objection", objection_id=filed)
    page = _shown(request, own) | {
        "form": form,
        "problems": problems,
        "most_bytes": MOST_BYTES,
        "crumbs": _crumbs(own, _("Object to the decision")),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "merchant/objection_new.html", page, status=status)


@signed_in
def objection_page(request: HttpRequest, objection_id: int) -> HttpResponse:
    """Show an objection of one's own, with its clock and its answer."""
    return _objection_page(request, _own_objection(request, objection_id))


@signed_in
@require_http_methods(["GET", "POST"])
def take_back(request: HttpRequest, objection_id: int) -> HttpResponse:
    """Ask whether an objection shall be taken back, and take it back."""
    found = _own_objection(request, objection_id)
    problems: list[Any] = []
    if request.method == "POST":
        try:
            withdraw_objection(actor=actor(request), now=asked_at(request), objection_id=objection_id)
        except Refused as refused:
            problems = sentences(refused)
        else:
            messages.success(request, _("You have taken your objection back."))
            return redirect("my_objection", objection_id=objection_id)
    page = {
        "objection": found,
        "number": found.decision.application_no,
        "is_open": found.state in OPEN,
        "problems": problems,
        "crumbs": _objection_crumbs(found, _("Take the objection back")),
    }
    return render(request, "merchant/objection_withdraw.html", page, status=422 if problems else 200)


@signed_in
def objection_download(request: HttpRequest, objection_id: int) -> HttpResponseBase:
    """Hand out the file that one handed in with an objection."""
    stored = objection_file(_own_objection(request, objection_id))
    if stored is None:
        raise Http404
    return file_response(request, stored)


def _own(request: HttpRequest, decision_id: int) -> OwnDecision:
    found = own_decision(actor(request), asked_at(request), decision_id)
    if found is None:
        raise Http404
    return found


def _own_objection(request: HttpRequest, objection_id: int) -> Objection:
    found = own_objection(actor(request), objection_id)
    if found is None:
        raise Http404
    return found


def _bytes(file: object) -> tuple[str, bytes] | None:
    if not isinstance(file, UploadedFile):
        return None
    return file.name or "file", file.read(MOST_BYTES + 1)


def _answer(request: HttpRequest, place_id: int, *, taking: bool) -> HttpResponse:
    place = own_place(actor(request), place_id)
    decision = None if place is None else decision_of_place(actor(request), place)
    if place is None or decision is None:
        raise Http404
    own = _own(request, decision.pk)
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
    page = _shown(request, own) | {
        "taking": taking,
        "title": title,
        "possible": own.may_accept if taking else own.may_give_up,
        "problems": problems,
        "crumbs": _crumbs(own, title),
    }
    return render(request, "merchant/place_answer.html", page, status=422 if problems else 200)


def _decision_page(request: HttpRequest, own: OwnDecision, last: str = "") -> HttpResponse:
    shown = _shown(request, own)
    template = "merchant/decision_print.html" if last else "merchant/decision.html"
    page = {**shown, "shown": shown, **explained(own), "crumbs": _crumbs(own, last)}
    return render(request, template, page)


def _objection_page(request: HttpRequest, found: Objection) -> HttpResponse:
    own = _own(request, found.decision_id)
    now = asked_at(request)
    page = _shown(request, own) | {
        "objection": found,
        "state": str(OBJECTION_STATES[found.state]),
        "kind": OBJECTION_KINDS[found.state],
        "is_open": found.state in OPEN,
        "clock": clock(found.due_on, now),
        "clock_kind": clock_kind(found.due_on, now),
        "effect": str(EFFECTS[found.effect]) if found.effect else "",
        "crumbs": _objection_crumbs(found),
    }
    return render(request, "merchant/objection.html", page)


def _shown(request: HttpRequest, own: OwnDecision) -> dict[str, Any]:
    """Return a decision in words, with what can be done now."""
    decision, case, language = own.decision, own.case, page_language()
    rights = case.programme.rights.objection
    return {
        "own": own,
        "decision": decision,
        "application": decision.application,
        "programme_title": case.programme.title.to(language),
        "stage_title": case.stage.title.to(language),
        "decided": str(DECISIONS[decision.decision]),
        "decided_kind": DECISION_KINDS[decision.decision],
        "executor": executor_text(case, decision.executor) if decision.executor else "",
        "seat": seat_text(case, decision.seat) if decision.seat else "",
        "score": score(decision.score),
        "cutoff": score(decision.cutoff),
        "reasons": reason_lines(decision.reason, case, language),
        "hash": case.loaded.hash,
        "reserve_now": reserve_now(decision)
        if decision.decision == "reserve" and own.place is None
        else None,
        "place": _place(own.place, own) if own.place else None,
        "object_until": own.object_until,
        "object_clock": clock(own.object_until, asked_at(request)) if own.object_until else "",
        "answered_by": rights.answered_by.to(language) if rights and rights.answered_by else "",
        "objections": [
            {
                "id": one.pk,
                "filed_at": one.filed_at,
                "state": str(OBJECTION_STATES[one.state]),
                "kind": OBJECTION_KINDS[one.state],
            }
            for one in own.objections
        ],
    }


def _place(place: Place, own: OwnDecision) -> dict[str, Any]:
    return {
        "id": place.pk,
        "executor": executor_text(own.case, place.executor),
        "state": str(PLACE_STATES[place.state]),
        "code": place.state,
        "kind": PLACE_KINDS[place.state],
        "moved_up": place.given_by == "reserve",
        "by_objection": place.given_by == "objection",
        "last_day": place.due_at - timedelta(microseconds=1) if place.due_at else None,
        "may_accept": own.may_accept,
        "may_give_up": own.may_give_up,
    }


def _crumbs(own: OwnDecision, last: str = "") -> list[dict[str, str]]:
    number = own.decision.application_no
    here = reverse("my_decision", args=[own.decision.pk])
    pairs = [
        (_("My page"), reverse("my")),
        (number, reverse("my_application", args=[own.decision.application_id])),
        (_("Decision"), here if last else ""),
    ]
    return crumbs(*pairs, *([(last, "")] if last else []))


def _objection_crumbs(found: Objection, last: str = "") -> list[dict[str, str]]:
    here = reverse("my_objection", args=[found.pk])
    pairs = [
        (_("My page"), reverse("my")),
        (_("Decision"), reverse("my_decision", args=[found.decision_id])),
        (_("Objection"), here if last else ""),
    ]
    return crumbs(*pairs, *([(last, "")] if last else []))
