"""What a programme owes, state by state, one of it, and the batch that is made of what waits."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from dure.adapters.payout.codes import REASONS
from dure.domains.funds.queries import fund_cases
from dure.domains.payments import queries
from dure.domains.payments.bank import is_there
from dure.domains.payments.policies import may_manage
from dure.domains.payments.queries import Payable
from dure.domains.payments.services.draft_batch import draft_batch
from dure.domains.payments.services.queue_again import queue_again
from dure.domains.payments.waiting import Narrowed
from dure.engine.law.deadlines import day_of
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.agreements.words import badge
from dure.web.funds.programme import money_crumbs
from dure.web.funds.words import fact
from dure.web.officer.guard import for_roles
from dure.web.officer.problems import forbidden_where_not_allowed
from dure.web.paging import page_of
from dure.web.payments.forms import DraftForm
from dure.web.payments.returns import FIELDS as RETURN_FIELDS
from dure.web.payments.returns import Returns
from dure.web.payments.words import INCOMES, KINDS, MENDS, PAYABLE, ROW, payee_name, reason_words
from dure.web.people.problems import sentences, tell
from dure.web.tables import headers
from dure.web.templatetags.amounts import money
from dure.web.templatetags.days import day_text, instant
from dure.web.templatetags.programme import told

PER_PAGE = 50
FIELDS = {"payments.way": "way", "payments.day": "pay_on"}


def title_or_404(programme: str) -> str:
    """Return the title of a published programme that has funds; raises Http404 where there is none."""
    found = fund_cases(programme)
    if not found:
        raise Http404
    return told(found[0].programme.title)


def title_of(programme: str) -> str:
    """Return the title of a published programme, its id where there is none."""
    found = fund_cases(programme)
    return told(found[0].programme.title) if found else programme


def pay_crumbs(programme: str, title: str, *more: tuple[str, str]) -> list[dict[str, str]]:
    """Return breadcrumbs to a page of a programme's payments."""
    own = (_("Payments"), reverse("officer_payments", args=[programme]) if more else "")
    return money_crumbs(programme, title, own, *more)


@for_roles("officer", "ministry")
@require_GET
def payments(request: HttpRequest, programme: str) -> HttpResponse:
    """Show what is owed, state by state; what waits first."""
    who, title = actor(request), title_or_404(programme)
    state = request.GET.get("state", "waiting")
    state = state if state in PAYABLE else "waiting"
    kind = request.GET.get("kind", "")
    found = queries.payables(who, programme, state, Narrowed(kind=kind if kind in KINDS else ""))
    page = page_of(request, found, "id", PER_PAGE)
    counts = queries.counts(who, programme)
    shown = {
        "programme": programme,
        "title": title,
        "state": state,
        "tabs": [
            {"label": str(PAYABLE[name][0]), "name": name, "count": counts[name]} for name in queries.STATES
        ],
        "caption": str(PAYABLE[state][0]),
        "headers": headers(
            _("What it is for"), _("Payee"), _("Kind of payee"), _("Amount owed"), _("Owed since"),
            _("What stands in its way"),
            numeric=(_("Amount owed"),),
        ),
        "rows": [_row(one) for one in page.rows],
        "page": page,
        "may_act": may_manage(who, programme),
        "crumbs": pay_crumbs(programme, title),
    }  # fmt: skip
    return render(request, "payments/list.html", shown)


def _row(one: Payable) -> dict[str, Any]:
    return {
        "label": one.what,
        "url": reverse("officer_payable", args=[one.pk]),
        "payee": payee_name(one.payee),
        "payee_url": reverse("officer_payee", args=[one.payee_id]),
        "kind": str(KINDS[one.payee.kind]),
        "won": money(one.won),
        "since": instant(one.owed_at),
        "hindrance": hindrance(one, bool(getattr(one, "has_account", False))),
    }


def _linked(found: Payable) -> list[dict[str, str]]:
    """Return links to the payment in whose place this one is owed, and to the one in its place."""
    again = getattr(found, "again", None)
    links = (
        (_("The payment that came back, in whose place this one is"), found.again_for),
        (_("The payment that is owed in its place"), again),
    )
    return [
        {"label": label, "url": reverse("officer_payable", args=[one.pk])}
        for label, one in links
        if one is not None
    ]


def hindrance(one: Payable, has_account: bool) -> str:
    """Return what stands in the way of a payment: no account, or why its last transfer failed."""
    if one.state == "failed":
        return reason_words(one.reason)
    if one.state == "waiting" and not has_account:
        return _("No account is confirmed yet.")
    return ""


