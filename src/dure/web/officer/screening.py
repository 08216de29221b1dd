"""Screening of all applications of a programme in one act, and what came of the newest one."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from dure.domains.applications.policies_officer import may_check
from dure.domains.applications.queries_officer_desk import desks, last_screening
from dure.domains.applications.services.screen import screen
from dure.domains.programmes.queries import Call
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.column_words import column_label
from dure.web.officer.applicants import called_or_404, title_of
from dure.web.officer.guard import for_roles
from dure.web.officer.problems import forbidden_where_not_allowed, lines
from dure.web.tables import crumbs, headers
from dure.web.templatetags.amounts import count as with_commas
from dure.web.words import page_language, province, section


@for_roles("officer", "ministry")
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def screening(request: HttpRequest, programme: str) -> HttpResponse:
    """Show the newest screening; an officer screens all anew."""
    called = called_or_404(request, programme)
    who = actor(request)
    problems: list[dict[str, str]] = []
    if request.method == "POST":
        key = f"{who.user_id}/{request.POST.get('nonce', '')[:40] or secrets.token_hex(8)}"
        try:
            screen(actor=who, now=asked_at(request), programme=programme, key=key)
        except Refused as refused:
            problems = lines(refused.problems)
        else:
            _say_done(request, programme)
            return redirect("officer_screening", programme=programme)
    found = last_screening(programme)
    desk = desks(who, [programme], asked_at(request))[programme]
    page = {
        "programme": programme,
        "title": title_of(called),
        "problems": problems,
        "found": found,
        "unjudged": desk.unjudged,
        "in_process": desk.handed_in - desk.states.get("withdrawn", 0),
        "nonce": secrets.token_hex(8),
        "can_act": may_check(who, programme),
        "as_of": called.loaded.programme.reference_day,
        "crumbs": crumbs(
            (_("My desk"), reverse("officer_home")),
            (_("Applicants"), reverse("officer_applications", args=[programme])),
            (_("Screening"), ""),
        ),
    }
    if found is not None:
        page |= _tables(called, found.counts)
    return render(request, "officer/screening.html", page, status=422 if problems else 200)


def _say_done(request: HttpRequest, programme: str) -> None:
    found = last_screening(programme)
    counts = found.counts if found else {"total": 0, "changed": 0}
    text = ngettext(
        "%(total)s application was judged; %(changed)s verdicts changed.",
        "%(total)s applications were judged; %(changed)s verdicts changed.",
        counts["total"],
    )
    messages.success(
        request, text % {"total": with_commas(counts["total"]), "changed": with_commas(counts["changed"])}
    )


def _tables(called: Call, counts: dict[str, Any]) -> dict[str, Any]:
    verdicts = (_("Eligible"), _("Not eligible"), _("Not known yet"), _("Total"))
    effects = (_("Fails"), _("Fails by this rule alone"), _("Not known yet"))
    reasons = {r.id: r.reason.to(page_language()) for r in called.loaded.programme.eligibility}
    return {
        "counts": counts,
        "rules": [
            {**effect, "reason": reasons.get(effect["id"], effect["id"])} for effect in counts["rules"]
        ],
        "regions": [{"label": province(row["group"]), **_sums(row)} for row in counts["regions"]],
        "sections": [{"label": section(row["group"]), **_sums(row)} for row in counts["sections"]],
        "settles": [
            {"label": column_label(name, called.loaded.programme), "count": n}
            for name, n in counts["settles"]
        ],
        "effect_headers": headers(_("Rule"), *effects, numeric=effects),
        "group_headers": headers(_("Group"), *verdicts, numeric=verdicts),
        "settle_headers": headers(_("Fact"), _("Applications"), numeric=(_("Applications"),)),
    }


def _sums(row: dict[str, Any]) -> dict[str, int]:
    parts = {name: row[name] for name in ("eligible", "ineligible", "unknown")}
    return {**parts, "total": sum(parts.values())}
