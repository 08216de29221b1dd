"""A merchant's referral: asking, agreeing, taking back, telling of a loss."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dure.domains.benefits import queries as benefits
from dure.domains.benefits.policies import is_own_grant
from dure.domains.referrals import queries
from dure.domains.referrals.queries import FinanceCase, Payout, Referral
from dure.domains.referrals.services.ask_payout import ask_payout
from dure.domains.referrals.services.ask_referral import ask_referral
from dure.domains.referrals.services.give_consent import give_consent
from dure.domains.referrals.services.withdraw_referral import withdraw_referral
from dure.domains.referrals.states import ALIVE, OPEN
from dure.engine.law.deadlines import day_of
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.agreements.fields import Grouped
from dure.web.agreements.words import badge
from dure.web.officer.guard import signed_in
from dure.web.officer.problems import forbidden_where_not_allowed
from dure.web.people.problems import sentences, tell
from dure.web.referrals.forms import AskForm, ConsentForm, LossForm
from dure.web.referrals.words import PAYOUTS, STATES, body_title, consent_lines, facts_of, terms
from dure.web.tables import crumbs, headers
from dure.web.templatetags.amounts import money
from dure.web.templatetags.days import day_text
from dure.web.templatetags.programme import told

FIELDS = {
    "referrals.amount": "won", "referrals.over": "won", "referrals.body": "body",
    "loan.principal": "principal_won",
    "loan.rate": "rate_percent", "loan.months": "months", "loan.grace": "grace_months", "loan.after": "after",
    "loan.deferred": "deferred_months",
}  # fmt: skip
LOSS_FIELDS = {
    "referrals.day": "happened_on", "referrals.outside_cover": "happened_on", "referrals.what": "what",
    "referrals.amount": "loss_won",
}  # fmt: skip


@signed_in
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def one(request: HttpRequest, grant: int) -> HttpResponse:
    """Show the referral under a grant, and let the merchant do what comes next."""
    who = actor(request)
    found = benefits.grant(who, grant)
    finance = None if found is None else queries.finance_case(found)
    if found is None or finance is None or not is_own_grant(who, found):
        raise Http404
    every = queries.of_grant(who, grant)
    referral = next((row for row in every if row.state in ALIVE), None)
    runs = found.state in ("granted", "in_use")
    asks = AskForm(finance, request.POST if "ask" in request.POST else None)
    agrees = ConsentForm(request.POST if "consent" in request.POST else None)
    losses = LossForm(request.POST if "loss" in request.POST else None)
    if (
        request.method == "POST"
        and (answer := _acted(request, grant, referral, asks, agrees, losses)) is not None
    ):
        return answer
    insured = next((row for row in every if row.product == "insurance" and row.taken_won is not None), None)
    shown = {
        "heading": told(finance.finance.title),
        "lead": told(finance.case.programme.title),
        "terms": terms(finance),
        "decided_by": told(finance.finance.decided_by),
        "referral": referral,
        "state": badge(STATES, referral.state) if referral else None,
        "facts": _facts(finance, referral, who) if referral else [],
        "may_ask": runs and referral is None,
        "may_agree": referral is not None and referral.state == "asked",
        "may_withdraw": referral is not None and referral.state in OPEN,
        "has_schedule": referral is not None and referral.product == "loan_extension",
        "calculator": finance.finance.product == "unemployment_benefit",
        "consent": consent_lines(finance, referral.body, finance.kept_until(day_of(asked_at(request))))
        if referral is not None and referral.state == "asked"
        else [],
        "ask_form": asks,
        "consent_form": agrees,
        "loss_form": losses,
        "may_tell_loss": insured is not None,
        "payouts": [payout_row(row) for row in queries.payouts(who, insured.pk)] if insured else [],
        "payout_headers": payout_headers(),
        "before": [_before(finance, row) for row in every if row.state not in ALIVE],
        "before_headers": headers(_("Reference"), _("Body"), _("What the body says"), _("State")),
        "crumbs": crumbs(
            (_("My support"), reverse("my_grants")),
            (told(finance.finance.title), reverse("grant", args=[grant])),
            (_("Referral"), ""),
        ),
    }
    bad = any(form.errors for form in (asks, agrees, losses))
    return render(request, "referrals/own.html", shown, status=422 if bad else 200)


def _acted(
    request: HttpRequest,
    grant: int,
    referral: Referral | None,
    asks: AskForm,
    agrees: ConsentForm,
    losses: LossForm,
) -> HttpResponse | None:
    """Do what was sent; None where it is to be shown again with what is wrong."""
    who, now = actor(request), asked_at(request)
    sent: Grouped | None = next((form for form in (asks, agrees, losses) if form.is_bound), None)
    if sent is not None and not sent.is_valid():
        return None
    try:
        if sent is asks:
            ask_referral(actor=who, now=now, grant_id=grant, asked=asks.asked)
        elif sent is agrees and referral is not None:
            give_consent(actor=who, now=now, referral_id=referral.pk)
        elif sent is losses:
            given = losses.cleaned_data
            insured = next((one for one in queries.of_grant(who, grant) if one.taken_won is not None), None)
            if insured is None:
                raise Http404
            ask_payout(
                actor=who, now=now, referral_id=insured.pk, happened_on=given["happened_on"],
                what=given["what"], won=given["loss_won"],
            )  # fmt: skip
        elif "withdraw" in request.POST and referral is not None:
            withdraw_referral(actor=who, now=now, referral_id=referral.pk)
        else:
            return redirect("grant_referral", grant=grant)
    except Refused as refused:
        if sent is None:
            messages.error(request, " ".join(sentences(refused)))
            return redirect("grant_referral", grant=grant)
        fields = FIELDS if sent is asks else LOSS_FIELDS if sent is losses else {}
        tell(sent, refused, {code: name for code, name in fields.items() if name in sent.fields})
        return None
    messages.success(request, _("Done."))
    return redirect("grant_referral", grant=grant)


def _facts(finance: FinanceCase, one: Referral, who: Any) -> list[dict[str, str]]:
    found = facts_of(finance, one)
    if one.product == "insurance" and one.asked_won:
        parts = queries.premium_of(finance, one.taken_won or one.asked_won)
        found += [
            {"term": _("Paid by government"), "text": money(parts.public_won), "note": ""},
            {"term": _("Paid for you"), "text": money(parts.for_merchant_won), "note": ""},
            {"term": _("Paid by you"), "text": money(parts.merchant_won), "note": ""},
        ]
        cover = finance.cover_won(one.starts_on) if one.starts_on else None
        if cover is not None:
            left = cover - queries.paid_out(who, one.pk)
            found.append({"term": _("Cover that is left"), "text": money(left), "note": ""})
    return found


def _before(finance: FinanceCase, one: Referral) -> dict[str, Any]:
    return {
        "reference": one.reference,
        "body": body_title(finance, one.body),
        "answer": one.answer or "–",
        "state": badge(STATES, one.state),
    }


def payout_headers() -> list[Any]:
    """Return the columns of payouts."""
    numbers = (_("Amount asked for"), _("Paid"))
    return headers(_("Number"), _("Happened on"), _("What happened"), *numbers, _("State"), numeric=numbers)


def payout_row(one: Payout) -> dict[str, Any]:
    """Return a payout as a row."""
    return {
        "pk": one.pk,
        "number": one.number,
        "on": day_text(one.happened_on),
        "what": one.what,
        "asked": money(one.asked_won),
        "paid": money(one.paid_won) if one.paid_won else "–",
        "answer": one.answer,
        "state": badge(PAYOUTS, one.state),
        "open": one.state == "asked",
    }
