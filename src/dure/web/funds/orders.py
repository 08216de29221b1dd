"""Officers bring money in and ask for it to move; another officer decides."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from dure.domains.agreements.queries import agreements
from dure.domains.funds import queries
from dure.domains.funds.policies import may_manage
from dure.domains.funds.queries import FundCase, FundOrder
from dure.domains.funds.services.allot_money import allot_money
from dure.domains.funds.services.carry_over import carry_over
from dure.domains.funds.services.decide_order import decide_order
from dure.domains.funds.services.propose_advance import propose_advance
from dure.domains.funds.services.propose_reallocation import propose_reallocation
from dure.domains.funds.services.take_back_order import take_back_order
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.agreements.fields import Grouped
from dure.web.agreements.words import badge
from dure.web.funds.forms import AdvanceForm, AllotForm, AnswerForm, CarryForm, ReallocateForm, year_of
from dure.web.funds.programme import case_or_404, money_crumbs
from dure.web.funds.words import ORDER, ORDER_KINDS, executor_name, fact, in_year, line_title, source_title
from dure.web.officer.guard import for_roles
from dure.web.officer.problems import forbidden_where_not_allowed
from dure.web.paging import page_of
from dure.web.people.problems import tell
from dure.web.tables import headers
from dure.web.templatetags.amounts import money
from dure.web.templatetags.days import instant
from dure.web.templatetags.programme import told

PER_PAGE = 50
FIELDS = {
    "funds.source": "source", "funds.year": "year", "funds.over_year": "year", "funds.reason": "reason",
    "funds.same_line": "to_line", "funds.short": "won", "funds.over_budget": "won", "funds.dry": "won",
    "funds.no_agreement": "executor", "funds.answer": "answer", "funds.interest": "interest_won",
    "funds.nothing_received": "executor", "funds.settled": "executor", "funds.no_carry_over": "year",
    "funds.nothing_left": "year", "funds.over_source": "source",
}  # fmt: skip
"""At which field of a form a refusal is told."""


def told_at(form: Grouped, refused: Refused) -> None:
    """Tell a refusal at the fields of a form that it belongs to."""
    tell(form, refused, {code: name for code, name in FIELDS.items() if name in form.fields})


def form_page(
    request: HttpRequest,
    case: FundCase,
    typed: Grouped,
    act: Callable[[], str],
    *,
    heading: str,
    information: str,
    submit: str,
) -> HttpResponse:
    """Show a form about a fund; where what was sent is right, act and go back to the programme's money."""
    programme = case.programme.id
    if typed.is_valid():
        try:
            done = act()
        except Refused as refused:
            told_at(typed, refused)
        else:
            messages.success(request, done)
            return redirect("officer_fund", programme=programme)
    shown = {
        "form": typed,
        "heading": heading,
        "lead": told(case.fund.title),
        "information": information,
        "submit": submit,
        "back": reverse("officer_fund", args=[programme]),
        "crumbs": money_crumbs(programme, told(case.programme.title), (heading, "")),
    }
    return render(request, "agreements/form.html", shown, status=422 if typed.errors else 200)


@for_roles("officer")
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def allot(request: HttpRequest, programme: str, fund: str) -> HttpResponse:
    """Note that money of a source came into budget lines."""
    case = case_or_404(programme, fund)
    typed = AllotForm(case, request.POST if request.method == "POST" else None)

    def act() -> str:
        given = typed.cleaned_data
        allot_money(
            actor=actor(request), now=asked_at(request), programme=programme, fund=fund,
            source=given["source"], year=year_of(given), won_by_line=typed.won_by_line(),
            reason=given["reason"], key=given["nonce"],
        )  # fmt: skip
        return _("The money is on its budget lines.")

    return form_page(
        request, case, typed, act,
        heading=_("Note money that came in"),
        information=_(
            "Check the amounts before you send them: another officer has to approve taking them back."
        ),
        submit=_("Put it on the budget lines"),
    )  # fmt: skip


@for_roles("officer")
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def carry(request: HttpRequest, programme: str, fund: str) -> HttpResponse:
    """Carry what is left of a year over to the next."""
    case = case_or_404(programme, fund)
    if not (case.fund.carries_over and case.fund.years):
        raise Http404
    typed = CarryForm(case, request.POST if request.method == "POST" else None)

    def act() -> str:
        given = typed.cleaned_data
        carried = carry_over(
            actor=actor(request), now=asked_at(request), programme=programme, fund=fund,
            year=given["year"], reason=given["reason"],
        )  # fmt: skip
        return _("Carried over: %(won)s") % {"won": money(carried)}

    return form_page(
        request, case, typed, act,
        heading=_("Carry over to the next year"),
        information=_("Only what is free goes over. What is held for something stays in its year."),
        submit=_("Carry over"),
    )  # fmt: skip


@for_roles("officer")
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def reallocate(request: HttpRequest, programme: str, fund: str) -> HttpResponse:
    """Ask for money to move from one budget line to another."""
    case = case_or_404(programme, fund)
    typed = ReallocateForm(case, request.POST if request.method == "POST" else None)

    def act() -> str:
        given = typed.cleaned_data
        propose_reallocation(
            actor=actor(request), now=asked_at(request), programme=programme, fund=fund, year=year_of(given),
            line=given["line"], to_line=given["to_line"], won=given["won"], reason=given["reason"],
            key=given["nonce"],
        )  # fmt: skip
        return _("The amount is held. Another officer has to approve.")

    return form_page(
        request, case, typed, act,
        heading=_("Move money between budget lines"),
        information=_("Another officer approves. Until then nobody can spend the amount."),
        submit=_("Ask for approval"),
    )  # fmt: skip


