"""Cases as officers see them: the list, opening one, one with everything that can be done next."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from dure.domains.recoveries import queries
from dure.domains.recoveries.policies import may_handle
from dure.domains.recoveries.reckoning import reckon_all
from dure.domains.recoveries.services.open_case import Opening, open_case
from dure.engine.law.deadlines import day_of
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.agreements.words import badge
from dure.web.funds.programme import money_crumbs
from dure.web.list_files import ListFile, ListFileForm, handed_out
from dure.web.officer.applicants import total_text
from dure.web.officer.guard import for_roles
from dure.web.officer.problems import forbidden_where_not_allowed
from dure.web.paging import page_of
from dure.web.payments.waiting import title_or_404
from dure.web.payments.words import payee_name
from dure.web.people.access import note_view
from dure.web.people.counting import counted
from dure.web.people.files import file_response
from dure.web.people.problems import tell
from dure.web.recoveries.forms import OpenForm
from dure.web.recoveries.officer_steps import steps_of
from dure.web.recoveries.showing import case_shown
from dure.web.recoveries.steps import FIELDS, took, went_wrong
from dure.web.recoveries.words import CASE, GROUNDS
from dure.web.tables import headers
from dure.web.templatetags.amounts import money

PER_PAGE = 50
STAFF = ("officer", "ministry", "accountant")


def crumbs_of(programme: str, title: str, *more: tuple[str, str]) -> list[dict[str, str]]:
    """Return breadcrumbs to a page of a programme's recoveries."""
    own = (_("Recoveries"), reverse("officer_recoveries", args=[programme]) if more else "")
    return money_crumbs(programme, title, own, *more)


@for_roles(*STAFF)
@require_GET
def case_list(request: HttpRequest, programme: str) -> HttpResponse:
    """Show the cases of a programme, the newest first, with what is left of each."""
    who, title = actor(request), title_or_404(programme)
    state, number = _asked(request)
    page = page_of(request, queries.cases(who, programme, state, number), "id", PER_PAGE, backwards=True)
    found = reckon_all(page.rows, day_of(asked_at(request)))
    amounts = (_("Asked back"), _("Received or set off"), _("Left"))
    shown = {
        "programme": programme,
        "title": title,
        "state": state,
        "number": number,
        "states": [("", _("Every state")), *((name, str(CASE[name][0])) for name in queries.STATES)],
        "headers": headers(
            _("Case"), _("Payee"), _("Ground of the case"), *amounts, _("State"), numeric=amounts
        ),
        "rows": [
            {
                "label": _("Recovery %(number)s") % {"number": one.number},
                "url": reverse("officer_recovery", args=[one.pk]),
                "payee": payee_name(one.payee),
                "ground": str(GROUNDS[one.ground]),
                "cells": [
                    money(won) if one.decided_at else "–"
                    for won in (
                        found[one.pk].owed_won,
                        found[one.pk].received_won + found[one.pk].set_off_won,
                        found[one.pk].left_won,
                    )
                ],
                "state": badge(CASE, one.state),
            }
            for one in page.rows
        ],
        "page": page,
        "crumbs": crumbs_of(programme, title),
    }  # fmt: skip
    return render(request, "recoveries/list.html", shown)


def _asked(request: HttpRequest) -> tuple[str, str]:
    state = request.GET.get("state", "")
    return (state if state in CASE else "", request.GET.get("number", "").strip()[:20])


