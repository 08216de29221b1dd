"""A claimant's own pages: the list of claims, a new one, and a claim with its lines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from dure.domains.claims import queries
from dure.domains.claims.policies import may_claim
from dure.domains.claims.queries import Claim, Source
from dure.domains.claims.services.begin_claim import begin_claim
from dure.domains.claims.services.discard_claim import discard_claim
from dure.domains.claims.services.submit_claim import submit_claim
from dure.domains.claims.services.withdraw_claim import withdraw_claim
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.agreements.words import badge
from dure.web.claims.forms import BeginForm, WithdrawForm
from dure.web.claims.showing import PER_PAGE, claim_facts, line_headers, line_rows
from dure.web.claims.words import CLAIM, benefit_title, case_of, money_of, named
from dure.web.funds.orders import told_at
from dure.web.officer.guard import signed_in
from dure.web.officer.problems import forbidden_where_not_allowed, sentence_of
from dure.web.paging import page_of
from dure.web.tables import crumbs, headers
from dure.web.templatetags.amounts import money
from dure.web.templatetags.days import day_text
from dure.web.templatetags.programme import told


@signed_in
@require_GET
def own_list(request: HttpRequest) -> HttpResponse:
    """Show the claims of those for whom somebody acts, the newest first."""
    who = actor(request)
    page = page_of(request, queries.own_claims(who), "made_at", PER_PAGE, backwards=True)
    shown = {
        "rows": [
            {
                "label": one.title,
                "url": reverse("my_claim", args=[one.pk]),
                "cells": [
                    {"text": _title(one)},
                    {"text": money_of(one, case_of(one.programme, one.fund))},
                    {"text": money(one.won) if one.submitted_at else "–", "numeric": True},
                    {"text": day_text(one.submitted_at or one.made_at)},
                ],
                "state": badge(CLAIM, one.state),
            }
            for one in page.rows
        ],
        "headers": headers(
            _("What is claimed"), _("Programme"), _("Money on which you claim"), _("Claimed"), _("Day"),
            _("State"),
            numeric=(_("Claimed"),),
        ),
        "page": page,
        "may_begin": bool(queries.sources_of(who)),
        "lists": _price_lists(request),
        "crumbs": crumbs((_("Your claims"), "")),
    }  # fmt: skip
    return render(request, "claims/mine.html", shown)


@signed_in
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def new(request: HttpRequest) -> HttpResponse:
    """Begin a claim on one kind of money."""
    who = actor(request)
    sources = {one.code: one for one in queries.sources_of(who)}
    names = named(sources.values())
    typed = BeginForm(
        [(code, _source_title(one, names)) for code, one in sources.items()],
        request.POST if request.method == "POST" else None,
    )
    if typed.is_valid():
        given = typed.cleaned_data
        try:
            pk = begin_claim(
                actor=who, now=asked_at(request), source=sources[given["source"]], title=given["title"],
                key=given["nonce"],
            )  # fmt: skip
        except Refused as refused:
            told_at(typed, refused)
        else:
            return redirect("my_claim", claim=pk)
    shown = {
        "form": typed,
        "heading": _("New claim"),
        "information": _("A claim is of one kind of money. You add its lines on the next page."),
        "submit": _("Begin the claim"),
        "closed": "" if sources else _("There is no money on which you could claim at the moment."),
        "back": reverse("my_claims"),
        "crumbs": crumbs((_("Your claims"), reverse("my_claims")), (_("New claim"), "")),
    }
    return render(request, "agreements/form.html", shown, status=422 if typed.errors else 200)


@signed_in
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def page(request: HttpRequest, claim: int) -> HttpResponse:
    """Show a claim to its claimant; hand it in, discard it or take it back."""
    who, found = actor(request), own_claim(request, claim)
    typed = WithdrawForm(request.POST if "withdraw" in request.POST else None)
    problems: list[str] = []
    if request.method == "POST":
        try:
            if answer := _acted(request, found, typed):
                messages.success(request, answer)
                away = "discard" in request.POST
                return redirect("my_claims") if away else redirect("my_claim", claim=found.pk)
        except Refused as refused:
            if "withdraw" in request.POST:
                told_at(typed, refused)
            else:
                problems = [sentence_of(one) for one in refused.problems]
    binding_case = case_of(found.programme, found.fund)
    lines = page_of(request, queries.claim_lines(who, found.pk), "position", PER_PAGE)
    draft = found.state == "draft"
    lacking: list[str] = []
    if draft and not problems:
        _draft, lacks = queries.what_lacks(found, asked_at(request))
        lacking = [sentence_of(one) for one in lacks[:MOST_TOLD]] if _draft is None or _draft.lines else []
    paid = queries.paid_of(lines.rows)
    shown = {
        "claim": found,
        "lead": _title(found),
        "state": badge(CLAIM, found.state),
        "facts": claim_facts(found, binding_case),
        "rows": line_rows(
            lines.rows, binding_case, found, paid, "my_claim_line" if draft else "", asked_at(request)
        ),
        "headers": line_headers(draft=draft),
        "page": lines,
        "draft": draft,
        "claims": may_claim(who, found),
        "lacking": lacking,
        "problems": problems,
        "form": typed,
        "may_withdraw": found.state == "submitted" and may_claim(who, found),
        "crumbs": crumbs((_("Your claims"), reverse("my_claims")), (found.title, "")),
    }
    return render(request, "claims/own.html", shown, status=422 if problems or typed.errors else 200)


MOST_TOLD = 20


def _acted(request: HttpRequest, found: Claim, typed: WithdrawForm) -> str:
    """Do what was asked for and return what to say of it; nothing where the form is not right."""
    acting: dict[str, Any] = {"actor": actor(request), "now": asked_at(request), "claim_id": found.pk}
    if "submit" in request.POST:
        submit_claim(**acting)
        return _("The claim is handed in. Its amounts are held until they are decided.")
    if "discard" in request.POST:
        discard_claim(**acting)
        return _("The draft is discarded.")
    if "withdraw" in request.POST and typed.is_valid():
        withdraw_claim(**acting, reason=typed.cleaned_data["reason"])
        return _("The claim is taken back.")
    return ""


def own_claim(request: HttpRequest, claim: int) -> Claim:
    """Return a claim for whose claimant somebody acts, or that a provider made of one's own support."""
    who = actor(request)
    found = queries.claim(who, claim)
    if found is None or not (may_claim(who, found) or _of_own_support(request, found)):
        raise Http404
    return found


