"""The end of an agreement: asked for by the executor, ended by the agency, with what follows."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from dure.domains.agreements.leaving import under_way
from dure.domains.agreements.policies import may_run, may_sign
from dure.domains.agreements.queries import Agreement
from dure.domains.agreements.services.ask_leaving import ask_leaving
from dure.domains.agreements.services.leave_agreement import leave_agreement
from dure.domains.agreements.services.refuse_leaving import refuse_leaving
from dure.domains.agreements.services.take_back_agreement import take_back_agreement
from dure.domains.applications.services.open_choices import open_choices
from dure.engine.problems import Refused
from dure.engine.programme.models.window import SEOUL
from dure.web.actors import actor, asked_at
from dure.web.agreements.agreement import agreement_crumbs, or_404
from dure.web.agreements.forms import ChooseAgainForm, LeaveForm, ReasonForm
from dure.web.agreements.words import executor_name
from dure.web.officer.guard import signed_in
from dure.web.officer.problems import forbidden_where_not_allowed
from dure.web.people.problems import tell
from dure.web.templatetags.amounts import count

UNDER_WAY = {
    "places": lazy("Places that merchants hold with it"),
    "matching_rounds": lazy("Rounds of matching that it has not closed"),
    "matches": lazy("Matches of its merchants"),
    "nominations": lazy("Nominations that are not answered"),
    "scores": lazy("Applications that it has still to score"),
    "claims": lazy("Claims that are not decided"),
    "benefits": lazy("Benefits of its merchants that are not closed"),
}
WHAT_FIRST = {
    "places": lazy(
        "They stay until you move them on the page of each stage: say what happens with these merchants."
    ),
    "matching_rounds": lazy("Close or drop them first: nobody else can."),
    "matches": lazy("They stand until one side or the agency ends them."),
    "nominations": lazy("They fall with its desk."),
    "scores": lazy("They are not asked for any more: choices of this executor do not count."),
    "claims": lazy("They are decided and settled with it afterwards."),
    "benefits": lazy("They stay as they were granted: close or cancel them, or agree how they go on."),
}
FIELDS = {
    "agreement.handover": "handover",
    "agreement.reason": "reason",
    "choices.reason": "reason",
    "choices.until": "until_on",
}


@signed_in
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def close(request: HttpRequest, agreement: int) -> HttpResponse:
    """Take a proposed agreement back, end one in force, or, for its executor, ask for that."""
    found = or_404(request, agreement)
    runs = may_run(actor(request), found.programme)
    leaves = found.state == "in_force"
    if not (runs or may_sign(actor(request), found)) or not (leaves or runs):
        raise Http404
    if not leaves:
        return _take_back(request, found)
    return _end(request, found) if runs else _ask(request, found)


def _take_back(request: HttpRequest, found: Agreement) -> HttpResponse:
    typed = ReasonForm(_sent(request))
    heading = _("Take the agreement back")
    if typed.is_valid():
        try:
            take_back_agreement(
                actor=actor(request), now=asked_at(request), agreement_id=found.pk,
                reason=typed.cleaned_data["reason"],
            )  # fmt: skip
        except Refused as refused:
            tell(typed, refused, FIELDS)
        else:
            return _told(request, found)
    warning = _("The executor cannot sign it any more. Another can be proposed.")
    return _page(request, found, typed, heading, submit=heading, danger=True, warning=warning)


def _end(request: HttpRequest, found: Agreement) -> HttpResponse:
    kept = {"handover": found.handover, "ends_on": found.ends_on}
    typed = LeaveForm(_sent(request), initial=kept)
    if typed.is_valid():
        given = typed.cleaned_data
        try:
            leave_agreement(
                actor=actor(request), now=asked_at(request), agreement_id=found.pk, reason=given["reason"],
                handover=given["handover"], ends_on=given["ends_on"],
            )  # fmt: skip
        except Refused as refused:
            tell(typed, refused, FIELDS)
        else:
            return _told(request, found)
    facts = [
        {"term": str(UNDER_WAY[one.kind]), "text": count(one.count), "note": str(WHAT_FIRST[one.kind])}
        for one in under_way(found.programme, found.executor)
    ]
    return _page(
        request, found, typed, _("The executor leaves"), submit=_("End the agreement"), danger=True,
        facts=facts,
        warning=_(
            "From that day its desk, contacts, scores and downloads are shut, nobody can choose it, and"
            " everybody who chose it is told. Open amendments fall. Its places are free: the agency can move"
            " them, and publishes a version with them."
        ),
    )  # fmt: skip


def _ask(request: HttpRequest, found: Agreement) -> HttpResponse:
    typed = ReasonForm(_sent(request))
    heading = _("Ask to leave the programme")
    if typed.is_valid():
        try:
            ask_leaving(
                actor=actor(request), now=asked_at(request), agreement_id=found.pk,
                reason=typed.cleaned_data["reason"],
            )  # fmt: skip
        except Refused as refused:
            tell(typed, refused, FIELDS)
        else:
            return _told(request, found)
    warning = _("You carry the programme out until the agency has answered and set the day.")
    return _page(request, found, typed, heading, submit=_("Ask the agency"), warning=warning)


@signed_in
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def stays(request: HttpRequest, agreement: int) -> HttpResponse:
    """Say that the agreement goes on: refuse the executor's wish, or take the set day back."""
    found = or_404(request, agreement)
    is_leaving = found.leaving_asked_at is not None or found.ends_on is not None
    if not may_run(actor(request), found.programme) or found.state != "in_force" or not is_leaving:
        raise Http404
    typed = ReasonForm(_sent(request))
    heading = _("The executor stays")
    if typed.is_valid():
        try:
            refuse_leaving(
                actor=actor(request), now=asked_at(request), agreement_id=found.pk,
                reason=typed.cleaned_data["reason"],
            )  # fmt: skip
        except Refused as refused:
            tell(typed, refused, FIELDS)
        else:
            return _told(request, found)
    warning = _("The agreement goes on as it is, and the executor is told.")
    return _page(request, found, typed, heading, submit=heading, warning=warning)