@for_roles("officer", "ministry")
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def payable(request: HttpRequest, payable: int) -> HttpResponse:
    """Show one payment with every transfer that was tried; let it wait again, or note that it came back."""
    who = actor(request)
    found = queries.payable(who, payable)
    if found is None:
        raise Http404
    problems: list[str] = []
    rows = queries.transfers_of(who, found.pk)
    returns = Returns(request, found, rows)
    try:
        done = _done(request, found, returns)
    except Refused as refused:
        if returns.note.is_bound:
            tell(returns.note, refused, RETURN_FIELDS)
        elif returns.decide.is_bound:
            tell(returns.decide, refused, RETURN_FIELDS)
        else:
            problems = sentences(refused)
    else:
        if done:
            messages.success(request, done)
            return redirect("officer_payable", payable=found.pk)
    title = title_or_404(found.programme)
    wrong = problems or returns.note.errors or returns.decide.errors
    mend = REASONS.get(found.reason, "ask") if found.state == "failed" else ""
    shown = {
        "one": found,
        "problems": problems,
        "state": badge(PAYABLE, found.state),
        "lead": title,
        "hindrance": hindrance(found, bool(getattr(found, "has_account", False))),
        "mend": str(MENDS[mend]) if mend else "",
        "facts": [
            fact(_("Payee"), payee_name(found.payee, whole=True), KINDS[found.payee.kind]),
            fact(_("Amount owed"), money(found.won)),
            *([fact(_("Tax is withheld as"), INCOMES[found.income])] if found.income else []),
            fact(_("Owed since"), instant(found.owed_at)),
            *([fact(_("Paid on"), day_text(found.paid_on))] if found.paid_on else []),
        ],
        "headers": headers(
            _("Batch"), _("Amount owed"), _("Tax withheld"), _("Set off against what is owed back"),
            _("Transferred amount"), _("Day of the answer"), _("State"),
            numeric=(
                _("Amount owed"), _("Tax withheld"), _("Set off against what is owed back"),
                _("Transferred amount"),
            ),
        ),
        "rows": [
            {
                "number": row.batch.number,
                "url": reverse("officer_batch", args=[row.batch_id]),
                "won": money(row.won),
                "tax": money(row.income_tax_won + row.local_tax_won),
                "set_off": money(row.set_off_won),
                "net": money(row.net_won),
                "on": day_text(row.done_on) if row.done_on else "–",
                "state": badge(ROW, row.state),
                "reason": reason_words(row.reason),
            }
            for row in rows
        ],
        **returns.shown(),
        "linked": _linked(found),
        "may_queue": found.state == "failed" and may_manage(who, found.programme),
        "crumbs": pay_crumbs(found.programme, title, (found.what, "")),
    }  # fmt: skip
    return render(request, "payments/payable.html", shown, status=422 if wrong else 200)


def _done(request: HttpRequest, found: Payable, returns: Returns) -> str:
    """Do what was asked for and return what is said of it; nothing where nothing was asked."""
    if request.method != "POST":
        return ""
    if returns.note.is_bound or returns.decide.is_bound:
        return returns.act()
    queue_again(actor=actor(request), now=asked_at(request), payable_id=found.pk)
    return _("It waits again: the next batch takes it along.")


@for_roles("officer")
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def draft(request: HttpRequest, programme: str) -> HttpResponse:
    """Put everything that waits into one batch."""
    who, now, title = actor(request), asked_at(request), title_or_404(programme)
    funds = [(case.fund.id, told(case.fund.title)) for case in fund_cases(programme)]
    ways = ["file", *(["payout"] if is_there() else [])]
    typed = DraftForm(request.POST if request.method == "POST" else None, funds, ways, day_of(now))
    if typed.is_valid():
        given = typed.cleaned_data
        try:
            made = draft_batch(
                actor=who, now=now, programme=programme, way=given["way"], pay_on=given["pay_on"],
                key=given["nonce"], narrowed=Narrowed(given["fund"], given["kind"], given["until"]),
            )  # fmt: skip
        except Refused as refused:
            tell(typed, refused, FIELDS)
        else:
            messages.success(request, _("The batch is made. Another officer has to approve it."))
            return redirect("officer_batch", batch=made)
    heading = _("Make a batch of transfers")
    shown = {
        "form": typed,
        "heading": heading,
        "lead": title,
        "information": _(
            "In it comes everything that waits and has a confirmed account. What you claimed or approved"
            " yourself stays for a colleague."
        ),
        "submit": _("Make the batch"),
        "back": reverse("officer_payments", args=[programme]),
        "crumbs": pay_crumbs(programme, title, (heading, "")),
    }
    return render(request, "agreements/form.html", shown, status=422 if typed.errors else 200)
