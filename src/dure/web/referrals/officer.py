"""One referral as officers see it: what was agreed to, what the body answers, repayments and payouts."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from dure.domains.referrals import queries
from dure.domains.referrals.policies import may_grant
from dure.domains.referrals.queries import CEILINGED, Referral
from dure.domains.referrals.services.answer_payout import answer_payout
from dure.domains.referrals.services.answer_referral import answer_referral
from dure.domains.referrals.services.repay_guaranteed import repay_guaranteed
from dure.domains.referrals.states import REFERRAL_STATES
from dure.domains.uploads.services.keep import MOST_BYTES
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.agreements.words import badge
from dure.web.benefits.lists import benefit_crumbs
from dure.web.benefits.words import PAYMENT
from dure.web.funds.words import fact
from dure.web.merchant.doors import signed_in as for_persons
from dure.web.officer.guard import for_roles
from dure.web.officer.problems import forbidden_where_not_allowed
from dure.web.people.access import note_view
from dure.web.people.files import file_response
from dure.web.people.problems import tell
from dure.web.referrals.forms import AnswerForm, PayoutForm, RepayForm
from dure.web.referrals.own import payout_headers, payout_row
from dure.web.referrals.premiums import return_facts
from dure.web.referrals.words import ANSWERS, PAYOUTS, STATES, facts_of
from dure.web.templatetags.amounts import money
from dure.web.templatetags.days import day_text
from dure.web.templatetags.programme import told

FIELDS = {
    "referrals.day": "on", "referrals.answer": "reason", "referrals.period": "ends_on",
    "referrals.amount": "won", "referrals.above_asked": "won", "file.empty": "file", "file.large": "file",
    "file.type": "file", "file.script": "file", "file.locked": "file", "file.packed": "file",
    "file.broken": "file",
}  # fmt: skip
REPAY_FIELDS = {
    "referrals.day": "repaid_on", "referrals.amount": "repaid_won", "referrals.more_than_owed": "repaid_won",
    "referrals.reason": "rests_on",
}  # fmt: skip
PAYOUT_FIELDS = {
    "referrals.day": "paid_on", "referrals.answer": "answer", "referrals.above_cover": "paid_won",
}  # fmt: skip
READERS = ("officer", "ministry", "accountant")


def _found(request: HttpRequest, referral: int) -> Referral:
    found = queries.referral(actor(request), referral)
    if found is None or not actor(request).may_in(found.programme, *READERS):
        raise Http404
    return found


@for_roles(*READERS)
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def one(request: HttpRequest, referral: int) -> HttpResponse:
    """Show a referral; let an officer tell what the body answered."""
    found, who = _found(request, referral), actor(request)
    finance = queries.finance_case(found.grant)
    if finance is None:
        raise Http404
    tells = may_grant(who, found.programme)
    sent = (request.POST, request.FILES) if "tell" in request.POST else (None, None)
    answers = AnswerForm(found, *sent)
    repays = RepayForm(request.POST if "repay" in request.POST else None)
    if answers.is_valid() and (done := _answered(request, found, answers)) is not None:
        return done
    if repays.is_valid() and (done := _repaid(request, found, repays)) is not None:
        return done
    may_tell = tells and any(name in ANSWERS for name in REFERRAL_STATES.possible(found.state))
    payment, back = queries.premium_state(found), queries.premium_return(who, found)
    shown = {
        "heading": found.application.name,
        "lead": told(finance.finance.title),
        "state": badge(STATES, found.state),
        "facts": [
            fact(_("Receipt number"), found.application.application_no or ""),
            *facts_of(finance, found),
            *([fact(_("Payment of the premium"), PAYMENT[payment])] if payment else []),
            *([] if back is None else return_facts(finance, back)),
        ],
        "consent": [fact(term, text) for term, text in queries.told_of(found).items()],
        "evidence": found.evidence,
        "referral": found,
        "may_return": tells and payment == "paid" and back is None,
        "has_schedule": found.product == "loan_extension",
        "may_tell": may_tell,
        "may_repay": tells and found.state == "taken_up" and found.product in CEILINGED,
        "form": answers,
        "repay_form": repays,
        "max_bytes": MOST_BYTES,
        "tells": tells,
        "payouts": [payout_row(row) for row in queries.payouts(who, found.pk)],
        "payout_headers": payout_headers(),
        "crumbs": benefit_crumbs(
            finance.case,
            (_("Referrals"), reverse("officer_referrals", args=[found.programme, found.benefit])),
            (found.reference, ""),
        ),
    }
    bad = answers.errors or repays.errors
    return render(request, "referrals/referral.html", shown, status=422 if bad else 200)


def _answered(request: HttpRequest, found: Referral, form: AnswerForm) -> HttpResponse | None:
    file = form.cleaned_data["file"]
    try:
        answer_referral(
            actor=actor(request), now=asked_at(request), referral_id=found.pk, answer=form.answer,
            name=file.name if file else "", content=file.read() if file else b"",
        )  # fmt: skip
    except Refused as refused:
        tell(form, refused, {code: name for code, name in FIELDS.items() if name in form.fields})
        return None
    messages.success(request, _("Noted. The merchant is told."))
    return redirect("officer_referral", referral=found.pk)


def _repaid(request: HttpRequest, found: Referral, form: RepayForm) -> HttpResponse | None:
    given = form.cleaned_data
    try:
        freed = repay_guaranteed(
            actor=actor(request), now=asked_at(request), referral_id=found.pk, won=given["repaid_won"],
            on=given["repaid_on"], reason=given["rests_on"], key=given["repay_nonce"],
        )  # fmt: skip
    except Refused as refused:
        tell(form, refused, REPAY_FIELDS)
        return None
    messages.success(request, _("Noted. %(won)s are free again.") % {"won": money(freed)})
    return redirect("officer_referral", referral=found.pk)


@for_persons
@require_GET
def evidence(request: HttpRequest, referral: int) -> HttpResponseBase:
    """Hand out what proves the last answer."""
    found = _found(request, referral)
    if found.evidence is None:
        raise Http404
    note_view(request, "application", found.application_id, "evidence of a referral")
    return file_response(request, found.evidence)


@for_roles("officer")
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def payout(request: HttpRequest, payout: int) -> HttpResponse:
    """Note what the insurer paid for a loss, or why it paid nothing."""
    who = actor(request)
    row = queries.payout(who, payout)
    if row is None or not who.may_in(row.referral.programme, "officer"):
        raise Http404
    found = _found(request, row.referral_id)
    finance = queries.finance_case(found.grant)
    if finance is None:
        raise Http404
    form = PayoutForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        given = form.cleaned_data
        try:
            answer_payout(
                actor=who, now=asked_at(request), payout_id=payout, paid_won=given["paid_won"],
                on=given["paid_on"], answer=given["answer"],
            )  # fmt: skip
        except Refused as refused:
            tell(form, refused, PAYOUT_FIELDS)
        else:
            messages.success(request, _("Done."))
            return redirect("officer_referral", referral=found.pk)
    cover = finance.cover_won(found.starts_on) if found.starts_on else None
    facts: list[dict[str, Any]] = [
        fact(_("Business"), found.application.name),
        fact(_("Happened on"), day_text(row.happened_on)),
        fact(_("What happened"), row.what),
        fact(_("Amount asked for"), money(row.asked_won)),
    ]
    if cover is not None:
        facts.append(fact(_("Cover that is left"), money(cover - queries.paid_out(who, found.pk))))
    shown = {
        "heading": _("What the insurer paid"),
        "lead": told(finance.finance.title),
        "state": badge(PAYOUTS, row.state),
        "facts": facts,
        "open": row.state == "asked",
        "form": form,
        "crumbs": benefit_crumbs(
            finance.case,
            (_("Referrals"), reverse("officer_referrals", args=[found.programme, found.benefit])),
            (found.reference, reverse("officer_referral", args=[found.pk])),
            (_("Payout %(n)s") % {"n": row.number}, ""),
        ),
    }
    return render(request, "referrals/payout.html", shown, status=422 if form.errors else 200)
