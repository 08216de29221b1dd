"""One's own vouchers and credit: what is left, the code that a shop takes, what was spent where."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from dure.domains.vouchers import queries
from dure.domains.vouchers.queries import Order, Spend, Wallet
from dure.domains.vouchers.services.refund_wallet import refund_wallet
from dure.domains.vouchers.services.renew_code import renew_code
from dure.domains.vouchers.services.take_back_order import take_back_order
from dure.engine.money.vouchers import may_refund
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.agreements.words import badge
from dure.web.benefits.words import last_day
from dure.web.funds.words import fact
from dure.web.officer.guard import signed_in
from dure.web.officer.problems import forbidden_where_not_allowed
from dure.web.paging import page_of
from dure.web.people.problems import sentences
from dure.web.tables import crumbs, headers
from dure.web.templatetags.amounts import count, money
from dure.web.templatetags.days import instant
from dure.web.vouchers.codes import in_groups, qr_svg
from dure.web.vouchers.forms import Keyed
from dure.web.vouchers.words import ORDER, WALLET, cell, title_of, wallet_title

PER_PAGE = 20
ORDERS = 10


@signed_in
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """Show the vouchers and credit of oneself and of one's businesses, and orders that wait."""
    who = actor(request)
    page = page_of(request, queries.own_wallets(who), "opened_at", PER_PAGE, backwards=True)
    left = queries.left_by_wallet(who, [one.pk for one in page.rows])
    waiting = queries.own_orders(who).filter(state="ordered").order_by("-pk")[:ORDERS]
    numbers = (_("Face value"), _("Left"))
    shown = {
        "heading": _("My vouchers and credit"),
        "lead": _("Show the code at a registered shop. What is left is told each time."),
        "actions": [(_("Buy a voucher"), reverse("voucher_sales"))],
        "orders": [_order(one) for one in waiting],
        "order_headers": headers(
            _("Voucher"), _("Face value"), _("To be paid"), _("Pay until"), _("State"),
            numeric=(_("Face value"), _("To be paid")),
        ),
        "headers": headers(
            _("Voucher or credit"), _("Business"), *numbers, _("Last day"), _("State"), numeric=numbers
        ),
        "rows": [_row(one, left.get(one.pk, 0)) for one in page.rows],
        "page": page,
        "empty": _("You have no voucher and no credit yet"),
        "crumbs": crumbs((_("My vouchers and credit"), "")),
    }  # fmt: skip
    return render(request, "vouchers/list.html", shown)


def _row(one: Wallet, left: int) -> dict[str, Any]:
    return {
        "title": wallet_title(one),
        "url": reverse("my_wallet", args=[one.pk]),
        "cells": [
            cell("" if one.application is None else one.application.name),
            cell(money(one.face_won), num=True),
            cell(money(left), num=True),
            cell(last_day(one.ends_on) if one.ends_on else "–"),
        ],
        "state": badge(WALLET, one.state),
    }


def _order(one: Order) -> dict[str, Any]:
    return {
        "title": title_of(one.issue.programme, one.issue.benefit),
        "url": reverse("voucher_order", args=[one.pk]),
        "cells": [
            cell(money(one.face_won), num=True),
            cell(money(one.paid_won), num=True),
            cell(instant(one.pay_until)),
        ],
        "state": badge(ORDER, one.state),
    }


@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def one(request: HttpRequest, wallet: int) -> HttpResponse:
    """Show a wallet with its code; give it a new one, or have the rest of a voucher paid back."""
    who, found = actor(request), queries.own_wallet(actor(request), wallet)
    if found is None:
        raise Http404
    problems: list[str] = []
    if request.method == "POST":
        typed = Keyed(request.POST)
        try:
            if "refund" in request.POST:
                paid = refund_wallet(actor=who, now=asked_at(request), wallet_id=found.pk)
                messages.success(request, _("%(won)s is paid back to you.") % {"won": money(paid)})
                return redirect("my_wallet", wallet=found.pk)
            if typed.is_valid():
                renew_code(
                    actor=who, now=asked_at(request), wallet_id=found.pk, key=typed.cleaned_data["key"]
                )
                messages.success(request, _("There is a new code. The old one is good no more."))
                return redirect("my_wallet", wallet=found.pk)
        except Refused as refused:
            problems = sentences(refused)
    return _shown(request, found, problems)


