"""A shop's counter: what it takes and gives back, what it has coming, and what it was paid."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from dure.domains.merchants.queries import my_merchants
from dure.domains.vouchers import queries
from dure.domains.vouchers.queries import Shop, ShopDay, Spend
from dure.domains.vouchers.services.ask_registration import ask_registration
from dure.domains.vouchers.services.end_shop import end_shop
from dure.domains.vouchers.services.give_back import give_back
from dure.domains.vouchers.services.spend import spend
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.agreements.words import badge
from dure.web.funds.words import fact
from dure.web.officer.guard import signed_in
from dure.web.officer.problems import forbidden_where_not_allowed
from dure.web.paging import page_of
from dure.web.people.problems import tell
from dure.web.tables import crumbs, headers
from dure.web.templatetags.amounts import money
from dure.web.templatetags.days import day_text, instant
from dure.web.templatetags.programme import told
from dure.web.vouchers.forms import BackForm, CounterForm, ReasonForm, RegisterForm
from dure.web.vouchers.words import PAYMENT, SHOP, cell, issuer_title, title_of

PER_PAGE = 20
DAYS = 31
FIELDS = {
    "vouchers.code": "code", "vouchers.not_here": "code", "vouchers.ended": "code",
    "vouchers.period": "code", "vouchers.own": "code", "vouchers.amount": "won", "vouchers.coupon": "won",
    "vouchers.short": "won", "vouchers.back": "won", "vouchers.settled": "won",
    "vouchers.moment": "happened_at", "vouchers.late": "happened_at", "vouchers.reason": "reason",
    "vouchers.region": "offer", "vouchers.issuer": "offer", "vouchers.not_active": "merchant",
}  # fmt: skip


def told_at(form: Any, refused: Refused) -> None:
    """Tell a refusal at the fields of a form that it belongs to."""
    tell(form, refused, {code: name for code, name in FIELDS.items() if name in form.fields})


@signed_in
@require_GET
def shops(request: HttpRequest) -> HttpResponse:
    """Show where one's businesses are registered, and what they have coming."""
    who = actor(request)
    page = page_of(request, queries.my_shops(who), "asked_at", PER_PAGE, backwards=True)
    coming = queries.coming_by_shop(who, [one.pk for one in page.rows])
    shown = {
        "heading": _("Shops that take vouchers"),
        "lead": _("Take vouchers at the counter, give back, and see what you are paid each day."),
        "actions": [(_("Register a shop"), reverse("register_voucher_shop"))],
        "headers": headers(
            _("Voucher or credit"), _("Business"), _("Coming to you"), _("State"),
            numeric=(_("Coming to you"),),
        ),
        "rows": [
            {
                "title": _title(one),
                "url": reverse("voucher_shop", args=[one.pk]),
                "cells": [cell(one.name), cell(money(coming.get(one.pk, 0)), num=True)],
                "state": badge(SHOP, one.state),
            }
            for one in page.rows
        ],
        "page": page,
        "empty": _("None of your businesses is registered yet"),
        "crumbs": crumbs((_("Shops that take vouchers"), "")),
    }  # fmt: skip
    return render(request, "vouchers/list.html", shown)


def _title(one: Shop) -> str:
    title = title_of(one.programme, one.benefit)
    if not one.issuer:
        return title
    return f"{title} · {issuer_title(queries.case_of(one.programme, one.benefit), one.issuer)}"


def shop_or_404(request: HttpRequest, shop: int) -> Shop:
    """Return a registration of a business that somebody acts for; others are not found."""
    found = queries.my_shop(actor(request), shop)
    if found is None:
        raise Http404
    return found


def shop_crumbs(found: Shop, *more: tuple[str, str]) -> list[dict[str, str]]:
    """Return breadcrumbs to a page of a shop."""
    own = reverse("voucher_shop", args=[found.pk]) if more else ""
    return crumbs((_("Shops that take vouchers"), reverse("voucher_shops")), (found.name, own), *more)


