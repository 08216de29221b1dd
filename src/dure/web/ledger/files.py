"""The ledger of a month as a file for accountants: each account's balances, or each transfer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from dure.domains.accounts.actors import SignedActor
from dure.domains.ledger import queries
from dure.web.actors import actor, asked_at
from dure.web.ledger.execution import execution_file
from dure.web.ledger.menu import READERS
from dure.web.ledger.words import TRANSFERS, kind_of, ledger_crumbs, month_of, months, title_of, unit_of
from dure.web.list_files import ListFile, ListFileForm, handed_out, instant_cell
from dure.web.officer.applicants import total_text
from dure.web.officer.guard import for_roles
from dure.web.people.counting import counted


class LedgerFileForm(ListFileForm):
    """Which of them, and of which month."""

    content = forms.ChoiceField(
        label=lazy("What the file holds"),
        choices=[
            ("trial", lazy("Trial balance, account by account")),
            ("journal", lazy("Every transfer of the month")),
            ("execution", lazy("Execution of the budget by line, source and executor")),
        ],
        widget=forms.RadioSelect,
        initial="trial",
    )
    month = forms.ChoiceField(label=lazy("Month"))
    field_order = ("content", "month", "kind", "reason")

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["month"].choices = choices  # type: ignore[attr-defined]


@for_roles(*READERS)
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, programme: str) -> HttpResponse:
    """Hand out the trial balance or the journal of a month, with a reason."""
    title = title_of(programme)
    who, now = actor(request), asked_at(request)
    month = month_of(request.GET.get("month", ""), now)
    form = LedgerFileForm(
        request.POST if request.method == "POST" else None,
        initial={"month": f"{month:%Y-%m}"},
        choices=[(f"{one:%Y-%m}",) * 2 for one in months(now)],
    )

    def listed(chosen: Mapping[str, Any]) -> ListFile:
        wanted = month_of(chosen["month"], now)
        return MADE[chosen["content"]](who, programme, wanted)

    if (file := handed_out(request, form, listed)) is not None:
        return file
    shown = {
        "form": form,
        "heading": _("Export the ledger"),
        "title": title,
        "unfiltered": _("All"),
        "counted": _("Accounts of the ledger"),
        "total_text": total_text(counted(queries.accounts(who, programme))),
        "warning": _("The file tells where the programme's money is"),
        "back": reverse("ledger_accounts", args=[programme]),
        "crumbs": ledger_crumbs(programme, title, (_("Export"), "")),
    }
    return render(request, "officer/export.html", shown, status=422 if form.errors else 200)


def _trial(who: SignedActor, programme: str, month: date) -> ListFile:
    return ListFile(
        name=f"{programme}-trial-balance-{month:%Y-%m}",
        what=f"trial balance, {programme}, {month:%Y-%m}",
        # Accounts and amounts, and nobody's name.
        subjects=0,
        headers=[
            _("Account"), _("Kind of account"), _("Unit"), _("Before the month"), _("Debits"), _("Credits"),
            _("At its end"),
        ],
        rows=(
            [
                one.name, kind_of(one.kind), unit_of(one.unit), str(one.before), str(one.debits),
                str(one.credits), str(one.after),
            ]
            for one in queries.trial_balance(who, programme, month, by_account=True)
        ),
    )  # fmt: skip


def _journal(who: SignedActor, programme: str, month: date) -> ListFile:
    return ListFile(
        name=f"{programme}-journal-{month:%Y-%m}",
        what=f"journal, {programme}, {month:%Y-%m}",
        subjects=0,
        headers=[
            _("Number"), _("Journal"), _("Line"), _("Happened"), _("Recorded"), _("Kind of transfer"),
            _("Debit"), _("Credit"), _("Unit"), _("Amount"), _("Reason"),
        ],
        rows=_entries(who, programme, month),
    )  # fmt: skip


def _entries(who: SignedActor, programme: str, month: date) -> Iterator[list[str]]:
    for one in queries.journal(who, programme, month):
        yield [
            str(one.seq), str(one.journal), str(one.line), instant_cell(one.happened_at),
            instant_cell(one.recorded_at), str(TRANSFERS[one.kind]), one.debit, one.credit, unit_of(one.unit),
            str(one.amount), one.reason or "",
        ]  # fmt: skip


MADE = {"trial": _trial, "journal": _journal, "execution": execution_file}
"""What makes each of the files."""
