"""Uses of a grant: planned and reported by whoever carries it out, confirmed by the merchant."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from dure.domains.benefits import queries
from dure.domains.benefits.policies import carries_out, is_own_grant, may_grant
from dure.domains.benefits.queries import Grant, GrantUse
from dure.domains.benefits.services.decide_use import ACTS, decide_use
from dure.domains.benefits.services.drop_use import drop_use
from dure.domains.benefits.services.plan_use import plan_use
from dure.domains.benefits.services.report_use import Used, report_use
from dure.domains.uploads.services.keep import MOST_BYTES
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.agreements.fields import Grouped
from dure.web.agreements.words import badge
from dure.web.benefits.forms import DecideForm, PlanForm, ReportForm
from dure.web.benefits.words import USE
from dure.web.funds.words import fact
from dure.web.merchant.doors import signed_in as for_persons
from dure.web.officer.guard import signed_in
from dure.web.officer.problems import forbidden_where_not_allowed
from dure.web.people.access import note_view
from dure.web.people.files import file_response
from dure.web.people.problems import tell
from dure.web.tables import crumbs
from dure.web.templatetags.amounts import count, money
from dure.web.templatetags.days import day_text, instant
from dure.web.templatetags.programme import told

FIELDS = {
    "benefits.past": "at",
    "benefits.day": "used_on", "benefits.before": "used_on", "benefits.after": "used_on",
    "benefits.what": "what", "benefits.worth": "worth_won", "benefits.basis": "basis",
    "benefits.no_units": "units",
    "benefits.credit_short": "units", "benefits.units": "units", "benefits.evidence_used": "file",
    "benefits.answer": "answer", "file.empty": "file", "file.large": "file", "file.type": "file",
    "file.script": "file", "file.locked": "file", "file.packed": "file", "file.broken": "file",
}  # fmt: skip


def told_at(form: Grouped, refused: Refused) -> None:
    """Tell a refusal at the fields of a form that it belongs to."""
    tell(form, refused, {code: name for code, name in FIELDS.items() if name in form.fields})


@signed_in
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def plan(request: HttpRequest, grant: int) -> HttpResponse:
    """Plan the next use of a grant."""
    found = _reported_grant(request, grant)
    typed = PlanForm(request.POST if request.method == "POST" else None)
    if typed.is_valid():
        given = typed.cleaned_data
        try:
            plan_use(
                actor=actor(request),
                now=asked_at(request),
                grant_id=found.pk,
                at=given["at"],
                what=given["what"],
            )
        except Refused as refused:
            told_at(typed, refused)
        else:
            messages.success(request, _("It is planned. The merchant sees it under “My support”."))
            return redirect("grant", grant=found.pk)
    return _form(request, found, typed, _("Plan the next one"), _("Plan it"))


@signed_in
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def report(request: HttpRequest, grant: int) -> HttpResponse:
    """Report a use that was not planned here."""
    return _report(request, _reported_grant(request, grant), None)


def _report(request: HttpRequest, found: Grant, use: GrantUse | None) -> HttpResponse:
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    typed = ReportForm(*sent)
    if use is not None:
        del typed.fields["units"]
    if typed.is_valid():
        given = typed.cleaned_data
        told_use = Used(
            given["used_on"], given["what"], given.get("units") or 1, given["worth_won"], given["basis"]
        )
        file = given["file"]
        try:
            report_use(
                actor=actor(request), now=asked_at(request), grant_id=found.pk, used=told_use,
                use_id=None if use is None else use.pk, name=file.name if file else "",
                content=file.read() if file else b"",
            )  # fmt: skip
        except Refused as refused:
            told_at(typed, refused)
        else:
            messages.success(request, _("It is reported. The merchant is to confirm it."))
            return redirect("grant", grant=found.pk)
    return _form(request, found, typed, _("Report what took place"), _("Report it"), multipart=True)


@signed_in
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def one(request: HttpRequest, use: int) -> HttpResponse:
    """Show a use; let whoever may confirm, dispute, refuse, report or drop it."""
    who, found = actor(request), queries.use(actor(request), use)
    if found is None:
        raise Http404
    grant = found.grant
    reports = carries_out(who, grant) or may_grant(who, grant.programme)
    if found.state == "planned" and reports and "report" in {*request.GET, *request.POST}:
        return _report(request, grant, found)
    typed = DecideForm(request.POST if request.method == "POST" else None)
    if typed.is_valid():
        try:
            if "drop" in request.POST:
                drop_use(actor=who, now=asked_at(request), use_id=found.pk)
            else:
                name = next((name for name in ACTS if name in request.POST), "confirm")
                decide_use(
                    actor=who, now=asked_at(request), use_id=found.pk, name=name,
                    answer=typed.cleaned_data["answer"],
                )  # fmt: skip
        except Refused as refused:
            told_at(typed, refused)
        else:
            messages.success(request, _("Done."))
            return redirect("grant", grant=grant.pk)
    own = is_own_grant(who, grant)
    open_to_decide = found.state in ("reported", "disputed") and who.user_id != found.reported_by_id
    officer = may_grant(who, grant.programme)
    shown = {
        "use": found,
        "heading": _heading(grant, found),
        "lead": grant.application.name,
        "state": badge(USE, found.state),
        "facts": _facts(found),
        "form": typed,
        "may_confirm": open_to_decide and (officer or (own and found.state == "reported")),
        "may_dispute": open_to_decide and own and found.state == "reported",
        "may_refuse": open_to_decide and officer,
        "may_report": found.state == "planned" and reports,
        "crumbs": crumbs((_title(grant), reverse("grant", args=[grant.pk])), (_heading(grant, found), "")),
    }
    return render(request, "benefits/use.html", shown, status=422 if typed.errors else 200)


def _facts(found: GrantUse) -> list[dict[str, str]]:
    told_facts: list[tuple[str, Any]] = [
        (_("Planned for"), instant(found.planned_at) if found.planned_at else ""),
        (_("Took place on"), day_text(found.used_on) if found.used_on else ""),
        (_("What was done"), found.what),
        (_("How many of those granted"), count(found.units)),
        (_("Valued at"), money(found.worth_won) if found.worth_won else ""),
        (_("On what the value rests"), found.basis),
        (_("What was said to it"), found.answer),
    ]
    return [fact(term, text) for term, text in told_facts if text]


@for_persons
@require_GET
def evidence(request: HttpRequest, use: int) -> HttpResponseBase:
    """Hand out what proves a use to whoever sees it."""
    found = queries.use(actor(request), use)
    if found is None or found.evidence is None:
        raise Http404
    note_view(request, "grant_use", found.pk, "evidence of a use")
    return file_response(request, found.evidence)


def _reported_grant(request: HttpRequest, grant: int) -> Grant:
    """Return a grant whose uses somebody reports; others are not found."""
    who, found = actor(request), queries.grant(actor(request), grant)
    if found is None or not queries.is_by_uses(found):
        raise Http404
    if not (carries_out(who, found) or may_grant(who, found.programme)):
        raise Http404
    return found


def _title(grant: Grant) -> str:
    return told(queries.case_in(grant.version, grant.benefit).benefit.title)


def _heading(grant: Grant, use: GrantUse) -> str:
    return _("%(benefit)s, number %(number)s") % {"benefit": _title(grant), "number": use.number}


def _form(
    request: HttpRequest, grant: Grant, typed: Grouped, heading: str, submit: str, *, multipart: bool = False
) -> HttpResponse:
    back = reverse("grant", args=[grant.pk])
    shown = {
        "form": typed,
        "heading": heading,
        "lead": f"{_title(grant)}, {grant.application.name}",
        "multipart": multipart,
        "max_bytes": MOST_BYTES,
        "submit": submit,
        "submit_name": "report" if multipart else "",
        "back": back,
        "crumbs": crumbs((_title(grant), back), (heading, "")),
    }
    return render(request, "agreements/form.html", shown, status=422 if typed.errors else 200)
