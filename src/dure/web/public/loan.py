"""What would an extension or a deferral make of a loan's instalments? Nothing typed is kept."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from dure.engine.money.repayment import (
    MOST_MONTHS,
    WHOLE_BP,
    Change,
    Instalment,
    Loan,
    changed,
    interest_won,
    schedule,
)
from dure.engine.problems import Refused
from dure.language import sentence
from dure.web.tables import Header, crumbs, headers
from dure.web.templatetags.amounts import count, money
from dure.web.templatetags.days import day_text
from dure.web.words import page_language

METHODS = [
    ("equal_principal", lazy("Equal principal: the same part of the loan each month")),
    ("equal_payment", lazy("Equal payments: the same sum each month")),
    ("at_end", lazy("All at the end of the term")),
]
FIELD_OF = {
    "loan.principal": "principal_won",
    "loan.rate": "rate_percent",
    "loan.months": "months",
    "loan.grace": "grace_months",
    "loan.after": "after",
    "loan.deferred": "deferred_months",
}


def _months(label: Any, hint: Any, least: int = 0, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, help_text=hint, min_value=least, max_value=MOST_MONTHS, **more)


def _percent(label: Any, hint: Any, **more: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, help_text=hint, min_value=0, max_value=100, max_digits=5, decimal_places=2, **more
    )


class LoanForm(forms.Form):
    """A loan, and what is to change in it."""

    principal_won = forms.IntegerField(
        label=lazy("Loan, in won"), help_text=lazy("What was lent at first."), min_value=1
    )
    rate_percent = _percent(lazy("Interest rate of the year, %"), lazy("Two decimals at most."))
    drawn_on = forms.DateField(
        label=lazy("Day on which it was paid out"),
        help_text=lazy("The first instalment is due a month later."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    months = _months(lazy("Term in months"), lazy("With the months in which only interest is due."), 1)
    grace_months = _months(
        lazy("Months with interest only"), lazy("At the beginning of the loan. 0 if none."), initial=0
    )
    method = forms.ChoiceField(label=lazy("How it is repaid"), choices=METHODS, widget=forms.RadioSelect)
    after = _months(lazy("Instalments paid so far"), lazy("The change counts from the next one."))
    deferred_months = _months(
        lazy("Months of deferral"), lazy("In these months only interest is due. 0 if none."), initial=0
    )
    added_months = _months(
        lazy("Months by which the term grows"),
        lazy("For a deferral that moves the end too, as many as above. 0 if none."),
        initial=0,
    )
    new_rate_percent = _percent(
        lazy("Interest rate after the change, %"), lazy("Leave it empty if it stays."), required=False
    )

    def found(self) -> dict[str, Any] | None:
        """Return what the page shows of both schedules; None where the form does not fit."""
        if not self.is_valid():
            return None
        told = self.cleaned_data
        rate = told["new_rate_percent"]
        loan = Loan(
            principal_won=told["principal_won"],
            rate_bp=int(told["rate_percent"] * WHOLE_BP / 100),
            drawn_on=told["drawn_on"],
            months=told["months"],
            grace_months=told["grace_months"],
            method=told["method"],
        )
        change = Change(
            after=told["after"],
            deferred_months=told["deferred_months"],
            added_months=told["added_months"],
            rate_bp=None if rate is None else int(rate * WHOLE_BP / 100),
        )
        try:
            before, after = schedule(loan), changed(loan, change)
        except Refused as refused:
            for problem in refused.problems:
                self.add_error(FIELD_OF[problem.code], sentence(problem, page_language()))
            return None
        except (OverflowError, ValueError):
            self.add_error("drawn_on", _("The calendar ends before this loan does."))
            return None
        return {"sums": loan_sums(before, after), "rows": loan_rows(before, after, told["after"])}


def loan_sums(before: tuple[Instalment, ...], after: tuple[Instalment, ...]) -> list[tuple[str, str, str]]:
    """Return what the change makes of the loan as a whole: name, before, after."""
    return [
        (_("Last instalment"), day_text(before[-1].due_on), day_text(after[-1].due_on)),
        (_("Instalments"), count(len(before)), count(len(after))),
        (_("Interest in all"), money(interest_won(before)), money(interest_won(after))),
        (_("Greatest instalment"), _greatest(before), _greatest(after)),
    ]


def _greatest(found: tuple[Instalment, ...]) -> str:
    return money(max(one.total_won for one in found))


def loan_rows(
    before: tuple[Instalment, ...], after: tuple[Instalment, ...], paid: int
) -> list[dict[str, Any]]:
    """Return the instalments that are still to come, side by side."""
    return [
        {
            "due": day_text(one.due_on),
            "before": money(before[n].total_won) if n < len(before) else "—",
            "cells": [
                money(won) for won in (one.total_won, one.principal_won, one.interest_won, one.left_won)
            ],
        }
        for n, one in enumerate(after)
        if n >= paid
    ]


def loan_headers() -> tuple[list[Header], list[Header]]:
    before, now = _("If it stays"), _("If it is changed")
    sums = headers(_("What"), before, now, numeric=(before, now))
    amounts = (before, now, _("of it principal"), _("of it interest"), _("Owed after it"))
    return sums, headers(_("Due on"), *amounts, numeric=amounts)


def loan_repayment(request: HttpRequest) -> HttpResponse:
    """Ask for a loan and a change, and show both schedules. POST keeps nothing."""
    form = LoanForm(request.POST if request.method == "POST" else None)
    found = form.found() if request.method == "POST" else None
    sum_headers, row_headers = loan_headers()
    page = {
        "form": form,
        "found": found,
        "sum_headers": sum_headers,
        "row_headers": row_headers,
        "crumbs": crumbs((_("Repayment of a loan"), "")),
    }
    invalid = request.method == "POST" and found is None
    return render(request, "public/loan_repayment.html", page, status=422 if invalid else 200)
