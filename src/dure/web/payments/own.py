"""One's own payments: what is owed and was paid to those for whom somebody acts, and on which account."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from dure.domains.payments import queries
from dure.domains.payments.policies import acts_for
from dure.domains.payments.queries import BatchRow, Payable
from dure.domains.payments.services.take_back_account import take_back_account
from dure.domains.payments.services.tell_account import Told, tell_account
from dure.domains.recoveries.queries import own_cases
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.agreements.words import badge
from dure.web.officer.guard import signed_in
from dure.web.officer.problems import forbidden_where_not_allowed
from dure.web.paging import page_of
from dure.web.payments.forms import AccountForm
from dure.web.payments.payees import FIELDS, account_headers, account_row
from dure.web.payments.waiting import title_of
from dure.web.payments.words import PAYABLE, own_mend, payee_name, reason_words
from dure.web.people.problems import sentences, tell
from dure.web.tables import crumbs, headers
from dure.web.templatetags.amounts import money
from dure.web.templatetags.days import day_text

PER_PAGE = 20


@signed_in
@require_GET
def payments(request: HttpRequest) -> HttpResponse:
    """Show what is paid to oneself, the newest first, and where it goes."""
    who = actor(request)
    page = page_of(request, queries.own(who), "id", PER_PAGE, backwards=True)
    paid = queries.own_transfers(who, page.rows)
    payees = queries.own_list(who)
    titles = {programme: title_of(programme) for programme in {one.programme for one in payees}}
    heading = _("My payments")
    shown = {
        "heading": heading,
        "payees": [
            {
                "name": payee_name(one, whole=True),
                "programme": titles[one.programme],
                "url": reverse("my_payee_account", args=[one.pk]),
                "account": _("Account in use") if one.has_confirmed else _("No account is confirmed yet."),
                "new": _("A new account waits to be confirmed") if one.has_proposed else "",
            }
            for one in payees
        ],
        "payee_headers": headers(_("Payee"), _("Programme"), _("Bank account")),
        "headers": headers(
            _("What it is for"), _("Amount owed"), _("Tax withheld"), _("Set off against what is owed back"),
            _("Transferred amount"), _("Paid on"), _("State"),
            numeric=(
                _("Amount owed"), _("Tax withheld"), _("Set off against what is owed back"),
                _("Transferred amount"),
            ),
        ),
        "rows": [_row(one, paid.get(one.pk)) for one in page.rows],
        "page": page,
        "recoveries_url": reverse("my_recoveries") if own_cases(who).exists() else "",
        "crumbs": crumbs((heading, "")),
    }  # fmt: skip
    return render(request, "payments/own.html", shown)


def _row(one: Payable, paid: BatchRow | None) -> dict[str, Any]:
    return {
        "what": one.what,
        "won": money(one.won),
        "tax": money(paid.income_tax_won + paid.local_tax_won) if paid else "–",
        "set_off": money(paid.set_off_won) if paid else "–",
        "net": money(paid.net_won) if paid else "–",
        "on": day_text(one.paid_on) if one.paid_on else "–",
        "state": badge(PAYABLE, one.state),
        "reason": reason_words(one.reason) if one.state == "failed" else "",
        "mend": own_mend(one.reason) if one.state == "failed" else "",
    }


@signed_in
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def account(request: HttpRequest, payee: int) -> HttpResponse:
    """Tell on which account one is paid, or take back what was told."""
    who, now = actor(request), asked_at(request)
    found = queries.payee(who, payee)
    if found is None or not acts_for(who, payee):
        raise Http404
    known = queries.accounts_of(who, payee)
    waiting = next((one for one in known if one.state == "proposed"), None)
    typed = AccountForm(request.POST if "tell" in request.POST else None)
    problems: list[str] = []
    done = ""
    try:
        if "take_back" in request.POST and waiting is not None:
            take_back_account(actor=who, now=now, account_id=waiting.pk)
            done = _("The account is taken back.")
        elif typed.is_valid():
            given = typed.cleaned_data
            told = Told(given["bank"], given["account_no"], given["holder"])
            tell_account(actor=who, now=now, payee_id=payee, told=told)
            done = _("Told. It is used once an officer has confirmed it.")
    except Refused as refused:
        if "tell" in request.POST:
            tell(typed, refused, FIELDS)
        else:
            problems = sentences(refused)
    if done:
        messages.success(request, done)
        return redirect("my_payee_account", payee=payee)
    heading = _("Account on which you are paid")
    shown = {
        "heading": heading,
        "lead": f"{payee_name(found, whole=True)}, {title_of(found.programme)}",
        "problems": problems,
        "form": typed,
        "waiting": waiting,
        "rows": [account_row(one) for one in known],
        "headers": account_headers(),
        "crumbs": crumbs((_("My payments"), reverse("my_payments")), (heading, "")),
    }
    return render(request, "payments/account.html", shown, status=422 if problems or typed.errors else 200)
