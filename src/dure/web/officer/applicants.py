"""Applicants of a programme: the list with its filters, and the acts on all that a filter leaves."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from dure.domains.applications.deciding import LONGEST_REASON
from dure.domains.applications.policies_officer import may_check
from dure.domains.applications.queries_officer import (
    MOST_COUNTED,
    ages_of,
    applicants,
    can_be_accepted,
    can_be_refused,
    count_applicants,
    own_in_check,
)
from dure.domains.applications.services.accept_all import accept_all
from dure.domains.applications.services.refuse_all import refuse_all
from dure.domains.programmes.queries import Call, call
from dure.engine.law.deadlines import day_of
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at, asked_on
from dure.web.officer.filters import ApplicantFilter, query_of, sort_of
from dure.web.officer.guard import for_roles
from dure.web.officer.problems import forbidden_where_not_allowed, lines
from dure.web.officer.words import (
    DOCUMENT_AGES,
    ENTRIES,
    STATE_KINDS,
    STATES,
    VERDICT_KINDS,
    VERDICTS,
    executor_names,
    told,
)
from dure.web.paging import FEW, narrowed, page_of
from dure.web.tables import Header, crumbs, headers
from dure.web.templatetags.amounts import count as with_commas
from dure.web.words import industry, page_language, place

PER_PAGE = 50
SAMPLES = 5


class ReasonForm(forms.Form):
    """Why something is done, and the mark by which it is done once."""

    reason = forms.CharField(
        label=lazy("Reason"),
        help_text=lazy("Kept with the decision: who decided, when, and why."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_REASON,
    )
    nonce = forms.CharField(widget=forms.HiddenInput, max_length=40)
    expected = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


@for_roles("officer", "ministry")
def applicant_list(request: HttpRequest, programme: str) -> HttpResponse:
    """Show the applications handed in to a programme that the filter leaves."""
    called = called_or_404(request, programme)
    form = ApplicantFilter(request.GET, called.loaded.programme, asked_on(request))
    found = _found(request, called, form)
    by, descending = sort_of(request.GET)
    few, number = narrowed(found, "application_no", "id")
    page = page_of(request, few, by, PER_PAGE, backwards=descending)
    if number > FEW:
        number = count_applicants(found)
    query = query_of(request.GET)
    return render(
        request,
        "officer/applicants.html",
        {
            "form": form,
            "filters": form.told(),
            "rows": _rows(called, page.rows, asked_on(request)),
            "page": page,
            "empty": not page.rows,
            "total_text": total_text(number),
            "headers": _headers(request),
            "query": query,
            "sort": request.GET.get("sort", ""),
            "can_act": may_check(actor(request), programme),
            "programme": programme,
            "diagnosis": bool(called.loaded.programme.diagnosis),
            "matching": bool(called.loaded.programme.pairings),
            "title": title_of(called),
            "crumbs": _crumbs(called),
        },
    )


@for_roles("officer")
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def accept_list(request: HttpRequest, programme: str) -> HttpResponse:
    """Show how many of the list can be accepted, and accept them with a reason."""
    return _decide(request, programme, accepting=True)


@for_roles("officer")
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def refuse_list(request: HttpRequest, programme: str) -> HttpResponse:
    """Show how many of the list the rules refuse, and refuse them with a reason."""
    return _decide(request, programme, accepting=False)


def _decide(request: HttpRequest, programme: str, *, accepting: bool) -> HttpResponse:
    called = called_or_404(request, programme)
    who, now = actor(request), asked_at(request)
    if not may_check(who, programme):
        raise PermissionDenied
    filtered = ApplicantFilter(request.GET, called.loaded.programme, asked_on(request))
    problems: list[dict[str, str]] = []
    form = ReasonForm(request.POST) if request.method == "POST" else None
    if form is not None and form.is_valid():
        decide = accept_all if accepting else refuse_all
        try:
            done = decide(
                actor=who,
                now=now,
                programme=programme,
                wanted=filtered.wanted(),
                expected=form.cleaned_data["expected"],
                reason=form.cleaned_data["reason"],
                key=f"{who.user_id}/{form.cleaned_data['nonce']}",
            )
        except Refused as refused:
            problems = lines(refused.problems)
        else:
            _say_done(request, done, accepting)
            query = query_of(request.GET)
            return redirect(
                reverse("officer_applications", args=[programme]) + (f"?{query}" if query else "")
            )
    found = _found(request, called, filtered)
    fit = can_be_accepted(who, found, called.loaded.programme) if accepting else can_be_refused(who, found)
    number = fit.count()
    again = {"nonce": secrets.token_hex(8), "expected": number}
    if form is None or problems:
        # What was typed stays; the number and the mark are those of what is shown now.
        form = ReasonForm(initial=again | ({"reason": form.data.get("reason", "")} if form else {}))
    names = executor_names(called.loaded.programme)
    page = {
        "form": form,
        "problems": problems,
        "accepting": accepting,
        "number": number,
        "others": count_applicants(found) - number,
        "own": own_in_check(who, found),
        "filters": filtered.told(),
        "samples": [row_of(one, names) for one in fit.order_by("application_no", "id")[:SAMPLES]],
        "headers": headers(*_columns()),
        "action": f"{request.path}?{query_of(request.GET)}",
        "back": reverse("officer_applications", args=[programme]) + f"?{query_of(request.GET)}",
        "crumbs": _crumbs(called, _("Accept all of the list") if accepting else _("Refuse all of the list")),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "officer/decide_all.html", page, status=status)


def _say_done(request: HttpRequest, done: int, accepting: bool) -> None:
    number = {"number": with_commas(done)}
    if accepting:
        text = ngettext(
            "%(number)s application was accepted, and the applicant told.",
            "%(number)s applications were accepted, and each applicant told.",
            done,
        )
    else:
        text = ngettext(
            "%(number)s application was refused, and the applicant told why.",
            "%(number)s applications were refused, and each applicant told why.",
            done,
        )
    messages.success(request, text % number)


def called_or_404(request: HttpRequest, programme: str) -> Call:
    """Return the published version of a programme; 404 where there is none."""
    found = call(actor(request), asked_at(request), programme)
    if found is None:
        raise Http404
    return found


def title_of(called: Call) -> str:
    """Return a programme's title in the language of the page."""
    return called.loaded.programme.title.to(page_language())


