"""The accounts of a programme, and the statement of one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET

from dure.domains.funds.queries import programmes_with_money
from dure.domains.ledger import queries
from dure.domains.ledger.queries import Account, Entry
from dure.web.actors import actor
from dure.web.funds.words import fact
from dure.web.ledger.menu import READERS
from dure.web.ledger.names import account_names
from dure.web.ledger.words import KINDS, TRANSFERS, amount, kind_of, ledger_crumbs, title_of, unit_of
from dure.web.officer.guard import for_roles
from dure.web.paging import page_of
from dure.web.people.counting import total
from dure.web.tables import crumbs, headers
from dure.web.templatetags.days import instant
from dure.web.words import page_language

PER_PAGE = 50


class AccountFilter(forms.Form):
    """What the list of accounts is narrowed to."""

    words = forms.CharField(
        label=lazy("Part of the account's code"),
        help_text=lazy("A source, a budget line, an executor or a year, as the programme file names them."),
        required=False,
        max_length=80,
    )
    kind = forms.ChoiceField(
        label=lazy("Kind of account"),
        choices=[("", lazy("All kinds of accounts")), *KINDS.items()],
        required=False,
    )

    @property
    def asked(self) -> Mapping[str, str]:
        """What was asked for; a kind that there is not counts as all."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "").strip() for name in self.fields}


@for_roles(*READERS)
@require_GET
def programmes(request: HttpRequest) -> HttpResponse:
    """Show the programmes whose ledger somebody may read."""
    shown = {
        "programmes": [
            {"id": one.programme, "title": one.title_en if page_language() == "en" else one.title_ko}
            for one in programmes_with_money(actor(request))
        ],
        "crumbs": crumbs((_("Ledger"), "")),
    }
    return render(request, "ledger/programmes.html", shown)


@for_roles(*READERS)
@require_GET
def account_list(request: HttpRequest, programme: str) -> HttpResponse:
    """Show the accounts of a programme with what stands on them."""
    title = title_of(programme)
    form = AccountFilter(request.GET)
    found = queries.accounts(actor(request), programme, **form.asked)
    page = page_of(request, found, "code", PER_PAGE)
    names = account_names(actor(request), programme, [one.code for one in page.rows])
    shown = {
        "programme": programme,
        "title": title,
        "form": form,
        "filtered": any(form.asked.values()),
        "page": page,
        "rows": [_row(one, names) for one in page.rows],
        "empty": not page.rows,
        **total(found),
        "headers": headers(
            _("Account"), _("Kind of account"), _("Unit"), _("Debits"), _("Credits"), _("Balance"),
            _("Spoken for"),
            numeric=(_("Debits"), _("Credits"), _("Balance"), _("Spoken for")),
        ),
        "crumbs": ledger_crumbs(programme, title),
    }  # fmt: skip
    return render(request, "ledger/accounts.html", shown)


def _row(one: Account, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "id": one.pk,
        "name": names.get(one.code) or kind_of(one.kind),
        "code": one.code,
        "kind": kind_of(one.kind),
        "unit": unit_of(one.unit),
        "debits": amount(one.debits),
        "credits": amount(one.credits),
        "balance": amount(one.credits - one.debits),
        "held": amount(one.held_debits),
    }


@for_roles(*READERS)
@require_GET
def statement(request: HttpRequest, account: int) -> HttpResponse:
    """Show what moved on an account, the newest first."""
    found = queries.account(actor(request), account)
    if found is None:
        raise Http404
    asked = request.GET.get("before", "")
    before = int(asked) if asked.isdecimal() and len(asked) < 19 else None
    entries = queries.entries(found, before=before, most=PER_PAGE + 1)
    shown_entries = entries[:PER_PAGE]
    title = title_of(found.programme)
    codes = {found.code, *(one.debit for one in shown_entries), *(one.credit for one in shown_entries)}
    names = account_names(actor(request), found.programme, codes)
    shown = {
        "account": found,
        "title": title,
        "facts": [
            fact(_("Kind of account"), kind_of(found.kind)),
            fact(_("Code of the account"), found.code),
            fact(_("Unit"), unit_of(found.unit)),
            fact(_("Debits"), amount(found.debits)),
            fact(_("Credits"), amount(found.credits)),
            fact(_("Balance"), amount(found.credits - found.debits), _("Credits less debits")),
            fact(_("Spoken for"), amount(found.held_debits)),
        ],
        "name": names.get(found.code) or kind_of(found.kind),
        "rows": [_entry(found, one, names) for one in shown_entries],
        "empty": not entries,
        "next_url": f"{request.path}?before={shown_entries[-1].seq}" if len(entries) > PER_PAGE else "",
        "first_url": request.path if before is not None else "",
        "headers": headers(
            _("Happened"), _("Recorded"), _("Kind of transfer"), _("The other account"), _("Debit"),
            _("Credit"), _("Reason"),
            numeric=(_("Debit"), _("Credit")),
        ),
        "crumbs": ledger_crumbs(found.programme, title, (_("Account statement"), "")),
        "back": reverse("ledger_accounts", args=[found.programme]),
    }  # fmt: skip
    return render(request, "ledger/account.html", shown)


def _entry(account: Account, one: Entry, names: Mapping[str, str]) -> dict[str, Any]:
    debited = one.debit == account.code
    other = one.credit if debited else one.debit
    return {
        "happened": instant(one.happened_at),
        "recorded": instant(one.recorded_at),
        "kind": str(TRANSFERS[one.kind]),
        "other": names.get(other, ""),
        "code": other,
        "debit": amount(one.amount) if debited else "",
        "credit": "" if debited else amount(one.amount),
        "reason": one.reason,
    }