@signed_in
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def shop(request: HttpRequest, shop: int) -> HttpResponse:
    """Show what a shop took, what it has coming and was paid day by day; take it off the register."""
    who, found = actor(request), shop_or_404(request, shop)
    ends = ReasonForm(request.POST if request.method == "POST" else None)
    if ends.is_valid():
        try:
            end_shop(actor=who, now=asked_at(request), shop_id=found.pk, reason=ends.cleaned_data["reason"])
        except Refused as refused:
            told_at(ends, refused)
        else:
            messages.success(request, _("The registration has ended. What you took is still paid."))
            return redirect("voucher_shop", shop=found.pk)
    page = page_of(request, queries.taken_by(who, found), "taken_at", PER_PAGE, backwards=True)
    taken = (_("Taken"), _("Given back to the customer"))
    paid = (_("Taken"), _("Given back to the customer"), _("Fee"), _("Paid to you"))
    facts = [
        (_("Coming to you"), money(queries.coming_by_shop(who, [found.pk]).get(found.pk, 0))),
        (_("Business"), found.name),
        (_("What was said to it"), found.answer),
    ]
    shown = {
        "shop": found,
        "heading": _title(found),
        "lead": found.name,
        "state": badge(SHOP, found.state),
        "facts": [fact(term, text) for term, text in facts if text],
        "takes": found.state == "approved",
        "may_end": found.state in ("asked", "approved"),
        "form": ends,
        "headers": headers(_("When"), *taken, _("Settlement"), numeric=taken),
        "rows": [_spend(one) for one in page.rows],
        "page": page,
        "day_headers": headers(_("Day"), *paid, _("Payment"), numeric=paid),
        "days": [_day(row, owed) for row, owed in queries.days_of(who, found, DAYS)],
        "crumbs": shop_crumbs(found),
    }
    return render(request, "vouchers/shop.html", shown, status=422 if ends.errors else 200)


def _spend(one: Spend) -> dict[str, Any]:
    return {
        "title": instant(one.happened_at),
        "url": reverse("voucher_spend", args=[one.pk]),
        "cells": [
            cell(money(one.won), num=True),
            cell(money(one.back_won) if one.back_won else "–", num=True),
            cell(_("Settled") if one.day_id else _("Tonight")),
        ],
        "state": None,
    }


def _day(row: ShopDay, owed: Any) -> dict[str, Any]:
    won = [cell(money(part), num=True) for part in (row.taken_won, row.back_won, row.fee_won, row.won)]
    state = "–"
    if owed is not None:
        state = str(PAYMENT[owed.state]) + (f" · {day_text(owed.paid_on)}" if owed.paid_on else "")
    return {"title": day_text(row.day), "url": "", "cells": [*won, cell(state)], "state": None}


@signed_in
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def counter(request: HttpRequest, shop: int) -> HttpResponse:
    """Take an amount of a voucher: code, amount, one tap; pressed twice it is taken once."""
    found = shop_or_404(request, shop)
    typed = CounterForm(request.POST if request.method == "POST" else None)
    if typed.is_valid():
        given = typed.cleaned_data
        try:
            done = spend(
                actor=actor(request), now=asked_at(request), shop_id=found.pk, code=given["code"],
                won=given["won"], key=given["key"], happened_at=given["happened_at"],
            )  # fmt: skip
        except Refused as refused:
            told_at(typed, refused)
        else:
            messages.success(
                request,
                _("%(won)s taken. %(left)s are left on the voucher.")
                % {"won": money(done.won), "left": money(done.left_won)},
            )
            if _wants_json(request):
                # The page sent it by script, and loads itself anew: it shows what was said.
                return JsonResponse({"done": True})
            return redirect("voucher_counter", shop=found.pk)
    if typed.errors and _wants_json(request):
        told = [text for texts in typed.errors.values() for text in texts]
        return JsonResponse({"errors": told}, status=422)
    back = reverse("voucher_shop", args=[found.pk])
    shown = {
        "form": typed,
        "heading": _("Counter"),
        "lead": f"{found.name} · {_title(found)}",
        "submit": _("Take it"),
        "now": asked_at(request).isoformat(),
        "back": back,
        "closed": ""
        if found.state == "approved"
        else _("This shop takes no vouchers: it is not registered."),
        "crumbs": shop_crumbs(found, (_("Counter"), "")),
    }
    return render(request, "vouchers/counter.html", shown, status=422 if typed.errors else 200)


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "") == "application/json"


