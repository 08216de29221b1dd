"""One line as staff see it: decided by an officer, confirmed by a second, compared by an accountant."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from dure.domains.claims import queries
from dure.domains.claims.policies import claimants, may_compare, may_decide
from dure.domains.claims.queries import OPEN, ClaimLine
from dure.domains.claims.services.ask_line import ask_line
from dure.domains.claims.services.check_line import check_line
from dure.domains.claims.services.compare_line import compare_line
from dure.domains.claims.services.confirm_line import confirm_line
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.agreements.fields import Grouped
from dure.web.agreements.words import badge
from dure.web.claims.forms import AskForm, CompareForm, DecideForm, SecondForm
from dure.web.claims.officer import STAFF
from dure.web.claims.showing import PER_PAGE, is_overdue, proof
from dure.web.claims.words import ASKED, LINE, WAYS, case_of, claimant, findings, named, payment
from dure.web.funds.words import fact, in_year, line_title
from dure.web.officer.guard import for_roles
from dure.web.officer.problems import forbidden_where_not_allowed
from dure.web.paging import page_of
from dure.web.people.access import note_view
from dure.web.people.problems import tell
from dure.web.tables import crumbs, headers
from dure.web.templatetags.amounts import money
from dure.web.templatetags.days import day_text, instant

FIELDS = {
    "claims.approved": "approved_won", "claims.answer": "answer", "claims.fields": "fields_asked",
    "claims.question": "question", "claims.remark": "remark",
}  # fmt: skip


@for_roles(*STAFF)
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def one(request: HttpRequest, line: int) -> HttpResponse:
    """Show a line with its evidence; let whoever may decide, confirm or compare do so."""
    who = actor(request)
    found = queries.line(who, line)
    if found is None or not who.may_in(found.claim.programme, *STAFF):
        raise Http404
    forms = _forms(request, found)
    if request.method == "POST":
        name = str(request.POST.get("act", ""))
        typed = forms.get(_form_of(name))
        if typed is None:
            raise Http404
        if typed.is_valid():
            try:
                _act(request, found, name, typed.cleaned_data)
            except Refused as refused:
                tell(typed, refused, {c: f for c, f in FIELDS.items() if f in typed.fields})
            else:
                messages.success(request, _("Done."))
                return redirect("officer_claim_line", line=found.pk)
    # Who was paid may be a person: a look at it is noted.
    note_view(request, "claim_line", found.pk, "line of a claim")
    claim = found.claim
    may = may_decide(who, claim)
    own = who.user_id in claimants(found)
    shown = {
        "line": found,
        "claim": claim,
        "heading": found.what,
        "lead": f"{claimant(claim, named([claim]))} · {claim.title}",
        "state": badge(LINE, found.state),
        "facts": _facts(found),
        "findings": findings(found.findings),
        "proofs": [proof(piece) for piece in queries.proofs_of(who, found.pk)],
        "decide": forms["decide"],
        "ask": forms["ask"],
        "second": forms["second"],
        "compare": forms["compare"],
        "bound": next((form for form in forms.values() if form.is_bound), None),
        "may_decide": may and not own and found.state == "submitted",
        "overdue": is_overdue(found, asked_at(request)),
        "may_refuse": may and not own and found.state == "asked",
        "may_confirm": may and not own and found.state == "checked" and found.checked_by_id != who.user_id,
        "waits_for_other": may and found.state == "checked" and found.checked_by_id == who.user_id,
        "waits_for_accountant": found.item_id is not None and found.list_checked_at is None,
        "may_compare": may_compare(who, claim.programme) and not own and found.state in OPEN,
        "own_sale": found.item_id is not None,
        "crumbs": crumbs(
            (_("Claims to decide"), reverse("officer_claims_programmes")),
            (claim.title, reverse("officer_claim", args=[claim.pk])),
            (found.what, ""),
        ),
    }
    wrong = any(form.errors for form in forms.values())
    return render(request, "claims/line.html", shown, status=422 if wrong else 200)


@for_roles("accountant")
@require_GET
def to_compare(request: HttpRequest) -> HttpResponse:
    """Show what executors sold themselves and no accountant has compared yet."""
    page = page_of(request, queries.to_compare(actor(request)), "id", PER_PAGE)
    names = named([one.claim for one in page.rows])
    shown = {
        "heading": _("Own sales to compare"),
        "headers": headers(
            _("What it was for"), _("Claimant"), _("From the price list"), _("Value of supply"), _("State"),
            numeric=(_("Value of supply"),),
        ),
        "rows": [
            {
                "label": one.what,
                "url": reverse("officer_claim_line", args=[one.pk]),
                "cells": [
                    {"text": claimant(one.claim, names)},
                    {"text": f"{one.item.title} × {one.quantity}"},
                    {"text": money(one.supply_won), "numeric": True},
                ],
                "state": badge(LINE, one.state),
            }
            for one in page.rows
        ],
        "page": page,
        "crumbs": crumbs((_("Own sales to compare"), "")),
    }  # fmt: skip
    return render(request, "funds/list.html", shown)


def _form_of(name: str) -> str:
    return {"send_back": "second", "confirm": "second", "refuse": "decide", "misfit": "compare"}.get(
        name, name
    )


def _forms(request: HttpRequest, found: ClaimLine) -> dict[str, Grouped]:
    sent = _form_of(str(request.POST.get("act", "")))

    def data(name: str) -> Any:
        return request.POST if sent == name else None

    return {
        "decide": DecideForm(found.supported_won or 0, data("decide")),
        "ask": AskForm(data("ask")),
        "second": SecondForm(data("second")),
        "compare": CompareForm(data("compare")),
    }


def _act(request: HttpRequest, found: ClaimLine, name: str, given: dict[str, Any]) -> None:
    acting: dict[str, Any] = {"actor": actor(request), "now": asked_at(request), "line_id": found.pk}
    if name in ("decide", "refuse"):
        wanted = 0 if name == "refuse" else given["approved_won"]
        check_line(**acting, approved_won=-1 if wanted is None else wanted, answer=given["answer"])
    elif name == "ask":
        ask_line(**acting, fields=given["fields_asked"], question=given["question"])
    elif name in ("confirm", "send_back"):
        confirm_line(**acting, confirmed=name == "confirm", answer=given["answer"])
    else:
        compare_line(**acting, fits=name == "compare", remark=given["remark"])


def _facts(one: ClaimLine) -> list[dict[str, str]]:
    claim = one.claim
    case = case_of(claim.programme, claim.fund)
    line = one.line or claim.line
    budget = line_title(case, line) if case is not None else line
    found = [
        fact(_("Budget line"), in_year(budget, claim.year), WAYS[claim.way]),
        *([fact(_("Kind of cost"), one.cost_type)] if one.cost_type else []),
        fact(_("Who was paid"), one.payee),
        fact(_("Day of the payment"), "–" if one.spent_on is None else day_text(one.spent_on)),
        fact(_("Value of supply"), money(one.supply_won)),
        fact(_("VAT"), money(one.vat_won)),
        *([fact(_("Own share of the claimant"), money(one.own_won))] if one.own_won else []),
        fact(_("Claimed"), money(one.supported_won)),
    ]
    if one.item is not None:
        listed = _("%(quantity)s × %(won)s, list %(number)s from %(day)s") % {
            "quantity": one.quantity, "won": money(one.item.unit_won), "number": one.item.list.number,
            "day": day_text(one.item.list.valid_from),
        }  # fmt: skip
        found.append(fact(_("From the price list"), one.item.title, listed))
    if one.list_checked_at is not None:
        fits = _("fits the price list") if one.list_fits else _("does not fit the price list")
        found.append(fact(_("Accountant"), fits, one.remark))
    elif one.remark:
        found.append(fact(_("Accountant"), one.remark))
    if one.asked:
        named = ", ".join(str(ASKED[name]) for name in one.asked_fields)
        found.append(fact(_("Asked until %(at)s") % {"at": instant(one.due_at)}, one.asked, named))
    if one.answered:
        found.append(fact(_("Answer of the claimant"), one.answered, instant(one.answered_at)))
    if one.approved_won:
        found.append(fact(_("Approved amount"), money(one.approved_won)))
    if one.answer:
        found.append(fact(_("What was said to it"), one.answer))
    if one.state == "accepted" and (told := payment(queries.paid_of([one]).get(one.pk), claim.way)):
        found.append(fact(_("Payment"), told))
    return found
