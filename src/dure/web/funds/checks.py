"""Officers check what executors gave, and settle."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from dure.domains.funds import queries
from dure.domains.funds.policies import may_manage
from dure.domains.funds.queries import FundCase
from dure.domains.funds.services.check_delivery import check_delivery
from dure.domains.funds.services.decide_settlement import decide_settlement
from dure.domains.funds.services.propose_settlement import propose_settlement
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.agreements.words import badge
from dure.web.funds.forms import AnswerForm, SettleForm, year_of
from dure.web.funds.orders import PER_PAGE, executors_in_force, form_page, told_at
from dure.web.funds.programme import case_or_404, money_crumbs
from dure.web.funds.words import REPORT, SETTLEMENT, fact, source_title
from dure.web.officer.guard import for_roles
from dure.web.officer.problems import forbidden_where_not_allowed
from dure.web.paging import page_of
from dure.web.tables import headers
from dure.web.templatetags.amounts import money
from dure.web.templatetags.days import day_text, instant
from dure.web.templatetags.programme import told


@for_roles("officer", "ministry")
@require_GET
def delivery_list(request: HttpRequest, programme: str) -> HttpResponse:
    """Show what executors gave of their promises, the newest first."""
    cases = _cases(programme)
    found = queries.deliveries(actor(request), programme)
    page = page_of(request, found, "reported_at", PER_PAGE, backwards=True)
    shown = {
        "heading": _("What executors gave"),
        "headers": headers(
            _("What was given"), _("Executor"), _("Part of the promise"), _("Its value"), _("Day"),
            _("State"),
            numeric=(_("Its value"),),
        ),
        "rows": [
            {
                "label": one.what,
                "url": reverse("officer_delivery", args=[one.pk]),
                "cells": [
                    {"text": one.executor},
                    {"text": source_title(cases[one.fund], one.source) if one.fund in cases else one.source},
                    {"text": money(one.won), "numeric": True},
                    {"text": day_text(one.delivered_on)},
                ],
                "state": badge(REPORT, one.state),
            }
            for one in page.rows
        ],
        "page": page,
        "crumbs": money_crumbs(programme, _title(cases), (_("What executors gave"), "")),
    }  # fmt: skip
    return render(request, "funds/list.html", shown)


@for_roles("officer", "ministry")
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def delivery(request: HttpRequest, delivery: int) -> HttpResponse:
    """Show what an executor gave with its evidence; accept or refuse it."""
    who = actor(request)
    found = queries.delivery(who, delivery)
    if found is None:
        raise Http404
    cases = _cases(found.programme)
    typed = AnswerForm(request.POST if request.method == "POST" else None)
    if typed.is_valid():
        try:
            check_delivery(
                actor=who, now=asked_at(request), delivery_id=found.pk, accepted="approve" in request.POST,
                answer=typed.cleaned_data["answer"],
            )  # fmt: skip
        except Refused as refused:
            told_at(typed, refused)
        else:
            messages.success(request, _("Done."))
            return redirect("officer_delivery", delivery=found.pk)
    case = cases.get(found.fund)
    source = source_title(case, found.source) if case else found.source
    shown = {
        "heading": found.what,
        "lead": _title(cases),
        "state": badge(REPORT, found.state),
        "facts": [
            fact(_("Executor"), found.executor),
            fact(_("Part of the promise"), source),
            fact(_("Its value"), money(found.won), found.basis),
            fact(_("Day on which it was given"), day_text(found.delivered_on)),
            *([fact(_("What was said to it"), found.answer)] if found.answer else []),
        ],
        "file": found.evidence,
        "file_url": reverse("delivery_file", args=[found.pk]),
        "form": typed,
        "may_decide": found.state == "reported" and may_manage(who, found.programme),
        "approve": _("Accept the evidence"),
        "refuse": _("Refuse the evidence"),
        "crumbs": money_crumbs(
            found.programme, _title(cases),
            (_("What executors gave"), reverse("officer_deliveries", args=[found.programme])),
            (found.what, ""),
        ),
    }  # fmt: skip
    return render(request, "funds/one.html", shown, status=422 if typed.errors else 200)


@for_roles("officer")
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def settle(request: HttpRequest, programme: str, fund: str) -> HttpResponse:
    """Propose how an executor's account is settled."""
    case = case_or_404(programme, fund)
    executors = executors_in_force(request, programme)
    typed = SettleForm(case, executors, request.POST if request.method == "POST" else None)

    def act() -> str:
        given = typed.cleaned_data
        propose_settlement(
            actor=actor(request), now=asked_at(request), programme=programme, fund=fund, year=year_of(given),
            executor=given["executor"], interest_won=given["interest_won"], reason=given["reason"],
        )  # fmt: skip
        return _("The settlement is proposed. Another officer has to confirm.")

    return form_page(
        request, case, typed, act,
        heading=_("Settle with an executor"),
        information=_(
            "What was handed over and not spent goes back with its interest. Nothing can be spent after this."
        ),
        submit=_("Propose the settlement"),
    )  # fmt: skip


@for_roles("officer", "ministry")
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def settlement(request: HttpRequest, settlement: int) -> HttpResponse:
    """Show a settlement; let another officer confirm it or send it back."""
    who = actor(request)
    found = queries.settlement(who, settlement)
    if found is None:
        raise Http404
    cases = _cases(found.programme)
    typed = AnswerForm(request.POST if request.method == "POST" else None)
    if typed.is_valid():
        try:
            decide_settlement(
                actor=who, now=asked_at(request), settlement_id=found.pk,
                confirmed="approve" in request.POST, answer=typed.cleaned_data["answer"],
            )  # fmt: skip
        except Refused as refused:
            told_at(typed, refused)
        else:
            messages.success(request, _("Done."))
            return redirect("officer_settlement", settlement=found.pk)
    heading = _("Settlement with %(executor)s") % {"executor": found.executor}
    shown = {
        "heading": heading,
        "lead": _title(cases),
        "state": badge(SETTLEMENT, found.state),
        "programme": found.programme,
        "statement_of": found.executor,
        "facts": [
            fact(_("Received in all"), money(found.received_won)),
            fact(_("Spent"), money(found.spent_won)),
            fact(_("Rest"), money(found.rest_won)),
            fact(_("Interest"), money(found.interest_won)),
            fact(_("Given back in all"), money(found.rest_won + found.interest_won)),
            fact(_("Reason"), found.reason, instant(found.proposed_at)),
            *([fact(_("What was said to it"), found.answer)] if found.answer else []),
        ],
        "form": typed,
        "may_decide": found.state == "proposed"
        and may_manage(who, found.programme)
        and found.proposed_by_id != who.user_id,
        "approve": _("Confirm the settlement"),
        "refuse": _("Send it back"),
        "crumbs": money_crumbs(found.programme, _title(cases), (heading, "")),
    }
    return render(request, "funds/one.html", shown, status=422 if typed.errors else 200)


def _cases(programme: str) -> dict[str, FundCase]:
    found = {case.fund.id: case for case in queries.fund_cases(programme)}
    if not found:
        raise Http404
    return found


def _title(cases: dict[str, FundCase]) -> str:
    return next((told(case.programme.title) for case in cases.values()), "")
