"""The trial balance of a month."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET

from dure.domains.ledger import queries
from dure.domains.ledger.queries import TrialRow
from dure.domains.ledger.queries_closing import closing_of
from dure.web.actors import actor, asked_at
from dure.web.ledger.menu import READERS
from dure.web.ledger.words import KINDS, amount, kind_of, ledger_crumbs, month_of, months, title_of, unit_of
from dure.web.officer.guard import for_roles
from dure.web.tables import Header, headers


class MonthForm(forms.Form):
    """Which month."""

    month = forms.ChoiceField(label=lazy("Month"))

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["month"].choices = choices  # type: ignore[attr-defined]


@for_roles(*READERS)
@require_GET
def page(request: HttpRequest, programme: str) -> HttpResponse:
    """Show the trial balance of a month by kind of account."""
    title = title_of(programme)
    now = asked_at(request)
    month = month_of(request.GET.get("month", ""), now)
    told = f"{month:%Y-%m}"
    who = actor(request)
    rows = queries.trial_balance(who, programme, month)
    shown = {
        "programme": programme,
        "title": title,
        "month": told,
        "form": MonthForm({"month": told}, choices=[(f"{one:%Y-%m}",) * 2 for one in months(now)]),
        "rows": shown_rows(rows),
        "sums": sums_of(rows),
        "headers": trial_headers(),
        "closing": closing_of(who, programme, month),
        "crumbs": ledger_crumbs(programme, title, (_("Trial balance"), "")),
    }
    return render(request, "ledger/trial.html", shown)


def trial_headers() -> list[Header]:
    """Return the headers of a trial balance by kind of account."""
    return headers(
        _("Kind of account"), _("Unit"), _("Before the month"), _("Debits"), _("Credits"), _("At its end"),
        numeric=(_("Before the month"), _("Debits"), _("Credits"), _("At its end")),
    )  # fmt: skip


def shown_rows(rows: list[TrialRow]) -> list[dict[str, str]]:
    """Return the rows of a trial balance in words."""
    return [_row(one) for one in sorted(rows, key=lambda one: (_place(one.kind), one.unit))]


def _place(kind: str) -> int:
    """Return where a kind stands on the way of the money: from its source to whom it reaches."""
    known = list(KINDS)
    return known.index(kind) if kind in known else len(known)


def _row(one: TrialRow) -> dict[str, str]:
    return {
        "name": kind_of(one.kind),
        "unit": unit_of(one.unit),
        "before": amount(one.before),
        "debits": amount(one.debits),
        "credits": amount(one.credits),
        "after": amount(one.after),
    }


def sums_of(rows: list[TrialRow]) -> list[dict[str, str]]:
    """Return the sums of each unit: debits equal credits, and all balances together are nothing."""
    found = []
    for unit in sorted({one.unit for one in rows}):
        some = [one for one in rows if one.unit == unit]
        whole = TrialRow(
            "", "", unit, sum(one.before for one in some), sum(one.debits for one in some),
            sum(one.credits for one in some),
        )  # fmt: skip
        found.append(_row(whole) | {"name": _("Together")})
    return found