@signed_in
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def choose_again(request: HttpRequest, agreement: int) -> HttpResponse:
    """Set until when the applicants of an executor that left may choose again."""
    found = or_404(request, agreement)
    if not may_run(actor(request), found.programme) or found.state != "left":
        raise Http404
    typed = ChooseAgainForm(_sent(request))
    heading = _("Let applicants choose again")
    if typed.is_valid():
        try:
            told = open_choices(
                actor=actor(request), now=asked_at(request), programme=found.programme,
                until_at=_end_of(typed.cleaned_data["until_on"]), reason=typed.cleaned_data["reason"],
            )  # fmt: skip
        except Refused as refused:
            tell(typed, refused, FIELDS)
        else:
            words = _("Done. The people of %(count)s applications have been told.") % {"count": count(told)}
            messages.success(request, words)
            return redirect("agreement", agreement=found.pk)
    warning = _(
        "Everybody whose application names an executor that left is told, and may put others in its place"
        " until the end of that day. Receipt numbers and checks stay."
    )
    return _page(request, found, typed, heading, submit=_("Let them choose again"), warning=warning)


def _end_of(on: date) -> datetime:
    return datetime.combine(on + timedelta(days=1), time(), tzinfo=SEOUL)


def _sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _told(request: HttpRequest, found: Agreement) -> HttpResponse:
    messages.success(request, _("Done. The other side has been told."))
    return redirect("agreement", agreement=found.pk)


def _page(request: HttpRequest, found: Agreement, typed: Any, heading: str, **more: Any) -> HttpResponse:
    shown = {
        "form": typed,
        "heading": heading,
        "lead": executor_name(found),
        "back": reverse("agreement", args=[found.pk]),
        "crumbs": agreement_crumbs(request, found, heading),
        **more,
    }
    return render(request, "agreements/form.html", shown, status=422 if typed.errors else 200)
