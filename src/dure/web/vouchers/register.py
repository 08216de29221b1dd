"""The register of shops as officers and issuers keep it: searched, decided, handed out as a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from dure.domains.vouchers import queries
from dure.domains.vouchers.policies import may_decide_shop
from dure.domains.vouchers.queries import Shop, VoucherCase
from dure.domains.vouchers.services.decide_shop import decide_shop
from dure.domains.vouchers.services.end_shop import end_shop
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.agreements.words import badge
from dure.web.funds.words import fact
from dure.web.list_files import ListFile, ListFileForm, handed_out, instant_cell
from dure.web.officer.applicants import total_text
from dure.web.officer.guard import for_roles
from dure.web.officer.problems import forbidden_where_not_allowed
from dure.web.paging import page_of
from dure.web.people.counting import counted
from dure.web.tables import headers
from dure.web.templatetags.days import instant
from dure.web.templatetags.programme import told
from dure.web.vouchers.forms import DecideShopForm
from dure.web.vouchers.running import PER_PAGE, READERS, case_or_404, told_at, voucher_crumbs, voucher_form
from dure.web.vouchers.words import SHOP, cell, issuer_title


@for_roles(*READERS)
@require_GET
def shops(request: HttpRequest, programme: str, benefit: str) -> HttpResponse:
    """Show the register of shops, narrowed to a state or a part of the name."""
    case = case_or_404(request, programme, benefit)
    state, words = _narrowed(request)
    found = queries.shops_of(actor(request), programme, benefit, state, words)
    page = page_of(request, found, "asked_at", PER_PAGE, backwards=True)
    shown = {
        "heading": _("Register of shops"),
        "lead": told(case.benefit.title),
        "search": True,
        "words": words,
        "states": [(code, str(word)) for code, (word, _kind) in SHOP.items()],
        "state": state,
        "export_url": reverse("officer_voucher_file", args=[programme, benefit]),
        "total_text": total_text(counted(found)),
        "headers": headers(_("Business"), _("Issuer"), _("Asked at"), _("State")),
        "rows": [
            {
                "title": one.name,
                "url": reverse("officer_voucher_shop", args=[programme, benefit, one.pk]),
                "cells": [cell(issuer_title(case, one.issuer)), cell(instant(one.asked_at))],
                "state": badge(SHOP, one.state),
            }
            for one in page.rows
        ],
        "page": page,
        "empty": _("No shop stands in the register like this"),
        "crumbs": voucher_crumbs(case, (_("Register of shops"), "")),
    }
    return render(request, "vouchers/list.html", shown)


def _narrowed(request: HttpRequest) -> tuple[str, str]:
    state = request.GET.get("state", "")
    return (state if state in SHOP else ""), request.GET.get("words", "").strip()[:100]


@for_roles(*READERS)
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def shop(request: HttpRequest, programme: str, benefit: str, shop: int) -> HttpResponse:
    """Show a registration; approve, refuse or end it."""
    case, who = case_or_404(request, programme, benefit), actor(request)
    found = queries.shop_run(who, shop)
    if found is None or (found.programme, found.benefit) != (programme, benefit):
        raise Http404
    typed = DecideShopForm(request.POST if request.method == "POST" else None)
    if typed.is_valid():
        answer = typed.cleaned_data["answer"]
        try:
            if found.state == "approved":
                end_shop(actor=who, now=asked_at(request), shop_id=shop, reason=answer)
            else:
                decide_shop(
                    actor=who, now=asked_at(request), shop_id=shop, approved="refuse" not in request.POST,
                    answer=answer,
                )  # fmt: skip
        except Refused as refused:
            told_at(typed, refused)
        else:
            messages.success(request, _("Done."))
            return redirect("officer_voucher_shops", programme=programme, benefit=benefit)
    runs = may_decide_shop(who, found) and found.state in ("asked", "approved")
    asked = found.state == "asked"
    return voucher_form(
        request, case, typed, found.name, _("Approve it") if asked else _("End the registration"),
        second=_("Refuse it") if asked else "", second_name="refuse",
        facts=_shop_facts(case, found),
        closed="" if runs else _("There is nothing for you to do here."),
        back=reverse("officer_voucher_shops", args=[programme, benefit]),
    )  # fmt: skip


def _shop_facts(case: VoucherCase, found: Shop) -> list[dict[str, str]]:
    facts = [
        (_("Issuer"), issuer_title(case, found.issuer)),
        (_("State"), str(SHOP[found.state][0])),
        (_("Region code"), found.region),
        (_("Industry code"), found.ksic),
        (_("Asked at"), instant(found.asked_at)),
        (_("What was said to it"), found.answer),
    ]
    return [fact(term, text) for term, text in facts if text]


@for_roles(*READERS)
@require_http_methods(["GET", "POST"])
def export(request: HttpRequest, programme: str, benefit: str) -> HttpResponse:
    """Hand out the figures by issuer and the register of shops as a file, with a reason."""
    case, who = case_or_404(request, programme, benefit), actor(request)
    state, words = _narrowed(request)
    found = queries.shops_of(who, programme, benefit, state, words)

    def listed(_chosen: Mapping[str, Any]) -> ListFile:
        return ListFile(
            name=f"{programme}-{benefit}-shops",
            what=f"shops of {programme}/{benefit}",
            subjects=found.order_by().count(),
            headers=[
                _("Business"), _("Issuer"), _("State"), _("Asked at"), _("Region code"), _("Industry code"),
            ],
            rows=_cells(case, found),
        )  # fmt: skip

    form = ListFileForm(request.POST if request.method == "POST" else None)
    if (file := handed_out(request, form, listed)) is not None:
        return file
    shown = {
        "form": form,
        "heading": _("Export the register of shops"),
        "filters": [told(case.benefit.title), *([str(SHOP[state][0])] if state else [])],
        "counted": _("Shops"),
        "warning": _("The file tells which businesses take the voucher"),
        "total_text": total_text(counted(found)),
        "back": reverse("officer_voucher_shops", args=[programme, benefit]),
        "crumbs": voucher_crumbs(case, (_("Export"), "")),
    }
    return render(request, "officer/export.html", shown, status=422 if form.errors else 200)


def _cells(case: VoucherCase, found: QuerySet[Shop]) -> Iterator[list[str]]:
    for one in queries.shop_rows(found):
        yield [
            one.name, issuer_title(case, one.issuer), str(SHOP[one.state][0]), instant_cell(one.asked_at),
            one.region, one.ksic,
        ]  # fmt: skip
