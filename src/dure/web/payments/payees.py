"""Payees as officers see them: their accounts, whether the bank knows the holder, and the second look."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from dure.domains.payments import queries
from dure.domains.payments.bank import is_there
from dure.domains.payments.policies import acts_for, may_manage
from dure.domains.payments.queries import TAXED, PayeeAccount
from dure.domains.payments.services.check_account import check_account
from dure.domains.payments.services.decide_account import decide_account
from dure.domains.payments.services.note_income import note_income
from dure.domains.payments.services.tell_account import Told, tell_account
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.agreements.words import badge
from dure.web.officer.guard import for_roles
from dure.web.officer.problems import forbidden_where_not_allowed
from dure.web.paging import page_of
from dure.web.payments.forms import AccountForm, DecideForm, IncomeForm
from dure.web.payments.waiting import PER_PAGE, pay_crumbs, title_or_404
from dure.web.payments.words import ACCOUNT, CHECKED, INCOMES, KINDS, bank_name, payee_name
from dure.web.people.access import note_reveal, note_view
from dure.web.people.problems import sentences, tell
from dure.web.tables import headers
from dure.web.templatetags.days import instant
from dure.web.templatetags.masks import masked_account, masked_name

FIELDS = {
    "payments.bank": "bank", "payments.account_no": "account_no", "payments.holder": "holder",
    "payments.answer": "answer",
}  # fmt: skip


@for_roles("officer", "ministry")
@require_GET
def payee_list(request: HttpRequest, programme: str) -> HttpResponse:
    """Show the payees of a programme, with where their accounts stand."""
    title = title_or_404(programme)
    wanted = request.GET.get("account", "")
    wanted = wanted if wanted in queries.ACCOUNTS else ""
    page = page_of(request, queries.payees(actor(request), programme, wanted), "id", PER_PAGE)
    heading = _("Payees and their accounts")
    shown = {
        "heading": heading,
        "programme": programme,
        "wanted": wanted,
        "tabs": [
            {"name": "", "label": _("Every payee")},
            {"name": "proposed", "label": _("Account waits to be confirmed")},
            {"name": "none", "label": _("No account")},
        ],
        "headers": headers(_("Payee"), _("Kind of payee"), _("Account in use"), _("New account")),
        "rows": [
            {
                "label": payee_name(one),
                "url": reverse("officer_payee", args=[one.pk]),
                "kind": str(KINDS[one.kind]),
                "in_use": _("Yes") if one.has_confirmed else _("None"),
                "new": _("Waits to be confirmed") if one.has_proposed else "–",
            }
            for one in page.rows
        ],
        "page": page,
        "crumbs": pay_crumbs(programme, title, (heading, "")),
    }
    return render(request, "payments/payees.html", shown)


@for_roles("officer", "ministry")
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def payee(request: HttpRequest, payee: int) -> HttpResponse:
    """Show a payee with its accounts; tell one, ask the bank, confirm or refuse, show numbers whole."""
    who, now = actor(request), asked_at(request)
    found = queries.payee(who, payee)
    if found is None:
        raise Http404
    may_act = may_manage(who, found.programme)
    waiting = next((one for one in queries.accounts_of(who, payee) if one.state == "proposed"), None)
    tells = AccountForm(request.POST if "tell" in request.POST else None)
    decides = DecideForm(request.POST if {"confirm", "refuse"} & set(request.POST) else None)
    taxed = found.kind in TAXED
    incomes = IncomeForm(request.POST if "note_income" in request.POST else None, found.income)
    problems: list[str] = []
    done = ""
    try:
        if tells.is_valid():
            given = tells.cleaned_data
            told = Told(given["bank"], given["account_no"], given["holder"])
            tell_account(actor=who, now=now, payee_id=payee, told=told)
            done = _("The account waits for another officer to confirm it.")
        elif waiting is not None and "check" in request.POST:
            done = str(CHECKED[check_account(actor=who, now=now, account_id=waiting.pk)])
        elif taxed and incomes.is_valid():
            note_income(actor=who, now=now, payee_id=payee, income=incomes.cleaned_data["income"])
            done = _("Noted. It counts for what is owed from now on.")
        elif decides.is_valid():
            # The account that the page showed: another may have been told since, unseen.
            decide_account(
                actor=who, now=now, account_id=_shown(request, payee), confirmed="confirm" in request.POST,
                answer=decides.cleaned_data["answer"],
            )  # fmt: skip
            done = _("Done. The payee is told.")
    except Refused as refused:
        if "tell" in request.POST:
            tell(tells, refused, FIELDS)
        elif {"check", "note_income"} & set(request.POST):
            problems = sentences(refused)
        else:
            tell(decides, refused, FIELDS)
    if done:
        messages.success(request, done)
        return redirect("officer_payee", payee=payee)
    revealed = may_act and "reveal" in request.POST
    if revealed:
        note_reveal(request, "payee", payee, "account numbers of a payee")
    else:
        note_view(request, "payee", payee, "payee page")
    title = title_or_404(found.programme)
    name = payee_name(found, whole=True)
    shown = {
        "heading": name,
        "lead": title,
        "kind": str(KINDS[found.kind]),
        "problems": problems,
        "revealed": revealed,
        "rows": [account_row(one, whole=revealed) for one in queries.accounts_of(who, payee)],
        "headers": account_headers(),
        "waiting": waiting,
        "recovery_url": reverse("officer_recovery_open", args=[payee]) if may_act else "",
        "may_act": may_act,
        "may_decide": may_act and waiting is not None and waiting.proposed_by_id != who.user_id
        and not acts_for(who, payee),
        "may_check": may_act and waiting is not None and is_there(),
        "income": str(INCOMES[found.income]) if found.income else _("No tax is withheld"),
        "taxed": taxed,
        "incomes": incomes,
        "tells": tells,
        "decides": decides,
        "crumbs": pay_crumbs(
            found.programme, title,
            (_("Payees and their accounts"), reverse("officer_payees", args=[found.programme])), (name, ""),
        ),
    }  # fmt: skip
    return render(
        request, "payments/payee.html", shown,
        status=422 if problems or tells.errors or decides.errors or incomes.errors else 200,
    )  # fmt: skip


def _shown(request: HttpRequest, payee: int) -> int:
    """Return which account of a payee the page showed that was sent; raises Http404 for any other."""
    sent = request.POST.get("account", "")
    found = next((one for one in queries.accounts_of(actor(request), payee) if str(one.pk) == sent), None)
    if found is None:
        raise Http404
    return found.pk


def account_headers() -> list[Any]:
    """Return the headers of a table of accounts."""
    return [
        *headers(
            _("Bank"), _("Account number"), _("Account holder"), _("Told"), _("What the bank says"),
            _("State"),
        )
    ]  # fmt: skip


def account_row(one: PayeeAccount, *, whole: bool = False) -> dict[str, Any]:
    """Return an account as a row of a table, masked unless it is to be shown whole."""
    return {
        "bank": bank_name(one.bank),
        "number": (one.account_no if whole else masked_account(one.account_no)) or "–",
        "holder": (one.holder if whole else masked_name(one.holder)) or "–",
        "told": instant(one.proposed_at),
        "checked": str(CHECKED[one.checked]),
        "state": badge(ACCOUNT, one.state),
        "answer": one.answer,
    }