def _shown(request: HttpRequest, found: Wallet, problems: list[str]) -> HttpResponse:
    who = actor(request)
    left = queries.left_by_wallet(who, [found.pk]).get(found.pk, 0)
    page = page_of(request, queries.spends_of(who, found), "taken_at", PER_PAGE, backwards=True)
    numbers = (_("Taken"), _("Given back to you"), _("Left afterwards"))
    is_open = found.state == "open"
    shown = {
        "heading": wallet_title(found),
        "problems": [{"text": text} for text in problems],
        "state": badge(WALLET, found.state),
        "left": money(left),
        "is_open": is_open,
        "code": in_groups(found.code) if is_open else "",
        "qr": qr_svg(found.code, _("QR code of this voucher")) if is_open else "",
        "facts": _facts(found, left),
        "form": Keyed(),
        "may_refund": is_open and _may_refund(found, left),
        "is_voucher": found.kind == "voucher",
        "headers": headers(_("Shop"), _("When"), *numbers, numeric=numbers),
        "rows": [_spend(one) for one in page.rows],
        "page": page,
        "crumbs": crumbs((_("My vouchers and credit"), reverse("my_wallets")), (wallet_title(found), "")),
    }
    return render(request, "vouchers/wallet.html", shown, status=422 if problems else 200)


def _may_refund(found: Wallet, left: int) -> bool:
    if found.order is None:
        return False
    return may_refund(found.face_won, found.face_won - left, found.order.issue.refund_from_bp)


def _facts(found: Wallet, left: int) -> list[dict[str, str]]:
    told = [
        (_("Face value"), money(found.face_won)),
        (_("Coupons left"), count(left // found.unit_won) if found.unit_won else ""),
        (_("One coupon"), money(found.unit_won) if found.unit_won else ""),
        (_("Business"), "" if found.application is None else found.application.name),
        (_("Last day"), last_day(found.ends_on) if found.ends_on else ""),
        (
            _("What is left is paid back"),
            _("unused, or once %(share)s%% were spent") % {"share": found.order.issue.refund_from_bp // 100}
            if found.order is not None
            else "",
        ),
    ]
    return [fact(term, text) for term, text in told if text]


def _spend(one: Spend) -> dict[str, Any]:
    return {
        "title": one.shop.name,
        "url": "",
        "cells": [
            cell(instant(one.happened_at)),
            cell(money(one.won), num=True),
            cell(money(one.back_won) if one.back_won else "–", num=True),
            cell(money(one.left_won), num=True),
        ],
        "state": None,
    }


@signed_in
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def order(request: HttpRequest, order: int) -> HttpResponse:
    """Show an order of one's own: what is to be paid until when; take it back."""
    found = queries.own_order(actor(request), order)
    if found is None:
        raise Http404
    problems: list[str] = []
    if request.method == "POST":
        try:
            take_back_order(actor=actor(request), now=asked_at(request), order_id=found.pk)
        except Refused as refused:
            problems = sentences(refused)
        else:
            messages.success(request, _("The order was taken back."))
            return redirect("my_wallets")
    title = title_of(found.issue.programme, found.issue.benefit)
    facts = [
        (_("Face value"), money(found.face_won)),
        (_("To be paid"), money(found.paid_won)),
        (_("Order number"), str(found.pk)),
        (_("Pay until"), instant(found.pay_until)),
    ]
    shown = {
        "heading": title,
        "problems": [{"text": text} for text in problems],
        "state": badge(ORDER, found.state),
        "facts": [fact(term, text) for term, text in facts],
        "waits": found.state == "ordered",
        "wallet": getattr(found, "wallet", None),
        "crumbs": crumbs((_("My vouchers and credit"), reverse("my_wallets")), (title, "")),
    }
    return render(request, "vouchers/order.html", shown, status=422 if problems else 200)