@for_roles("officer")
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def advance(request: HttpRequest, programme: str, fund: str) -> HttpResponse:
    """Ask for an instalment to be handed to an executor."""
    case = case_or_404(programme, fund)
    typed = AdvanceForm(
        case, executors_in_force(request, programme), request.POST if request.method == "POST" else None
    )

    def act() -> str:
        given = typed.cleaned_data
        propose_advance(
            actor=actor(request), now=asked_at(request), programme=programme, fund=fund, year=year_of(given),
            line=given.get("line", ""), executor=given["executor"], won=given["won"], reason=given["reason"],
            key=given["nonce"],
        )  # fmt: skip
        return _("The amount is held. Another officer has to approve.")

    return form_page(
        request, case, typed, act,
        heading=_("Hand an instalment to an executor"),
        information=_("It is drawn from the sources as the programme file says. Another officer approves."),
        submit=_("Ask for approval"),
    )  # fmt: skip


def executors_in_force(request: HttpRequest, programme: str) -> list[tuple[str, str]]:
    """Return the executors whose agreements are in force, as choices of a form."""
    found = agreements(actor(request), programme).filter(state="in_force")
    return sorted((one.executor, executor_name(one)) for one in found)


@for_roles("officer", "ministry")
@require_GET
def order_list(request: HttpRequest, programme: str) -> HttpResponse:
    """Show what was asked to move, the newest first."""
    cases = {case.fund.id: case for case in queries.fund_cases(programme)}
    if not cases:
        raise Http404
    page = page_of(
        request, queries.orders(actor(request), programme), "proposed_at", PER_PAGE, backwards=True
    )
    shown = {
        "heading": _("Money to be moved"),
        "headers": headers(
            _("What"), _("From where to where"), _("Amount"), _("Asked for"), _("State"),
            numeric=(_("Amount"),),
        ),
        "rows": [
            {
                "label": str(ORDER_KINDS[one.kind]),
                "url": reverse("officer_fund_order", args=[one.pk]),
                "cells": [{"text": way_of(cases, one)}, {"text": money(one.won), "numeric": True},
                          {"text": instant(one.proposed_at)}],
                "state": badge(ORDER, one.state),
            }
            for one in page.rows
        ],
        "page": page,
        "crumbs": money_crumbs(programme, _title(cases), (_("Money to be moved"), "")),
    }  # fmt: skip
    return render(request, "funds/list.html", shown)


@for_roles("officer", "ministry")
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def one(request: HttpRequest, order: int) -> HttpResponse:
    """Show one order; let another officer decide it, or whoever asked take it back."""
    who = actor(request)
    found = queries.order(who, order)
    if found is None:
        raise Http404
    cases = {case.fund.id: case for case in queries.fund_cases(found.programme)}
    typed = AnswerForm(request.POST if request.method == "POST" else None)
    if typed.is_valid():
        now = asked_at(request)
        try:
            if "take_back" in request.POST:
                take_back_order(actor=who, now=now, order_id=found.pk)
            else:
                approved = "approve" in request.POST
                decide_order(
                    actor=who, now=now, order_id=found.pk, approved=approved,
                    answer=typed.cleaned_data["answer"],
                )  # fmt: skip
        except Refused as refused:
            told_at(typed, refused)
        else:
            messages.success(request, _("Done."))
            return redirect("officer_fund_order", order=found.pk)
    own = found.proposed_by_id == who.user_id
    is_open = found.state == "proposed" and may_manage(who, found.programme)
    shown = {
        "heading": str(ORDER_KINDS[found.kind]),
        "lead": _title(cases),
        "state": badge(ORDER, found.state),
        "facts": [
            fact(_("From where to where"), way_of(cases, found)),
            fact(_("Amount"), money(found.won)),
            fact(_("Reason"), found.reason),
            fact(_("Asked for"), instant(found.proposed_at)),
            *([fact(_("What was said to it"), found.answer)] if found.answer else []),
        ],
        "form": typed,
        "may_decide": is_open and not own,
        "may_take_back": is_open and own,
        "approve": _("Approve"),
        "refuse": _("Refuse to let it move"),
        "crumbs": money_crumbs(
            found.programme, _title(cases),
            (_("Money to be moved"), reverse("officer_fund_orders", args=[found.programme])),
            (str(ORDER_KINDS[found.kind]), ""),
        ),
    }  # fmt: skip
    return render(request, "funds/one.html", shown, status=422 if typed.errors else 200)


def _title(cases: dict[str, FundCase]) -> str:
    return next((told(case.programme.title) for case in cases.values()), "")


def way_of(cases: dict[str, FundCase], one: FundOrder) -> str:
    """Return from where to where an order moves money."""
    case = cases.get(one.fund)
    lines: list[Any] = [one.line, one.to_line]
    if case is not None:
        lines = [line_title(case, line) for line in lines]
    to = one.executor if one.kind == "advance" else lines[1]
    if one.kind == "withdrawal":
        to = one.source if case is None else source_title(case, one.source)
    return _("%(start)s → %(end)s") % {"start": in_year(lines[0], one.year), "end": to}
