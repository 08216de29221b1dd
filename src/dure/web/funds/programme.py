"""The money of a programme as officers and the ministry see it: sources, lines, executors, what is left."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from dure.domains.claims.queries import Wanted, queue
from dure.domains.funds import queries
from dure.domains.funds.policies import may_manage
from dure.domains.funds.queries import ExecutorRow, FundCase, FundView, LineRow
from dure.web.actors import actor, asked_at
from dure.web.agreements.words import badge
from dure.web.charts import chart
from dure.web.funds.words import (
    SETTLEMENT,
    SOURCE_KINDS,
    executor_name,
    in_year,
    line_title,
    source_title,
)
from dure.web.officer.guard import for_roles
from dure.web.tables import crumbs, headers
from dure.web.templatetags.amounts import money, percent
from dure.web.templatetags.programme import told
from dure.web.words import page_language


@for_roles("officer", "ministry")
@require_GET
def programmes(request: HttpRequest) -> HttpResponse:
    """Show the programmes with funds that somebody runs or supervises."""
    shown = {
        "programmes": [
            {"id": one.programme, "title": one.title_en if page_language() == "en" else one.title_ko}
            for one in queries.programmes_with_funds(actor(request))
        ],
        "crumbs": crumbs((_("Programme money"), "")),
    }
    return render(request, "funds/programmes.html", shown)


@for_roles("officer", "ministry")
@require_GET
def page(request: HttpRequest, programme: str) -> HttpResponse:
    """Show the funds of a programme: what came, what is where, what executors owe, what waits."""
    who = actor(request)
    views = queries.fund_views(who, programme, asked_at(request))
    if not views:
        raise Http404
    settled = queries.settlements(who, programme)
    shown = {
        "programme": programme,
        "title": told(views[0].case.programme.title),
        "funds": [_fund(one) for one in views],
        "may_act": may_manage(who, programme),
        "waiting": _waiting(request, programme),
        "settlements": [
            {"row": one, "state": badge(SETTLEMENT, one.state), "name": _name_in(views, one.executor)}
            for one in settled
        ],
        "settlement_headers": headers(
            _("Executor"), _("Received in all"), _("Spent"), _("Rest"), _("Interest"), _("State"),
            numeric=(_("Received in all"), _("Spent"), _("Rest"), _("Interest")),
        ),
        "source_headers": headers(
            _("Source of the money"), _("Kind of source"), _("Planned in the file"), _("Came in"), _("Spent"),
            _("Given back in all"),
            numeric=(_("Planned in the file"), _("Came in"), _("Spent"), _("Given back in all")),
        ),
        "line_headers": headers(
            _("Budget line"), _("Planned in the file"), _("Reallocated"), _("Came in"), _("Spoken for"),
            _("Handed to executors"), _("Granted, not spent yet"), _("Spent"), _("Still free"),
            _("Spent of what came"),
            numeric=(
                _("Planned in the file"), _("Reallocated"), _("Came in"), _("Spoken for"),
                _("Handed to executors"), _("Granted, not spent yet"), _("Spent"), _("Still free"),
                _("Spent of what came"),
            ),
        ),
        "executor_headers": headers(
            _("Executor"), _("Budget"), _("Handed over"), _("Spent"), _("Owed match"), _("Promised"),
            _("Delivered"), _("Evidenced"), _("What lacks"),
            numeric=(
                _("Budget"), _("Handed over"), _("Spent"), _("Owed match"), _("Promised"), _("Delivered"),
                _("Evidenced"),
            ),
        ),
        "month_headers": headers(
            _("Month"), _("Came in"), _("Spent"), _("Left at its end"),
            numeric=(_("Came in"), _("Spent"), _("Left at its end")),
        ),
        "crumbs": money_crumbs(programme, told(views[0].case.programme.title)),
    }  # fmt: skip
    return render(request, "funds/programme.html", shown)


def _fund(view: FundView) -> dict[str, Any]:
    case = view.case
    months = [
        {"first_on": one.first_on, "came": one.received_won, "spent": one.spent_won, "left": one.left_won}
        for one in view.months
    ]
    return {
        "id": case.fund.id,
        "title": told(case.fund.title),
        "total": case.fund.total_won,
        "ratio": None if case.fund.matching is None else case.fund.matching.ratio_bp,
        "by_executor": bool(case.promised),
        "carries_over": case.fund.carries_over and bool(case.fund.years),
        "sources": [
            {
                "title": source_title(case, one.id),
                "kind": str(SOURCE_KINDS[next(s.kind for s in case.fund.sources if s.id == one.id)]),
                "row": one,
            }
            for one in view.sources
        ],
        "lines": [_line(case, one) for one in view.lines],
        "executors": [_executor(one) for one in view.executors],
        "months": months,
        "chart": chart(
            _("What was left month by month"),
            [_("Left at the end of the month")],
            [(f"{one.first_on:%Y-%m}", money(one.left_won), (max(0, one.left_won),)) for one in view.months],
            max((one.left_won for one in view.months), default=0) or None,
        ),
        "forecast": view.forecast,
    }


def _line(case: FundCase, one: LineRow) -> dict[str, Any]:
    return {
        "title": in_year(line_title(case, one.id), one.year),
        "row": one,
        "spent": percent(one.spent_bp) if one.came else "–",
    }


def _executor(one: ExecutorRow) -> dict[str, Any]:
    gaps = []
    if one.gap is not None:
        for words, won in (
            (_("to promise: %(won)s"), one.gap.to_promise_won),
            (_("to deliver: %(won)s"), one.gap.to_deliver_won),
            (_("to evidence: %(won)s"), one.gap.to_evidence_won),
        ):
            if won:
                gaps.append(words % {"won": money(won)})
    return {
        "name": executor_name(one.agreement),
        "row": one,
        "promised": one.cash.promised + one.in_kind.promised,
        "delivered": one.cash.delivered + one.in_kind.delivered,
        "evidenced": one.cash.evidenced + one.in_kind.evidenced,
        "gaps": gaps,
    }


def _waiting(request: HttpRequest, programme: str) -> list[dict[str, Any]]:
    """Return the lists on which something waits, with how many at most a hundred."""
    who = actor(request)
    lists = (
        (
            _("Money to be moved"),
            "officer_fund_orders",
            queries.orders(who, programme).filter(state="proposed"),
        ),
        (
            _("What executors gave"),
            "officer_deliveries",
            queries.deliveries(who, programme, state="reported"),
        ),
        (_("Claims"), "officer_claims", queue(who, programme, Wanted("submitted"), asked_at(request))),
    )
    return [
        {"label": label, "url": reverse(name, args=[programme]), "count": found.order_by()[:100].count()}
        for label, name, found in lists
    ]


def _name_in(views: list[FundView], executor: str) -> str:
    found = (
        executor_name(row.agreement)
        for view in views
        for row in view.executors
        if row.agreement.executor == executor
    )
    return next(found, executor)


def money_crumbs(programme: str, title: str, *more: tuple[str, str]) -> list[dict[str, str]]:
    """Return breadcrumbs to a page of a programme's money."""
    start = (_("Programme money"), reverse("officer_funds"))
    own = (title, reverse("officer_fund", args=[programme]) if more else "")
    return crumbs(start, own, *more)


def case_or_404(programme: str, fund: str) -> FundCase:
    """Return a fund of a published programme; raises Http404 where there is none."""
    found = next((case for case in queries.fund_cases(programme) if case.fund.id == fund), None)
    if found is None:
        raise Http404
    return found
