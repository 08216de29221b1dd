"""Pairs that are fixed or barred, at the officers' desk and at an executor's: kept, and lifted."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from dure.domains.accounts.refusals import NotAllowed
from dure.domains.matching import queries_officer
from dure.domains.matching.queries_officer import Case
from dure.domains.matching.services.lift_pair_rule import lift_pair_rule
from dure.domains.matching.services.set_pair_rule import set_pair_rule
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.matching.doors import Desk
from dure.web.matching.pairing_pages import pairing_page, rule_form
from dure.web.officer.problems import lines


def rule_kept(request: HttpRequest, desk: Desk, case: Case) -> HttpResponse:
    """Fix or bar a pair, or show what is wrong."""
    who = actor(request)
    form = rule_form(case, asked_at(request), request.POST)
    problems: list[dict[str, str]] = []
    if form.is_valid():
        number = form.cleaned_data["number"].strip()
        chosen = queries_officer.seeker_by_number(who, case, number, desk.executor)
        if chosen is None:
            form.add_error("number", _("Nobody who is to be matched here has this receipt number."))
    if form.is_valid():
        try:
            set_pair_rule(
                actor=who,
                now=asked_at(request),
                programme=case.programme,
                pairing=case.pairing,
                application_id=chosen or 0,
                provider_id=int(form.cleaned_data["provider"]),
                kind=form.cleaned_data["kind"],
                reason=form.cleaned_data["reason"],
                executor=desk.executor,
            )
        except NotAllowed:
            raise
        except Refused as refused:
            problems = lines(refused.problems)
        else:
            messages.success(request, _("The rule is kept; it counts from the next plan on."))
            return redirect(desk.url("matching", case.pairing))
    page = pairing_page(request, desk, case, form, problems)
    return render(request, "matching/pairing.html", page, status=422)


def rule_lifted(request: HttpRequest, desk: Desk, case: Case, rule: int) -> HttpResponse:
    """Lift a rule about a pair."""
    who = actor(request)
    if queries_officer.has_rule(who, case, rule):
        lift_pair_rule(actor=who, now=asked_at(request), rule_id=rule)
        messages.success(request, _("The rule is lifted."))
    return redirect(desk.url("matching", case.pairing))
