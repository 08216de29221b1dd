"""An executor's own pages: its promise, what it gave, what it was handed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dure.domains.funds import queries
from dure.domains.funds.policies import may_report
from dure.domains.funds.queries import FundCase
from dure.domains.funds.services.report_delivery import report_delivery
from dure.domains.funds.services.take_back_delivery import take_back_delivery
from dure.domains.programmes.queries import call
from dure.domains.uploads.services.keep import MOST_BYTES
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.agreements.fields import Grouped
from dure.web.agreements.words import AGREEMENT, badge
from dure.web.funds.forms import DeliverForm
from dure.web.funds.programme import case_or_404
from dure.web.funds.words import REPORT, SETTLEMENT, executor_name, in_year, line_title, source_title
from dure.web.merchant.doors import signed_in as for_persons
from dure.web.officer.guard import for_roles, signed_in
from dure.web.officer.problems import forbidden_where_not_allowed, sentence_of
from dure.web.paging import page_of
from dure.web.people.access import note_view
from dure.web.people.files import file_response
from dure.web.people.problems import tell
from dure.web.tables import crumbs, headers
from dure.web.templatetags.programme import told

PER_PAGE = 20
FIELDS = {
    "funds.over_promise": "won", "funds.basis": "basis", "funds.what": "what", "funds.evidence_used": "file",
    "funds.source": "source",
    "file.empty": "file", "file.large": "file", "file.type": "file", "file.script": "file",
    "file.locked": "file", "file.packed": "file", "file.broken": "file", "file.two_in_one": "file",
}  # fmt: skip


@for_roles("executor_staff")
@require_GET
def own_list(request: HttpRequest) -> HttpResponse:
    """Show the programmes in which one's executor has an agreement."""
    found = queries.own_agreements(actor(request))
    shown = {
        "rows": [
            {
                "row": one,
                "title": _title(request, one.programme),
                "name": executor_name(one),
                "state": badge(AGREEMENT, one.state),
            }
            for one in found
        ],
        "headers": headers(_("Programme"), _("Executor"), _("State")),
        "crumbs": crumbs((_("Money and promises"), "")),
    }
    return render(request, "funds/mine.html", shown)


@signed_in
@require_GET
def page(request: HttpRequest, programme: str, executor: str) -> HttpResponse:
    """Show where an executor stands: promise, deliveries, what it was handed."""
    return _page(request, programme, executor)


def _page(
    request: HttpRequest, programme: str, executor: str, problems: list[str] | None = None
) -> HttpResponse:
    who = actor(request)
    rows = queries.executor_view(who, programme, executor)
    cases = {case.fund.id: case for case in queries.fund_cases(programme)}
    if not rows or not cases:
        raise Http404
    given = page_of(
        request, queries.deliveries(who, programme, executor), "reported_at", PER_PAGE, backwards=True,
        mark="given",
    )  # fmt: skip
    reports = may_report(who, programme, executor)
    shown = {
        "programme": programme,
        "executor": executor,
        "name": executor_name(rows[0].agreement),
        "title": _title(request, programme),
        "reports": reports and rows[0].agreement.state == "in_force",
        "problems": problems or [],
        "funds": [
            {"case": case, "title": told(case.fund.title), "row": row, "promises": bool(case.promised)}
            for case, row in zip(cases.values(), rows, strict=True)
        ],
        "pools": [
            {"title": in_year(line_title(cases[fund], line), year), "row": one, "spent": one.gone}
            for fund, year, line, one in queries.pools(who, programme, executor)
            if fund in cases
        ],
        "pool_headers": headers(
            _("Budget line"), _("Handed over"), _("Waits for the check"), _("Spent or given back"),
            _("Still free"),
            numeric=(_("Handed over"), _("Waits for the check"), _("Spent or given back"), _("Still free")),
        ),
        "promise_headers": headers(
            _("Part of the promise"), _("Promised"), _("Delivered"), _("Evidenced"), _("Still to deliver"),
            numeric=(_("Promised"), _("Delivered"), _("Evidenced"), _("Still to deliver")),
        ),
        "deliveries": [
            {
                "row": one,
                "source": source_title(cases[one.fund], one.source) if one.fund in cases else one.source,
                "state": badge(REPORT, one.state),
                "may_drop": reports and one.state == "reported",
            }
            for one in given.rows
        ],
        "given": given,
        "delivery_headers": headers(
            _("What was given"), _("Part of the promise"), _("Its value"), _("Day"), _("State"),
            _("Evidence handed in"),
            numeric=(_("Its value"),),
        ),
        "settlements": [
            {"row": one, "state": badge(SETTLEMENT, one.state)}
            for one in queries.settlements(who, programme, executor)
        ],
        "settlement_headers": headers(
            _("Received in all"), _("Spent"), _("Rest"), _("Interest"), _("State"),
            numeric=(_("Received in all"), _("Spent"), _("Rest"), _("Interest")),
        ),
        "crumbs": _crumbs(request, (_title(request, programme), "")),
    }  # fmt: skip
    return render(request, "funds/own.html", shown, status=422 if problems else 200)


