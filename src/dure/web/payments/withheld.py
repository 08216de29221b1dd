"""What was withheld in a year (원천징수), by month and by payee, and payments as a file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from dure.domains.payments import queries
from dure.domains.payments.policies import may_manage
from dure.engine.law.deadlines import day_of
from dure.web.actors import actor, asked_at
from dure.web.list_files import ListFile, handed_out, instant_cell
from dure.web.officer.applicants import total_text
from dure.web.officer.guard import for_roles
from dure.web.payments.forms import PaymentsFileForm
from dure.web.payments.waiting import pay_crumbs, title_or_404
from dure.web.payments.words import INCOMES, KINDS, PAYABLE, payee_name, reason_words
from dure.web.people.counting import counted
from dure.web.tables import headers
from dure.web.templatetags.amounts import count, money
from dure.web.templatetags.days import day_text

YEARS_BACK = 6


def _years(request: HttpRequest) -> list[int]:
    this = day_of(asked_at(request)).year
    return list(range(this, this - YEARS_BACK, -1))


@for_roles("officer", "ministry")
@require_GET
def withheld(request: HttpRequest, programme: str) -> HttpResponse:
    """Show what was withheld in a year."""
    who, title = actor(request), title_or_404(programme)
    years = _years(request)
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and int(asked) in years else years[0]
    months = queries.withheld_by_month(who, programme, year)
    taxes = (_("Income tax"), _("Local income tax"))
    heading = _("Tax withheld")
    known = queries.handovers(who, programme, year)
    handed: dict[int, int] = {}
    for one in known:
        if one.undone_at is None:
            handed[one.month.month] = handed.get(one.month.month, 0) + one.won
    may_act = may_manage(who, programme)
    this_month = day_of(asked_at(request)).replace(day=1)
    shown = {
        "heading": heading,
        "lead": title,
        "programme": programme,
        "year": year,
        "years": years,
        "month_headers": headers(
            _("Month of payment"), _("Transfers"), _("Paid before tax"), *taxes, _("Tax handed over"),
            _("Left"), _("Next"),
            numeric=(_("Transfers"), _("Paid before tax"), *taxes, _("Tax handed over"), _("Left")),
        ),
        "months": [
            {
                "label": f"{year}-{one.month:02d}",
                "cells": [
                    count(one.count), money(one.won), money(one.income_tax_won), money(one.local_tax_won),
                    money(handed.get(one.month, 0)), money(_left(one, handed)),
                ],
                "url": reverse("officer_tax_handover", args=[programme, year, one.month])
                if may_act and _left(one, handed) and date(year, one.month, 1) < this_month else "",
            }
            for one in months
        ],
        "handover_headers": headers(
            _("Month of payment"), _("Day on which it was paid"), _("Receipt"), *taxes, _("State"),
            numeric=taxes,
        ),
        "handovers": [
            {
                "label": f"{one.month:%Y-%m}",
                "url": reverse("officer_tax_handed", args=[one.pk]),
                "on": day_text(one.handed_on),
                "reference": one.reference,
                "cells": [money(one.income_tax_won), money(one.local_tax_won)],
                "state": {"word": _("Taken back"), "kind": "gray"} if one.undone_at
                else {"word": _("Noted as paid"), "kind": "success"},
            }
            for one in known
        ],
        "payee_headers": headers(
            _("Payee"), _("Kind of income"), _("Transfers"), _("Paid before tax"), *taxes,
            _("Transferred amount"),
            numeric=(_("Transfers"), _("Paid before tax"), *taxes, _("Transferred amount")),
        ),
        "payees": [
            {
                "label": payee_name(one.payee),
                "url": reverse("officer_payee", args=[one.payee.pk]),
                "income": str(INCOMES[one.income]),
                "cells": [
                    count(one.count), money(one.won), money(one.income_tax_won), money(one.local_tax_won),
                    money(one.net_won),
                ],
            }
            for one in queries.withheld_by_payee(who, programme, year)
        ],
        "crumbs": pay_crumbs(programme, title, (heading, "")),
    }  # fmt: skip
    return render(request, "payments/withheld.html", shown)


def _left(one: queries.WithheldMonth, handed: Mapping[int, int]) -> int:
    return one.income_tax_won + one.local_tax_won - handed.get(one.month, 0)


@for_roles("officer", "ministry")
@require_http_methods(["GET", "POST"])
def file(request: HttpRequest, programme: str) -> HttpResponse:
    """Hand out payments, or the statement of what was withheld in a year, with a reason."""
    who, title = actor(request), title_or_404(programme)
    form = PaymentsFileForm(request.POST if request.method == "POST" else None, years=_years(request))

    def listed(chosen: Mapping[str, Any]) -> ListFile:
        if chosen["content"] == "handed":
            return _handed(request, programme, chosen["year"])
        if chosen["content"] == "withheld":
            return _statement(request, programme, chosen["year"])
        return _payments(request, programme)

    if (answer := handed_out(request, form, listed)) is not None:
        return answer
    heading = _("Export payments")
    shown = {
        "form": form,
        "heading": heading,
        "title": title,
        "unfiltered": _("All"),
        "counted": _("Payments"),
        "total_text": total_text(counted(queries.payables(who, programme))),
        "warning": _("The file tells who was paid how much"),
        "back": reverse("officer_payments", args=[programme]),
        "crumbs": pay_crumbs(programme, title, (heading, "")),
    }
    return render(request, "officer/export.html", shown, status=422 if form.errors else 200)


def _payments(request: HttpRequest, programme: str) -> ListFile:
    found = queries.payables(actor(request), programme)
    return ListFile(
        name=f"{programme}-payments",
        what=f"payments, {programme}",
        subjects=counted(found),
        headers=[
            _("What it is for"), _("Payee"), _("Kind of payee"), _("Fund"), _("Amount owed"), _("Owed since"),
            _("Paid on"), _("State"), _("What stands in its way"),
        ],
        rows=(
            [
                one.what, payee_name(one.payee, whole=True), str(KINDS[one.payee.kind]), one.fund,
                str(one.won), instant_cell(one.owed_at), one.paid_on.isoformat() if one.paid_on else "",
                str(PAYABLE[one.state][0]), reason_words(one.reason),
            ]
            for one in found.order_by("pk").iterator(2_000)
        ),
    )  # fmt: skip


def _statement(request: HttpRequest, programme: str, year: int) -> ListFile:
    """Return the yearly statement: names and amounts; numbers of residents are held nowhere."""
    rows = queries.withheld_by_payee(actor(request), programme, year)
    return ListFile(
        name=f"{programme}-withheld-{year}",
        what=f"tax withheld, {programme}, {year}",
        subjects=len(rows),
        headers=[
            _("Payee"), _("Kind of payee"), _("Kind of income"), _("Year of payment"), _("Transfers"),
            _("Paid before tax"), _("Income tax"), _("Local income tax"), _("Transferred amount"),
        ],
        rows=[
            [
                payee_name(one.payee, whole=True), str(KINDS[one.payee.kind]), str(INCOMES[one.income]),
                str(year), str(one.count), str(one.won), str(one.income_tax_won), str(one.local_tax_won),
                str(one.net_won),
            ]
            for one in rows
        ],
    )  # fmt: skip


def _handed(request: HttpRequest, programme: str, year: int) -> ListFile:
    """Return what was handed to the tax office, month by month."""
    rows = queries.handovers(actor(request), programme, year)
    return ListFile(
        name=f"{programme}-tax-{year}",
        what=f"tax handed over, {programme}, {year}",
        subjects=0,
        headers=[
            _("Month of payment"), _("Day on which it was paid"), _("Receipt"), _("Income tax"),
            _("Local income tax"), _("Taken back"),
        ],
        rows=[
            [
                f"{one.month:%Y-%m}", one.handed_on.isoformat(), one.reference, str(one.income_tax_won),
                str(one.local_tax_won), one.undone_reason,
            ]
            for one in rows
        ],
    )  # fmt: skip
