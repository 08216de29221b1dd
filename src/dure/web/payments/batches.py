"""Batches of transfers: the list, one with its rows, its file, and what the bank answered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from dure.domains.payments import queries
from dure.domains.payments.bank import is_stub
from dure.domains.payments.policies import may_manage
from dure.domains.payments.queries import Batch
from dure.domains.payments.services.approve_batch import approve_batch
from dure.domains.payments.services.drop_batch import drop_batch
from dure.domains.payments.services.read_results import MOST_BYTES, read_results
from dure.domains.payments.services.send_batch import send_batch
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.agreements.words import badge
from dure.web.funds.words import fact
from dure.web.officer.guard import for_roles
from dure.web.officer.problems import forbidden_where_not_allowed, placed_in_line
from dure.web.paging import page_of
from dure.web.payments.forms import DropForm, FileReasonForm, ResultsForm
from dure.web.payments.waiting import PER_PAGE, pay_crumbs, title_or_404
from dure.web.payments.words import BATCH, ROW, WAYS, bank_name, payee_name, reason_words
from dure.web.people.access import note_download
from dure.web.people.problems import sentences, tell
from dure.web.tables import headers
from dure.web.templatetags.amounts import count, money
from dure.web.templatetags.days import day_text, instant
from dure.web.templatetags.masks import masked_account


@for_roles("officer", "ministry")
@require_GET
def batch_list(request: HttpRequest, programme: str) -> HttpResponse:
    """Show the batches of a programme, the newest first."""
    title = title_or_404(programme)
    page = page_of(request, queries.batches(actor(request), programme), "id", PER_PAGE, backwards=True)
    heading = _("Batches of transfers")
    shown = {
        "heading": heading,
        "headers": headers(
            _("Batch"), _("Day of the transfers"), _("Transfers"), _("Amount owed"), _("Transferred amount"),
            _("State"),
            numeric=(_("Transfers"), _("Amount owed"), _("Transferred amount")),
        ),
        "rows": [
            {
                "label": _("Batch %(number)s") % {"number": one.number},
                "url": reverse("officer_batch", args=[one.pk]),
                "cells": [
                    {"text": day_text(one.pay_on)},
                    {"text": count(one.rows), "numeric": True},
                    {"text": money(one.won), "numeric": True},
                    {"text": money(one.net_won), "numeric": True},
                ],
                "state": badge(BATCH, one.state),
            }
            for one in page.rows
        ],
        "page": page,
        "crumbs": pay_crumbs(programme, title, (heading, "")),
    }  # fmt: skip
    return render(request, "funds/list.html", shown)


@for_roles("officer", "ministry")
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def batch(request: HttpRequest, batch: int) -> HttpResponse:
    """Show a batch; approve it, send it, drop it, or hand in what the bank gave back."""
    who = actor(request)
    found = queries.batch(who, batch)
    if found is None:
        raise Http404
    drop = DropForm(request.POST if "drop" in request.POST else None)
    results = ResultsForm(
        request.POST if "results" in request.POST else None,
        request.FILES if "results" in request.POST else None,
    )
    problems: list[str] = []
    act = _asked(request, found, drop, results)
    if act is not None:
        try:
            done = act()
        except Refused as refused:
            if "results" in request.POST:
                for problem in refused.problems:
                    results.add_error("file", placed_in_line(problem))
            elif "drop" in request.POST:
                tell(drop, refused, {"payments.answer": "reason"})
            else:
                problems = sentences(refused)
        else:
            messages.success(request, done)
            return redirect("officer_batch", batch=found.pk)
    status = 422 if problems or drop.errors or results.errors else 200
    shown = _shown(request, found) | {"drop": drop, "results": results, "problems": problems}
    return render(request, "payments/batch.html", shown, status=status)


def _asked(
    request: HttpRequest, found: Batch, drop: DropForm, results: ResultsForm
) -> Callable[[], str] | None:
    """Return the act that was asked for, None where nothing can be done as it was sent."""
    of: dict[str, Any] = {"actor": actor(request), "now": asked_at(request), "batch_id": found.pk}

    def approve() -> str:
        approve_batch(**of)
        return _("The batch is approved. It can be sent now.")

    def send() -> str:
        send_batch(**of)
        return _("The batch is sent: no transfer of it can be sent again before the bank has answered.")

    def dropped() -> str:
        drop_batch(**of, reason=drop.cleaned_data["reason"])
        return _("The batch is dropped: everything in it waits again.")

    def read() -> str:
        kept = read_results(**of, content=results.cleaned_data["file"].read(MOST_BYTES + 1))
        return _("Kept: %(paid)s transferred, %(failed)s failed, %(repeated)s known before.") % {
            "paid": kept.paid, "failed": kept.failed, "repeated": kept.repeated,
        }  # fmt: skip

    if "approve" in request.POST:
        return approve
    if "send" in request.POST:
        return send
    if drop.is_valid():
        return dropped
    return read if results.is_valid() else None


def _shown(request: HttpRequest, found: Batch) -> dict[str, Any]:
    who = actor(request)
    title = title_or_404(found.programme)
    page = page_of(request, queries.batch_rows(who, found.pk), "no", PER_PAGE)
    acts = may_manage(who, found.programme)
    name = _("Batch %(number)s") % {"number": found.number}
    return {
        "heading": name,
        "lead": title,
        "state": badge(BATCH, found.state),
        "facts": [
            fact(_("How it goes to the bank"), WAYS[found.way]),
            fact(_("Day of the transfers"), day_text(found.pay_on)),
            fact(_("Transfers"), count(found.rows)),
            fact(_("Amount owed"), money(found.won)),
            fact(_("Transferred amount"), money(found.net_won)),
            fact(_("Made"), instant(found.drafted_at)),
            *([fact(_("Approved"), instant(found.approved_at))] if found.approved_at else []),
            *([fact(_("Sent"), instant(found.sent_at))] if found.sent_at else []),
            *([fact(_("SHA-256 of the file"), found.file_hash)] if found.file_hash else []),
        ],
        "no_money": found.way == "payout" and is_stub(),
        "headers": headers(
            _("Number"), _("Payee"), _("Bank account"), _("Amount owed"), _("Tax withheld"),
            _("Set off against what is owed back"), _("Transferred amount"), _("State"),
            numeric=(
                _("Amount owed"), _("Tax withheld"), _("Set off against what is owed back"),
                _("Transferred amount"),
            ),
        ),
        "rows": [
            {
                "no": row.no,
                "url": reverse("officer_payable", args=[row.payable_id]),
                "payee": payee_name(row.payable.payee),
                "account": f"{bank_name(row.account.bank)} {masked_account(row.account.account_no)}",
                "won": money(row.won),
                "tax": money(row.income_tax_won + row.local_tax_won),
                "set_off": money(row.set_off_won),
                "net": money(row.net_won),
                "state": badge(ROW, row.state),
                "reason": reason_words(row.reason),
            }
            for row in page.rows
        ],
        "page": page,
        "may_approve": acts and found.state == "drafted" and found.drafted_by_id != who.user_id,
        "own_draft": acts and found.state == "drafted" and found.drafted_by_id == who.user_id,
        "may_send": acts and found.state == "approved",
        "may_drop": acts and found.state in ("drafted", "approved"),
        "may_take_file": acts and bool(found.file),
        "may_read": acts and found.state == "sent" and found.way == "file",
        "file_url": reverse("officer_batch_file", args=[found.pk]),
        "max_bytes": MOST_BYTES,
        "crumbs": pay_crumbs(
            found.programme, title,
            (_("Batches of transfers"), reverse("officer_batches", args=[found.programme])), (name, ""),
        ),
    }  # fmt: skip


@for_roles("officer")
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def file(request: HttpRequest, batch: int) -> HttpResponse:
    """Hand out the transfer file with a reason: the same bytes whenever it is taken."""
    who = actor(request)
    found = queries.batch(who, batch)
    if found is None or not found.file or not may_manage(who, found.programme):
        raise Http404
    typed = FileReasonForm(request.POST if request.method == "POST" else None)
    if typed.is_valid():
        what = f"transfer file, {found.programme}, batch {found.number}"
        try:
            note_download(request, "payment_batch", what, typed.cleaned_data["reason"], subjects=found.rows)
        except Refused as refused:
            tell(typed, refused)
        else:
            answer = HttpResponse(found.file.encode("cp949"), content_type="application/octet-stream")
            name = f"{found.programme}-transfers-{found.number}.txt"
            answer["Content-Disposition"] = f'attachment; filename="{name}"'
            answer["Cache-Control"] = "private, no-store"
            return answer
    title = title_or_404(found.programme)
    heading = _("Take the transfer file")
    own = reverse("officer_batch", args=[found.pk])
    shown = {
        "form": typed,
        "heading": heading,
        "lead": title,
        "warning": _("The file holds account numbers and names. Hand it to the bank and keep no copy."),
        "submit": _("Download the file"),
        "back": own,
        "crumbs": pay_crumbs(
            found.programme, title, (_("Batch %(number)s") % {"number": found.number}, own), (heading, "")
        ),
    }
    return render(request, "agreements/form.html", shown, status=422 if typed.errors else 200)
