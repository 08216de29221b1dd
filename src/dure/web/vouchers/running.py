"""Vouchers as officers and issuers run them: figures, what is on sale, orders."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from dure.domains.funds.policies import may_manage
from dure.domains.vouchers import queries
from dure.domains.vouchers.policies import may_decide_order
from dure.domains.vouchers.queries import Figures, Issue, Order, VoucherCase
from dure.domains.vouchers.services.end_issue import end_issue
from dure.domains.vouchers.services.open_issue import open_issue
from dure.domains.vouchers.services.pay_order import pay_order
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.funds.words import fact
from dure.web.list_files import ListFile, ListFileForm, handed_out
from dure.web.officer.applicants import total_text
from dure.web.officer.guard import for_roles
from dure.web.officer.problems import forbidden_where_not_allowed
from dure.web.paging import page_of
from dure.web.people.problems import tell
from dure.web.tables import crumbs, headers
from dure.web.templatetags.amounts import money
from dure.web.templatetags.days import instant
from dure.web.templatetags.programme import told
from dure.web.vouchers.forms import IssueForm, ReasonForm, ReceiptForm
from dure.web.vouchers.words import cell, issuer_title

PER_PAGE = 50
READERS = ("officer", "ministry", "accountant", "executor_staff")
FIELDS = {
    "vouchers.amount": "won", "vouchers.total": "won", "vouchers.issuer": "issuer",
    "vouchers.on_sale": "issuer", "vouchers.bearer": "issuer", "vouchers.reason": "reason",
    "vouchers.receipt": "receipt", "vouchers.receipt_used": "receipt", "funds.line": "line",
    "funds.year": "year", "vouchers.not_active": "answer",
}  # fmt: skip


def told_at(form: Any, refused: Refused) -> None:
    named = {code: name for code, name in FIELDS.items() if name in form.fields}
    if "answer" in form.fields:
        named["vouchers.reason"] = "answer"
    tell(form, refused, named)


def case_or_404(request: HttpRequest, programme: str, benefit: str) -> VoucherCase:
    """Return a voucher that somebody runs, supervises or issues; others are not found."""
    found = next(
        (
            one
            for one in queries.cases_run(actor(request))
            if (one.programme.id, one.benefit.id) == (programme, benefit)
        ),
        None,
    )
    if found is None:
        raise Http404
    return found


def voucher_crumbs(case: VoucherCase, *more: tuple[str, str]) -> list[dict[str, str]]:
    own = reverse("officer_voucher", args=[case.programme.id, case.benefit.id]) if more else ""
    return crumbs(
        (_("Vouchers and credit"), reverse("officer_vouchers")), (told(case.benefit.title), own), *more
    )


@for_roles(*READERS)
@require_GET
def vouchers(request: HttpRequest) -> HttpResponse:
    """Show the vouchers and credit that somebody runs, supervises or issues."""
    rows = [
        {
            "title": told(one.benefit.title),
            "url": reverse("officer_voucher", args=[one.programme.id, one.benefit.id]),
            "cells": [
                cell(told(one.programme.title)),
                cell(_("Sold to citizens") if one.is_sold else _("Granted to merchants")),
            ],
            "state": None,
        }
        for one in queries.cases_run(actor(request))
    ]
    shown = {
        "heading": _("Vouchers and credit"),
        "headers": headers(_("Voucher or credit"), _("Programme"), _("How it is given")),
        "rows": rows,
        "empty": _("No programme has a voucher or credit that is spent at shops"),
        "crumbs": crumbs((_("Vouchers and credit"), "")),
    }
    return render(request, "vouchers/list.html", shown)


@for_roles(*READERS)
@require_GET
def voucher(request: HttpRequest, programme: str, benefit: str) -> HttpResponse:
    """Show what became of a voucher by issuer, what is on sale, and the ways to shops and orders."""
    case, who = case_or_404(request, programme, benefit), actor(request)
    numbers = _number_headers()
    shown = {
        "heading": told(case.benefit.title),
        "lead": told(case.programme.title),
        "case": case,
        "headers": headers(_("Issuer"), *numbers, numeric=numbers),
        "rows": [
            {
                "title": issuer_title(case, one.issuer),
                "url": "",
                "cells": [cell(money(won), num=True) for won in _numbers(one)],
                "state": None,
            }
            for one in queries.figures(who, programme, benefit)
        ],
        "issues": [_issue(case, one) for one in queries.issues_of(who, programme, benefit)],
        "issue_headers": headers(
            _("Issuer"), _("Face value"), _("Still to be sold"), _("Since"), _("State"),
            numeric=(_("Face value"), _("Still to be sold")),
        ),
        "may_issue": case.is_sold and may_manage(who, programme),
        "crumbs": voucher_crumbs(case),
    }  # fmt: skip
    return render(request, "vouchers/voucher.html", shown)


def _number_headers() -> tuple[str, ...]:
    return (
        _("Sold or granted"), _("Spent at shops"), _("Settled with shops"), _("Refunded"), _("Expired"),
        _("Cancelled"), _("Still to be spent"),
    )  # fmt: skip


def _numbers(one: Figures) -> tuple[int, ...]:
    return (one.sold, one.spent, one.redeemed, one.refunded, one.expired, one.cancelled, one.outstanding)


def _issue(case: VoucherCase, one: Issue) -> dict[str, Any]:
    left = one.room.credits - one.room.debits - one.room.held_debits
    on_sale = one.state == "on_sale"
    return {
        "title": issuer_title(case, one.issuer),
        "url": reverse("officer_voucher_end", args=[one.programme, one.benefit, one.pk]) if on_sale else "",
        "cells": [
            cell(money(one.face_won), num=True),
            cell(money(left), num=True),
            cell(instant(one.opened_at)),
        ],
        "state": {"kind": "success", "word": _("On sale")}
        if on_sale
        else {"kind": "gray", "word": _("Off sale")},
    }


@for_roles("officer")
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def issue(request: HttpRequest, programme: str, benefit: str) -> HttpResponse:
    """Put vouchers of an issuer on sale."""
    case = case_or_404(request, programme, benefit)
    if not case.is_sold:
        raise Http404
    typed = IssueForm(case, request.POST if request.method == "POST" else None)
    if typed.is_valid():
        given = typed.cleaned_data
        try:
            open_issue(
                actor=actor(request), now=asked_at(request), programme=programme, benefit=benefit,
                issuer=given["issuer"], line=given.get("line", case.fund.lines[0]),
                year=int(given.get("year") or case.fund.years[0]), face_won=given["won"],
                reason=given["reason"],
            )  # fmt: skip
        except Refused as refused:
            told_at(typed, refused)
        else:
            messages.success(request, _("They are on sale."))
            return redirect("officer_voucher", programme=programme, benefit=benefit)
    return voucher_form(request, case, typed, _("Put on sale"), _("Put it on sale"))


@for_roles("officer")
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def end(request: HttpRequest, programme: str, benefit: str, issue: int) -> HttpResponse:
    """Take vouchers off sale."""
    case = case_or_404(request, programme, benefit)
    found = next(
        (one for one in queries.issues_of(actor(request), programme, benefit) if one.pk == issue), None
    )
    if found is None:
        raise Http404
    typed = ReasonForm(request.POST if request.method == "POST" else None)
    if typed.is_valid():
        try:
            end_issue(
                actor=actor(request),
                now=asked_at(request),
                issue_id=issue,
                reason=typed.cleaned_data["reason"],
            )
        except Refused as refused:
            told_at(typed, refused)
        else:
            messages.success(request, _("They are not on sale any more. What was sold stays good."))
            return redirect("officer_voucher", programme=programme, benefit=benefit)
    return voucher_form(request, case, typed, _("Take off sale"), _("Take it off sale"))


def voucher_form(
    request: HttpRequest, case: VoucherCase, typed: Any, heading: str, submit: str, **more: Any
) -> HttpResponse:
    shown = {
        "form": typed,
        "heading": heading,
        "lead": told(case.benefit.title),
        "submit": submit,
        "back": reverse("officer_voucher", args=[case.programme.id, case.benefit.id]),
        "crumbs": voucher_crumbs(case, (heading, "")),
    } | more
    return render(request, "agreements/form.html", shown, status=422 if typed.errors else 200)


@for_roles(*READERS)
@require_GET
def orders(request: HttpRequest, programme: str, benefit: str) -> HttpResponse:
    """Show the orders that wait for their payment, the oldest first."""
    case = case_or_404(request, programme, benefit)
    found = queries.orders_of(actor(request), programme, benefit)
    page = page_of(request, found, "ordered_at", PER_PAGE)
    numbers = (_("Face value"), _("To be paid"))
    shown = {
        "heading": _("Orders that wait for payment"),
        "lead": told(case.benefit.title),
        "headers": headers(
            _("Order number"), _("Issuer"), *numbers, _("Ordered at"), _("Pay until"), numeric=numbers
        ),
        "rows": [_order(case, one) for one in page.rows],
        "page": page,
        "empty": _("No order waits"),
        "crumbs": voucher_crumbs(case, (_("Orders that wait for payment"), "")),
    }
    return render(request, "vouchers/list.html", shown)


def _order(case: VoucherCase, one: Order) -> dict[str, Any]:
    return {
        "title": str(one.pk),
        "url": reverse("officer_voucher_order", args=[case.programme.id, case.benefit.id, one.pk]),
        "cells": [
            cell(issuer_title(case, one.issue.issuer)),
            cell(money(one.face_won), num=True),
            cell(money(one.paid_won), num=True),
            cell(instant(one.ordered_at)),
            cell(instant(one.pay_until)),
        ],
        "state": None,
    }


@for_roles(*READERS)
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def order(request: HttpRequest, programme: str, benefit: str, order: int) -> HttpResponse:
    """Note that an order was paid."""
    case, who = case_or_404(request, programme, benefit), actor(request)
    found = queries.order_run(who, order)
    if found is None or (found.issue.programme, found.issue.benefit) != (programme, benefit):
        raise Http404
    typed = ReceiptForm(request.POST if request.method == "POST" else None)
    if typed.is_valid():
        try:
            pay_order(
                actor=who, now=asked_at(request), order_id=found.pk, receipt=typed.cleaned_data["receipt"]
            )
        except Refused as refused:
            told_at(typed, refused)
        else:
            messages.success(request, _("Noted. The voucher is there."))
            return redirect("officer_voucher_orders", programme=programme, benefit=benefit)
    facts = [
        (_("Order number"), str(found.pk)),
        (_("Face value"), money(found.face_won)),
        (_("To be paid"), money(found.paid_won)),
        (_("Pay until"), instant(found.pay_until)),
    ]
    waits = found.state == "ordered" and may_decide_order(who, found)
    return voucher_form(
        request, case, typed, _("Note a payment"), _("It was paid"),
        facts=[fact(term, text) for term, text in facts],
        closed="" if waits else _("There is nothing for you to do here."),
        back=reverse("officer_voucher_orders", args=[programme, benefit]),
    )  # fmt: skip


@for_roles(*READERS)
@require_http_methods(["GET", "POST"])
def figures_file(request: HttpRequest, programme: str, benefit: str) -> HttpResponse:
    """Hand out what became of a voucher by issuer as a file, with a reason."""
    case, who = case_or_404(request, programme, benefit), actor(request)
    rows = queries.figures(who, programme, benefit)

    def listed(_chosen: Mapping[str, Any]) -> ListFile:
        return ListFile(
            name=f"{programme}-{benefit}",
            what=f"figures of {programme}/{benefit}",
            subjects=0,
            headers=[_("Issuer"), *_number_headers()],
            rows=[[issuer_title(case, one.issuer), *(str(won) for won in _numbers(one))] for one in rows],
        )

    form = ListFileForm(request.POST if request.method == "POST" else None)
    if (file := handed_out(request, form, listed)) is not None:
        return file
    shown = {
        "form": form,
        "heading": _("Export the figures"),
        "filters": [told(case.benefit.title)],
        "counted": _("Issuers"),
        "total_text": total_text(len(rows)),
        "back": reverse("officer_voucher", args=[programme, benefit]),
        "crumbs": voucher_crumbs(case, (_("Export"), "")),
    }
    return render(request, "officer/export.html", shown, status=422 if form.errors else 200)