@for_roles(*STAFF)
@require_http_methods(["GET", "POST"])
def export(request: HttpRequest, programme: str) -> HttpResponse:
    """Hand out the cases of a programme as a file, with a reason."""
    who, title = actor(request), title_or_404(programme)
    form = ListFileForm(request.POST if request.method == "POST" else None)
    cases = queries.cases(who, programme)

    def listed(_chosen: Any) -> ListFile:
        some = list(cases.order_by("pk"))
        found = reckon_all(some, day_of(asked_at(request)))
        return ListFile(
            name=f"{programme}-recoveries",
            what=f"recoveries, {programme}",
            subjects=len(some),
            headers=[
                _("Case"), _("Payee"), _("Ground of the case"), _("Article"), _("State"), _("What was paid"),
                _("Amount taken back"), _("Surcharge"), _("To be paid until"), _("Amount received"),
                _("Set off"), _("Left"), _("Past the due day"), _("Interest until today"),
            ],
            rows=[
                [
                    str(one.number), payee_name(one.payee, whole=True), str(GROUNDS[one.ground]), one.basis,
                    str(CASE[one.state][0]), str(one.paid_won), str(one.back_won), str(one.surcharge_won),
                    one.due_on.isoformat() if one.due_on else "", str(found[one.pk].received_won),
                    str(found[one.pk].set_off_won), str(found[one.pk].left_won), str(found[one.pk].late_won),
                    str(found[one.pk].interest_won),
                ]
                for one in some
            ],
        )  # fmt: skip

    if (answer := handed_out(request, form, listed)) is not None:
        return answer
    heading = _("Export recoveries")
    shown = {
        "form": form,
        "heading": heading,
        "title": title,
        "unfiltered": _("All"),
        "counted": _("Recoveries"),
        "total_text": total_text(counted(cases)),
        "warning": _("The file tells from whom what is taken back"),
        "back": reverse("officer_recoveries", args=[programme]),
        "crumbs": crumbs_of(programme, title, (heading, "")),
    }
    return render(request, "officer/export.html", shown, status=422 if form.errors else 200)


@for_roles("officer")
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def open_one(request: HttpRequest, payee: int) -> HttpResponse:
    """Open a case on something that a payee was paid."""
    who, now = actor(request), asked_at(request)
    found = queries.takeable(who, payee)
    if found is None:
        raise Http404
    to, paid = found
    form = OpenForm(
        request.POST if request.method == "POST" else None,
        [(one.cause, f"{one.what} ({money(one.won)})") for one in paid],
    )
    if form.is_valid():
        given = form.cleaned_data
        told = Opening(given["ground"], given["basis"], given["facts"], given["causes"])
        try:
            made = open_case(actor=who, now=now, payee_id=payee, told=told, key=given["nonce"])
        except Refused as refused:
            tell(form, refused, {code: name for code, name in FIELDS.items() if name in form.fields})
        else:
            messages.success(request, _("The case is open. Give the party notice when everything is here."))
            return redirect("officer_recovery", case=made)
    title, heading = title_or_404(to.programme), _("Open a recovery")
    shown = {
        "form": form,
        "heading": heading,
        "lead": f"{payee_name(to, whole=True)}, {title}",
        "information": _("Nobody is told yet, and nothing is taken. Another officer decides."),
        "submit": _("Open the case"),
        "back": reverse("officer_payee", args=[payee]),
        "crumbs": crumbs_of(to.programme, title, (heading, "")),
    }
    return render(request, "agreements/form.html", shown, status=422 if form.errors else 200)


@for_roles(*STAFF)
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def case(request: HttpRequest, case: int) -> HttpResponse:
    """Show a case with everything that was said and came, and do what is to be done next."""
    who = actor(request)
    found = queries.case(who, case)
    if found is None or not who.may_in(found.programme, *STAFF):
        raise Http404
    steps = steps_of(request, found) if may_handle(who, found) else []
    said, problems = took(request, steps)
    if said:
        messages.success(request, said)
        return redirect("officer_recovery", case=found.pk)
    note_view(request, "recovery_case", found.pk, "recovery")
    title = title_or_404(found.programme)
    shown = case_shown(request, found, own=False) | {
        "lead": title,
        "steps": steps,
        "problems": problems,
        "payee_url": reverse("officer_payee", args=[found.payee_id]) if not who.has("accountant") else "",
        "crumbs": crumbs_of(
            found.programme, title, (_("Recovery %(number)s") % {"number": found.number}, "")
        ),
    }
    return render(request, "recoveries/case.html", shown, status=422 if went_wrong(steps, problems) else 200)


@for_roles(*STAFF)
@require_GET
def file(request: HttpRequest, file: int) -> HttpResponse:
    """Hand out a file of a case."""
    who = actor(request)
    found = queries.file(who, file)
    if found is None or not who.may_in(found.case.programme, *STAFF):
        raise Http404
    note_view(request, "recovery_case", found.case_id, "file of a recovery")
    return cast(HttpResponse, file_response(request, found.file))
