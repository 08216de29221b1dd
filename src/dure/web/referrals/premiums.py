"""What came back of a premium whose policy was cancelled: an officer notes it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from dure.domains.referrals import queries
from dure.domains.referrals.queries import FinanceCase, PremiumReturn, Referral
from dure.domains.referrals.services.note_premium_return import GivenBack, note_premium_return
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.agreements.fields import Grouped, day, won, words
from dure.web.benefits.lists import benefit_crumbs
from dure.web.funds.words import fact, source_title
from dure.web.officer.guard import for_roles
from dure.web.officer.problems import forbidden_where_not_allowed
from dure.web.people.problems import tell
from dure.web.referrals.words import facts_of
from dure.web.templatetags.amounts import money
from dure.web.templatetags.days import day_text

FIELDS = {
    "referrals.day": "cancelled_on", "premium.period": "cancelled_on", "referrals.amount": "won",
    "referrals.above_paid": "won", "referrals.other_than_due": "reason", "referrals.receipt": "receipt",
}  # fmt: skip


class ReturnForm(Grouped):
    """What an insurer gave back, and when the cover ended."""

    cancelled_on = day(lazy("First day without cover"))
    won = won(lazy("Came back, in won"))
    receipt = forms.CharField(label=lazy("Booking number of the bank"), max_length=80)
    reason = words(
        lazy("Why the policy ended"),
        rows=3,
        required=False,
        help_text=lazy("Needed where it is another amount than the rule of the file gives."),
    )


@for_roles("officer")
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def give_back(request: HttpRequest, referral: int) -> HttpResponse:
    """Note what came back; it goes to the line and the sources that paid the premium."""
    who = actor(request)
    found = queries.referral(who, referral)
    if found is None or found.product != "insurance" or not who.may_in(found.programme, "officer"):
        raise Http404
    finance = queries.finance_case(found.grant)
    if finance is None:
        raise Http404
    done, typed = queries.premium_return(who, found), ReturnForm(request.POST or None)
    if typed.is_valid():
        given = typed.cleaned_data
        back = GivenBack(given["cancelled_on"], given["won"], given["receipt"], given["reason"])
        try:
            note_premium_return(actor=who, now=asked_at(request), referral_id=found.pk, told=back)
        except Refused as refused:
            tell(typed, refused, FIELDS)
        else:
            messages.success(request, _("Noted. The money is on its budget line again."))
            return redirect("officer_referral", referral=found.pk)
    heading = _("Premium that came back")
    shown = {
        "form": typed,
        "heading": heading,
        "lead": f"{found.application.name} · {found.reference}",
        "facts": [*facts_of(finance, found), *paid_facts(finance, found)],
        "submit": _("Note what came back"),
        "closed": _why_not(found, done),
        "back": reverse("officer_referral", args=[found.pk]),
        "crumbs": benefit_crumbs(
            finance.case,
            (_("Referrals"), reverse("officer_referrals", args=[found.programme, found.benefit])),
            (found.reference, reverse("officer_referral", args=[found.pk])),
            (heading, ""),
        ),
    }
    return render(request, "agreements/form.html", shown, status=422 if typed.errors else 200)


def _why_not(found: Referral, done: PremiumReturn | None) -> str:
    """Return why nothing can be noted now; empty where it can."""
    if done is not None:
        return _("The return of this premium was noted on %(day)s.") % {"day": day_text(done.noted_at)}
    if queries.premium_state(found) != "paid":
        return _("The programme has paid no premium here that could come back.")
    return ""


def paid_facts(finance: FinanceCase, one: Referral) -> list[dict[str, Any]]:
    """Return what each source of the fund paid of a premium."""
    return [
        fact(_("Paid by %(source)s") % {"source": _source(finance, part.source)}, money(part.won))
        for part in queries.paid_parts(one)
    ]


def return_facts(finance: FinanceCase, done: PremiumReturn) -> list[dict[str, Any]]:
    """Return what came back of a premium, and to whom."""
    return [
        fact(_("First day without cover"), day_text(done.cancelled_on)),
        fact(
            _("Came back"),
            money(done.won),
            ", ".join(f"{_source(finance, source)} {money(won)}" for source, won in done.by_source),
        ),
    ]


def _source(finance: FinanceCase, source: str) -> str:
    return source if finance.fund is None else source_title(finance.fund, source)
