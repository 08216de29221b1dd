"""Cases as the party sees them: what is asked, why, how much, until when, and what it can do."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from dure.domains.payments.policies import acts_for
from dure.domains.recoveries import queries
from dure.domains.recoveries.queries import RecoveryCase
from dure.domains.recoveries.reckoning import reckon, reckon_all
from dure.domains.recoveries.services.answer_case import answer_case
from dure.domains.recoveries.services.ask_instalments import ask_instalments
from dure.domains.recoveries.services.object_to_recovery import (
    object_to_recovery,
    withdraw_recovery_objection,
)
from dure.domains.recoveries.services.put_case_file import put_case_file
from dure.domains.recoveries.services.take_back_instalments import take_back_instalments
from dure.engine.law.deadlines import day_of
from dure.web.actors import actor, asked_at
from dure.web.agreements.words import badge
from dure.web.officer.guard import signed_in
from dure.web.officer.problems import forbidden_where_not_allowed
from dure.web.paging import page_of
from dure.web.payments.waiting import title_of
from dure.web.people.access import note_view
from dure.web.people.files import file_response
from dure.web.recoveries.forms import AnswerForm, FileForm, InstalmentsForm, ObjectForm
from dure.web.recoveries.showing import case_shown
from dure.web.recoveries.steps import Step, took, went_wrong
from dure.web.recoveries.words import CASE
from dure.web.tables import crumbs, headers
from dure.web.templatetags.amounts import money

PER_PAGE = 20


@signed_in
@require_GET
def case_list(request: HttpRequest) -> HttpResponse:
    """Show what is, or may be, taken back from those for whom somebody acts."""
    page = page_of(request, queries.own_cases(actor(request)), "id", PER_PAGE, backwards=True)
    found = reckon_all(page.rows, day_of(asked_at(request)))
    titles = {programme: title_of(programme) for programme in {one.programme for one in page.rows}}
    heading = _("Taken back from you")
    amounts = (_("Asked back"), _("Left"))
    shown = {
        "heading": heading,
        "headers": headers(_("Case"), _("Programme"), *amounts, _("State"), numeric=amounts),
        "rows": [
            {
                "label": _("Recovery %(number)s") % {"number": one.number},
                "url": reverse("my_recovery", args=[one.pk]),
                "cells": [
                    {"text": titles[one.programme]},
                    {"text": money(found[one.pk].owed_won), "numeric": True},
                    {"text": money(found[one.pk].left_won), "numeric": True},
                ],
                "state": badge(CASE, one.state),
            }
            for one in page.rows
        ],
        "page": page,
        "crumbs": crumbs((heading, "")),
    }
    return render(request, "funds/list.html", shown)


@signed_in
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def case(request: HttpRequest, case: int) -> HttpResponse:
    """Show a case to the party, and do what it can do."""
    found = _own(request, case)
    steps = _steps(request, found)
    said, problems = took(request, steps)
    if said:
        messages.success(request, said)
        return redirect("my_recovery", case=found.pk)
    shown = case_shown(request, found, own=True) | {
        "lead": title_of(found.programme),
        "steps": steps,
        "problems": problems,
        "crumbs": crumbs(
            (_("Taken back from you"), reverse("my_recoveries")),
            (_("Recovery %(number)s") % {"number": found.number}, ""),
        ),
    }
    return render(request, "recoveries/case.html", shown, status=422 if went_wrong(steps, problems) else 200)


@signed_in
@require_GET
def file(request: HttpRequest, file: int) -> HttpResponse:
    """Hand out a file of one's own case."""
    found = queries.file(actor(request), file)
    if found is None or not acts_for(actor(request), found.case.payee_id):
        raise Http404
    note_view(request, "recovery_case", found.case_id, "file of a recovery")
    return cast(HttpResponse, file_response(request, found.file))


def _own(request: HttpRequest, case: int) -> RecoveryCase:
    found = queries.case(actor(request), case)
    if found is None or found.noticed_at is None or not acts_for(actor(request), found.payee_id):
        raise Http404
    return found


def _steps(request: HttpRequest, case: RecoveryCase) -> list[Step]:
    who, now = actor(request), asked_at(request)
    of: dict[str, Any] = {"actor": who, "now": now, "case_id": case.pk}
    found: list[Step] = []

    def answer(given: dict[str, Any]) -> str:
        answer_case(**of, words=given["words"])
        return _("Your statement is handed in.")

    def put(given: dict[str, Any]) -> str:
        put_case_file(**of, kind="statement", name=given["file"].name, content=given["file"].read())
        return _("The file is kept.")

    in_time = case.answer_until is not None and day_of(now) <= case.answer_until
    if case.state == "noticed" and in_time:
        found.append(Step("answer", _("Answer the notice"), AnswerForm, answer, _("Hand it in")))
    if case.state in ("noticed", "answered") and in_time:
        found.append(Step("put", _("Add a file"), FileForm, put, _("Add the file"), multipart=True))
    return [*found, *_instalments(request, case, of), *_objection(request, case, of)]


def _instalments(request: HttpRequest, case: RecoveryCase, of: dict[str, Any]) -> list[Step]:
    who, now = actor(request), asked_at(request)
    if case.state != "decided" or not case.back_won:
        return []
    alive = next((one for one in queries.plans(who, case.pk) if one.state in ("asked", "approved")), None)

    def ask(given: dict[str, Any]) -> str:
        ask_instalments(**of, count=given["count"], first_on=given["first_on"], reason=given["reason"])
        return _("Your request is handed in.")

    def take_back(_given: dict[str, Any]) -> str:
        assert alive is not None, "shown only then"
        take_back_instalments(actor=who, now=now, plan_id=alive.pk)
        return _("Your request is taken back.")

    if alive is None:
        standing = reckon(case, day_of(now))
        if standing.left_won != standing.owed_won or standing.late_won:
            return []
        note = _(
            "What is left bears interest. While you keep to it nothing is set off against your payments."
        )
        return [Step("ask", _("Pay in instalments"), InstalmentsForm, ask, _("Ask for instalments"), note)]
    if alive.state == "asked":
        return [Step("take_back", _("Your request waits"), None, take_back, _("Take back your request"))]
    return []


def _objection(request: HttpRequest, case: RecoveryCase, of: dict[str, Any]) -> list[Step]:
    who, now = actor(request), asked_at(request)
    one = queries.objection(who, case.pk)

    def file_it(given: dict[str, Any]) -> str:
        object_to_recovery(**of, grounds=given["grounds"])
        return _("Your objection is filed.")

    def withdraw(_given: dict[str, Any]) -> str:
        assert one is not None, "shown only then"
        withdraw_recovery_objection(actor=who, now=now, objection_id=one.pk)
        return _("Your objection is withdrawn.")

    if one is not None:
        if one.state != "filed":
            return []
        return [Step("withdraw", _("Your objection waits"), None, withdraw, _("Withdraw it"), danger=True)]
    until = case.object_until
    if case.state in ("decided", "settled") and until is not None and day_of(now) <= until:
        note = _("It does not put off the day until which is to be paid.")
        return [
            Step("object", _("Object to the decision"), ObjectForm, file_it, _("File the objection"), note)
        ]
    return []