def _found(request: HttpRequest, called: Call, form: ApplicantFilter) -> Any:
    now = asked_at(request)
    return applicants(actor(request), called.version.programme, form.wanted(), on=day_of(now), now=now)


def _rows(called: Call, found: Sequence[Any], on: date) -> list[dict[str, Any]]:
    """Return the rows of a page, each with in which ways its documents are old by now; one query."""
    programme = called.loaded.programme
    names = executor_names(programme)
    ages = ages_of(programme.application_documents, [one.pk for one in found], on)
    return [
        row_of(one, names) | {"ages": [str(DOCUMENT_AGES[age]) for age in ages.get(one.pk, ())]}
        for one in found
    ]


def row_of(one: Any, names: dict[str, str]) -> dict[str, Any]:
    """Return a row of the list: words, with what tells of a person masked in the template."""
    chosen = [names.get(executor, executor) for executor in one.choices]
    return {
        "id": one.pk,
        "number": one.application_no,
        "name": one.name,
        "business_no": one.merchant.business_no,
        "place": place(one.region),
        "industry": industry(one.ksic),
        "first": chosen[0] if chosen else "",
        "others": len(chosen) - 1 if chosen else 0,
        "verdict": told(VERDICTS, one.verdict or "none"),
        "verdict_kind": VERDICT_KINDS[one.verdict or "none"],
        "state": told(STATES, one.state),
        "state_kind": STATE_KINDS.get(one.state, "gray"),
        "entry": told(ENTRIES, one.entry),
        "at": one.submitted_at,
    }


def total_text(number: int, most: int = MOST_COUNTED) -> str:
    """Return how many a list has, exactly up to a bound."""
    if number > most:
        return _("More than %(number)s results") % {"number": with_commas(most)}
    return ngettext("%(number)s result", "%(number)s results", number) % {"number": with_commas(number)}


def _columns() -> list[str]:
    return [
        _("Receipt number"),
        _("Business name"),
        _("Business number"),
        _("Region"),
        _("Industry"),
        _("First choice"),
        _("Verdict of the rules"),
        _("State"),
        _("Handed in at"),
    ]


def _headers(request: HttpRequest) -> list[Header]:
    made = headers(*_columns())
    by, descending = sort_of(request.GET)
    for place_of, (column, name) in {0: ("application_no", "number"), -1: ("submitted_at", "time")}.items():
        chosen = column == by
        sort = f"-{name}" if chosen and not descending else name
        made[place_of]["url"] = f"{request.path}?{_joined(query_of(request.GET), f'sort={sort}')}"
        if chosen:
            made[place_of]["direction"] = "descending" if descending else "ascending"
    return made


def _joined(*parts: str) -> str:
    return "&".join(part for part in parts if part)


def _crumbs(called: Call, last: str = "") -> list[dict[str, str]]:
    here = reverse("officer_applications", args=[called.version.programme])
    pairs = [(_("My desk"), reverse("officer_home")), (_("Applicants"), here)]
    return crumbs(*pairs, *([(last, "")] if last else []))
