"""A loan before and after its change, side by side: to look at, and to print for the lender."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from dure.domains.referrals import queries
from dure.domains.referrals.policies import is_own_referral
from dure.engine.money.repayment import interest_won
from dure.web.actors import actor
from dure.web.officer.guard import signed_in
from dure.web.public.loan import loan_headers, loan_rows, loan_sums
from dure.web.tables import crumbs
from dure.web.templatetags.amounts import money
from dure.web.templatetags.programme import told


@signed_in
@require_GET
def one(request: HttpRequest, referral: int) -> HttpResponse:
    """Show both schedules, and the difference in interest."""
    who = actor(request)
    found = queries.referral(who, referral)
    both = None if found is None else queries.schedules(who, referral)
    finance = None if found is None else queries.finance_case(found.grant)
    if found is None or both is None or finance is None:
        raise Http404
    sum_headers, row_headers = loan_headers()
    own = is_own_referral(who, found.application_id)
    back = (
        reverse("grant_referral", args=[found.grant_id])
        if own
        else reverse("officer_referral", args=[found.pk])
    )
    more = interest_won(both.after) - interest_won(both.before)
    shown = {
        "lead": told(finance.finance.title),
        "reference": found.reference,
        "more": money(abs(more)),
        "is_more": more >= 0,
        "sums": loan_sums(both.before, both.after),
        "rows": loan_rows(both.before, both.after, both.terms.after),
        "sum_headers": sum_headers,
        "row_headers": row_headers,
        "decided_by": told(finance.finance.decided_by),
        "crumbs": crumbs((told(finance.finance.title), back), (_("Schedule of the loan"), "")),
    }
    return render(request, "referrals/schedule.html", shown)