@signed_in
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def deliver(request: HttpRequest, programme: str, executor: str, fund: str) -> HttpResponse:
    """Report what was given of the promise, with its evidence."""
    case = _reported_case(request, programme, executor, fund)
    if not case.promised:
        raise Http404
    typed = DeliverForm(case, *_sent(request))
    if typed.is_valid():
        given = typed.cleaned_data
        try:
            report_delivery(
                actor=actor(request), now=asked_at(request), programme=programme, fund=fund,
                source=given["source"], executor=executor, won=given["won"], what=given["what"],
                basis=given["basis"], delivered_on=given["delivered_on"], name=given["file"].name or "file",
                content=given["file"].read(MOST_BYTES + 1),
            )  # fmt: skip
        except Refused as refused:
            tell(typed, refused, FIELDS | {"funds.amount": "won", "funds.day": "delivered_on"})
        else:
            messages.success(request, _("Reported. The agency checks the evidence."))
            return redirect("my_fund", programme=programme, executor=executor)
    return _form(
        request, programme, executor, typed, _("Report what you gave"),
        _("What you report counts as delivered, and as evidenced once the agency has accepted the evidence."),
    )  # fmt: skip


@signed_in
@require_POST
@forbidden_where_not_allowed
def drop_delivery(request: HttpRequest, delivery: int) -> HttpResponse:
    """Take a report of what was given back."""
    found = queries.delivery(actor(request), delivery)
    if found is None:
        raise Http404
    try:
        take_back_delivery(actor=actor(request), now=asked_at(request), delivery_id=found.pk)
    except Refused as refused:
        return _page(request, found.programme, found.executor, [sentence_of(p) for p in refused.problems])
    messages.success(request, _("The report is taken back."))
    return redirect("my_fund", programme=found.programme, executor=found.executor)


@for_persons
@require_GET
def delivery_file(request: HttpRequest, delivery: int) -> HttpResponseBase:
    """Hand out the evidence of a delivery to whoever sees it."""
    found = queries.delivery(actor(request), delivery)
    if found is None:
        raise Http404
    note_view(request, "delivery", found.pk, "evidence of a delivery")
    return file_response(request, found.evidence)


def _sent(request: HttpRequest) -> tuple[Any, Any]:
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _form(
    request: HttpRequest, programme: str, executor: str, typed: Grouped, heading: str, information: str
) -> HttpResponse:
    back = reverse("my_fund", args=[programme, executor])
    shown = {
        "form": typed,
        "heading": heading,
        "lead": _title(request, programme),
        "information": information,
        "multipart": True,
        "max_bytes": MOST_BYTES,
        "submit": _("Send the report"),
        "back": back,
        "crumbs": _crumbs(request, (_title(request, programme), back), (heading, "")),
    }
    return render(request, "agreements/form.html", shown, status=422 if typed.errors else 200)


def _reported_case(request: HttpRequest, programme: str, executor: str, fund: str) -> FundCase:
    """Return a fund to which somebody's executor reports; raises Http404 for everybody else."""
    if not may_report(actor(request), programme, executor):
        raise Http404
    if not queries.executor_view(actor(request), programme, executor):
        raise Http404
    return case_or_404(programme, fund)


def _title(request: HttpRequest, programme: str) -> str:
    found = call(actor(request), asked_at(request), programme)
    return programme if found is None else told(found.loaded.programme.title)


def _crumbs(request: HttpRequest, *more: tuple[str, str]) -> list[dict[str, str]]:
    if actor(request).has("executor_staff"):
        return crumbs((_("Money and promises"), reverse("my_funds")), *more)
    return crumbs((_("Programme money"), reverse("officer_funds")), *more)