@signed_in
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def taken(request: HttpRequest, spend: int) -> HttpResponse:
    """Show one spend; give it back, whole or in part."""
    found = queries.own_spend(actor(request), spend)
    if found is None:
        raise Http404
    open_won = found.won - found.back_won
    typed = BackForm(request.POST if request.method == "POST" else None, won=open_won)
    if typed.is_valid():
        given = typed.cleaned_data
        try:
            done = give_back(
                actor=actor(request), now=asked_at(request), spend_id=found.pk, won=given["won"],
                key=given["key"], reason=given["reason"],
            )  # fmt: skip
        except Refused as refused:
            told_at(typed, refused)
        else:
            messages.success(
                request,
                _("%(won)s given back. %(left)s are on the voucher now.")
                % {"won": money(done.won), "left": money(done.left_won)},
            )
            return redirect("voucher_shop", shop=found.shop_id)
    facts = [
        (_("When"), instant(found.happened_at)),
        (_("Taken"), money(found.won)),
        (_("Given back to the customer"), money(found.back_won)),
    ]
    heading = _("Give back")
    shown = {
        "form": typed,
        "heading": heading,
        "lead": found.shop.name,
        "facts": [fact(term, text) for term, text in facts],
        "submit": _("Give it back"),
        "closed": "" if open_won else _("All of it was given back."),
        "back": reverse("voucher_shop", args=[found.shop_id]),
        "crumbs": shop_crumbs(found.shop, (heading, "")),
    }
    return render(request, "agreements/form.html", shown, status=422 if typed.errors else 200)


@signed_in
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def register(request: HttpRequest) -> HttpResponse:
    """Ask for a business of one's own to be registered as a shop."""
    who = actor(request)
    businesses = [(str(one.pk), one.name) for one in my_merchants(who)]
    typed = RegisterForm(businesses, _offers(request), request.POST if request.method == "POST" else None)
    if typed.is_valid():
        programme, benefit, issuer = typed.cleaned_data["offer"].split("|")
        try:
            pk = ask_registration(
                actor=who, now=asked_at(request), programme=programme, benefit=benefit, issuer=issuer,
                merchant_id=int(typed.cleaned_data["merchant"]),
            )  # fmt: skip
        except Refused as refused:
            told_at(typed, refused)
        else:
            messages.success(request, _("You asked for it. You see here once it was decided."))
            return redirect("voucher_shop", shop=pk)
    shown = {
        "form": typed,
        "heading": _("Register a shop"),
        "lead": _("The tax service is asked whether the business is active."),
        "closed": ""
        if businesses
        else _("You act for no business yet: register it first under “My businesses”."),
        "submit": _("Ask for it"),
        "back": reverse("voucher_shops"),
        "crumbs": crumbs(
            (_("Shops that take vouchers"), reverse("voucher_shops")), (_("Register a shop"), "")
        ),
    }
    return render(request, "agreements/form.html", shown, status=422 if typed.errors else 200)


def _offers(request: HttpRequest) -> list[tuple[str, str]]:
    """Return what shops can be registered for: each benefit, and each issuer where it is sold."""
    found = []
    for case in queries.cases(actor(request)):
        title = told(case.benefit.title)
        for issuer in [one.id for one in case.issuers] or [""]:
            name = (
                f"{title} · {issuer_title(case, issuer)}"
                if issuer
                else f"{title} · {told(case.programme.title)}"
            )
            found.append((f"{case.programme.id}|{case.benefit.id}|{issuer}", name))
    return found
