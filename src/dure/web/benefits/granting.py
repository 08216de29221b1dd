"""An officer grants a benefit: first who gets it and what it costs is shown, then it counts."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from dure.domains.benefits import queries
from dure.domains.benefits.queries import BenefitCase, Planned
from dure.domains.benefits.services.grant_benefit import grant_benefit
from dure.engine.law.dated import MissingParameter
from dure.engine.law.deadlines import day_of
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.benefits.forms import GrantForm
from dure.web.benefits.lists import benefit_crumbs, case_or_404
from dure.web.benefits.words import OUTCOMES
from dure.web.funds.words import source_title
from dure.web.officer.guard import for_roles
from dure.web.officer.problems import forbidden_where_not_allowed
from dure.web.people.problems import tell
from dure.web.tables import headers
from dure.web.templatetags.amounts import count, money
from dure.web.templatetags.programme import told

FIELDS = {
    "benefits.ground": "ground", "benefits.over_ceiling": "each_won", "benefits.amount_fixed": "each_won",
    "benefits.amount": "each_won", "benefits.end": "last_on", "funds.line": "line", "funds.year": "year",
    "benefits.short": "as_far", "benefits.reason": "reason",
}  # fmt: skip


@for_roles("officer")
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def grant(request: HttpRequest, programme: str, benefit: str) -> HttpResponse:
    """Show who would get a benefit and what it costs; grant it where what was shown is confirmed."""
    case = case_or_404(programme, benefit)
    if not case.grounds:
        raise Http404
    today = day_of(asked_at(request))
    most, has_end = _most(case, today), case.ends_on(today) is not None
    data = request.POST.copy() if request.method == "POST" else None
    typed = GrantForm(case, most, has_end=has_end, data=data)
    planned: Planned | None = None
    if data is not None and typed.is_valid():
        try:
            planned = queries.plan_of(case, typed.asked, today)
            if "confirm" in request.POST:
                return _done(request, case, typed)
        except Refused as refused:
            tell(typed, refused, {code: name for code, name in FIELDS.items() if name in typed.fields})
        if planned is not None:
            data["fingerprint"] = planned.plan.fingerprint
    shown = {
        "form": typed,
        "heading": _("Grant: %(benefit)s") % {"benefit": told(case.benefit.title)},
        "lead": told(case.programme.title),
        "plan": None if planned is None else _plan(case, planned),
        "plan_headers": headers(_("What comes of it"), _("How many"), numeric=(_("How many"),)),
        "source_headers": headers(
            _("Source of the money"), _("It pays"), _("Free before"), _("Free after"),
            numeric=(_("It pays"), _("Free before"), _("Free after")),
        ),
        "back": reverse("officer_benefit", args=[programme, benefit]),
        "crumbs": benefit_crumbs(case, (_("Grant it"), "")),
    }  # fmt: skip
    return render(request, "benefits/grant_form.html", shown, status=422 if typed.errors else 200)


def _most(case: BenefitCase, day: date) -> int | None:
    try:
        return case.most_won(day)
    except MissingParameter:
        # The law tables have no figure for the day: the plan says so.
        return None


def _done(request: HttpRequest, case: BenefitCase, typed: GrantForm) -> HttpResponse:
    given = typed.cleaned_data
    made = grant_benefit(
        actor=actor(request), now=asked_at(request), programme=case.programme.id, benefit=case.benefit.id,
        asked=typed.asked, fingerprint=given["fingerprint"], reason=given["reason"], key=given["nonce"],
        as_far_as_it_goes=bool(given.get("as_far")),
    )  # fmt: skip
    told_many = ngettext(
        "Granted to %(count)s business. It is told.", "Granted to %(count)s businesses. They are told.", made
    )
    messages.success(request, told_many % {"count": count(made)})
    return redirect("officer_benefit", programme=case.programme.id, benefit=case.benefit.id)


def _plan(case: BenefitCase, planned: Planned) -> dict[str, Any]:
    plan, fund = planned.plan, case.fund
    counts = Counter(one.outcome for one in plan.all)
    outcomes = [(str(words), counts[code]) for code, words in OUTCOMES.items() if code in counts]
    sources = []
    if fund is not None:
        for source, paid in plan.by_source.items():
            left = planned.left_won.get(source, 0)
            in_kind = source not in {one.id for one in fund.drawn}
            sources.append(
                {
                    "title": source_title(fund, source),
                    "paid": money(paid),
                    "before": _("in kind") if in_kind else money(left),
                    "after": _("in kind") if in_kind else money(left - paid),
                }
            )
    return {
        "granted": len(plan.granted),
        "each": money(planned.each_won) if planned.each_won else "",
        "won": money(plan.won) if plan.won else "",
        "short": plan.short,
        "short_won": money(plan.short * planned.each_won),
        "outcomes": [{"words": words, "count": count(n)} for words, n in outcomes],
        "sources": sources,
        "seed": planned.seed,
    }