def drafted_claim(request: HttpRequest, claim: int) -> Claim:
    """Return a claim of one's own that is still a draft; others are not found."""
    found = own_claim(request, claim)
    if not may_claim(actor(request), found) or found.state != "draft":
        raise Http404
    return found


def _of_own_support(request: HttpRequest, found: Claim) -> bool:
    from dure.domains.merchants.policies import may_act_for

    return found.application is not None and may_act_for(actor(request), found.application.merchant_id)


def _title(one: Claim | Source) -> str:
    case = case_of(one.programme, one.fund)
    return one.programme if case is None else told(case.programme.title)


def _source_title(one: Source, names: Mapping[str, str]) -> str:
    case = case_of(one.programme, one.fund)
    parts = [_title(one), money_of(one, case)]
    if one.executor:
        parts.append(names.get(one.executor, one.executor))
    if one.benefit:
        parts.append(benefit_title(case, one.benefit))
    if one.side == "provider":
        parts.append(_("application %(number)s") % {"number": one.application})
    return " · ".join(parts)


def _price_lists(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the price lists that somebody can publish: of each executor with an agreement."""
    own = {(one.programme, one.executor): one for one in queries.sources_of(actor(request)) if one.executor}
    names = named(own.values())
    return [
        {
            "label": f"{names.get(executor, executor)} ({_title(one)})",
            "url": reverse("my_prices", args=[programme, executor]),
        }
        for (programme, executor), one in own.items()
    ]
