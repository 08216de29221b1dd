"""Buying a voucher: what is on sale, the identity verified, an amount, an order that waits to be paid."""

from __future__ import annotations

import json
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from dure.domains.privacy.encryption import seal, unseal
from dure.domains.voting.agency import begin_verification, is_stub, window_origin
from dure.domains.vouchers import queries
from dure.domains.vouchers.buyers import buyer_verified
from dure.domains.vouchers.queries import Issue
from dure.domains.vouchers.services.order_voucher import order_voucher
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.officer.guard import signed_in
from dure.web.officer.problems import forbidden_where_not_allowed, lines
from dure.web.paging import page_of
from dure.web.people.problems import tell
from dure.web.tables import crumbs, headers
from dure.web.templatetags.amounts import money
from dure.web.vouchers.forms import BuyForm
from dure.web.vouchers.words import cell, issuer_title, title_of

PER_PAGE = 20
VERIFIED_FOR = timedelta(minutes=30)
FIELDS = dict.fromkeys(
    ("vouchers.thousands", "vouchers.month", "vouchers.sold_out", "vouchers.amount"), "won"
)


@require_GET
def sales(request: HttpRequest) -> HttpResponse:
    """Show what citizens can buy now."""
    page = page_of(request, queries.on_sale(actor(request)), "opened_at", PER_PAGE, backwards=True)
    shown = {
        "heading": _("Local vouchers on sale"),
        "lead": _("Bought at a discount, spent at registered shops of the issuer."),
        "headers": headers(
            _("Voucher"), _("Issuer"), _("Discount"), _("At most a month"),
            numeric=(_("Discount"), _("At most a month")),
        ),
        "rows": [_row(one) for one in page.rows],
        "page": page,
        "empty": _("Nothing is on sale at the moment"),
        "crumbs": crumbs((_("Local vouchers on sale"), "")),
    }  # fmt: skip
    return render(request, "vouchers/list.html", shown)


def _row(one: Issue) -> dict[str, Any]:
    case = queries.case_of(one.programme, one.benefit)
    return {
        "title": title_of(one.programme, one.benefit),
        "url": reverse("buy_voucher", args=[one.pk]),
        "cells": [
            cell(issuer_title(case, one.issuer)),
            cell(f"{one.discount_bp / 100:g} %", num=True),
            cell(money(one.monthly_won) if one.monthly_won else "–", num=True),
        ],
        "state": None,
    }


@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def buy(request: HttpRequest, issue: int) -> HttpResponse:
    """Lead to the agency that verifies the identity; whoever comes back orders an amount."""
    found = issue_or_404(request, issue)
    kept = _kept(request, found)
    if not _is_verified(kept, asked_at(request)):
        if request.method == "POST" and "verify" in request.POST:
            return _to_agency(request, found)
        return _page(request, found, "vouchers/verify_first.html", stub=is_stub())
    typed = BuyForm(request.POST if request.method == "POST" else None)
    if typed.is_valid():
        given = typed.cleaned_data
        try:
            pk = order_voucher(
                actor=actor(request), now=asked_at(request), issue_id=found.pk, face_won=given["won"],
                buyer=kept["buyer"], key=given["key"],
            )  # fmt: skip
        except Refused as refused:
            tell(typed, refused, FIELDS)
        else:
            messages.success(request, _("Ordered. The voucher is yours once the payment has come."))
            return redirect("voucher_order", order=pk)
    told = {
        "form": typed,
        "information": _("You pay the face value less %(share)s %%. Nothing of your identity is kept.")
        % {"share": f"{found.discount_bp / 100:g}"},
        "submit": _("Order it"),
        "back": reverse("voucher_sales"),
    }
    return _page(request, found, "agreements/form.html", status=422 if typed.errors else 200, **told)


@signed_in
@never_cache
@require_GET
def verified(request: HttpRequest, issue: int) -> HttpResponse:
    """Take the agency's answer, once, and go on to an address that has nothing of it."""
    found = issue_or_404(request, issue)
    kept = _kept(request, found)
    try:
        buyer = buyer_verified(
            found.programme, request.GET.dict(), key=kept.get("key", ""), request_no=kept.get("number", "")
        )
    except Refused as refused:
        _keep(request, found, {})
        return _page(
            request, found, "vouchers/verify_first.html", status=422, stub=is_stub(),
            problems=lines(refused.problems),
        )  # fmt: skip
    _keep(request, found, {"buyer": buyer, "at": asked_at(request).isoformat()})
    return redirect("buy_voucher", issue=found.pk)


def issue_or_404(request: HttpRequest, issue: int) -> Issue:
    """Return what is on sale; what is not any more is not found."""
    found = queries.issue_on_sale(actor(request), issue)
    if found is None:
        raise Http404
    return found


def _to_agency(request: HttpRequest, found: Issue) -> HttpResponse:
    number = secrets.token_hex(14)
    back = request.build_absolute_uri(reverse("voucher_verified", args=[found.pk]))
    try:
        asked = begin_verification(request_no=number, return_url=back, now=asked_at(request))
    except Refused:
        told = [{"text": _("The identity agency cannot be asked at the moment: please try again later.")}]
        return _page(request, found, "vouchers/verify_first.html", status=422, stub=is_stub(), problems=told)
    _keep(request, found, {"number": number, "key": asked.key})
    response = _page(
        request, found, "vouchers/verify.html", asked=asked, fields=list(asked.fields.items()), stub=is_stub()
    )
    # The one form that leaves us: its page alone may send one there.
    response._csp_update = {"form-action": [window_origin(asked)]}  # type: ignore[attr-defined]
    return response


def _page(
    request: HttpRequest, found: Issue, template: str, *, status: int = 200, **told: Any
) -> HttpResponse:
    title = title_of(found.programme, found.benefit)
    case = queries.case_of(found.programme, found.benefit)
    shown = {
        "heading": title,
        "lead": issuer_title(case, found.issuer),
        "issue": found,
        "crumbs": crumbs((_("Local vouchers on sale"), reverse("voucher_sales")), (title, "")),
    } | told
    return render(request, template, shown, status=status)


def _kept(request: HttpRequest, found: Issue) -> dict[str, str]:
    """Return what the session keeps of a buyer, sealed; nothing where it is none of ours."""
    try:
        kept: dict[str, str] = json.loads(unseal(request.session.get(_name(found), "")))
    except ValueError:
        return {}
    return kept


def _keep(request: HttpRequest, found: Issue, kept: dict[str, str]) -> None:
    request.session[_name(found)] = seal(json.dumps(kept))


def _name(found: Issue) -> str:
    return f"voucher-{found.pk}"


def _is_verified(kept: dict[str, str], now: datetime) -> bool:
    return bool(kept.get("buyer")) and now < datetime.fromisoformat(kept["at"]) + VERIFIED_FOR
