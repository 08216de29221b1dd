"""A merchant's page of a matching: what it seeks, who is suggested and why, the order, its matches."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dure.domains.applications.queries_own import Application
from dure.domains.matching import queries
from dure.domains.matching.queries import Case, SuggestedProvider
from dure.domains.matching.services.save_wish import save_wish
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.matching.forms import FIELDS, WishForm
from dure.web.matching.provider import part_headers
from dure.web.matching.words import (
    MATCH_STATE,
    badge,
    part_rows,
    plain_parts,
    profile_rows,
    provider_name,
)
from dure.web.merchant.doors import own_application, signed_in
from dure.web.people.problems import tell
from dure.web.tables import crumbs, headers
from dure.web.templatetags.programme import told


@signed_in
@require_http_methods(["GET", "POST"])
def matching(request: HttpRequest, application: int, pairing: str) -> HttpResponseBase:
    """Show what I seek, who is suggested and why, and my matches; keep what I seek and my order."""
    found = own_application(request, application)
    who, now = actor(request), asked_at(request)
    case = next(
        (case for _row, case in queries.own_cases(who, [found], now) if case.pairing == pairing), None
    )
    if case is None:
        raise Http404
    wish = queries.wish_of(who, found.pk, pairing)
    suggested = queries.suggested_providers(case, found, now)
    ranks = case.opened.pairing.ranked_by == "both_sides"
    order = list(wish.ranked) if wish else []
    listed = [(one.provider.pk, provider_name(one.provider)) for one in suggested] if ranks else []
    # Whoever was given a place is shown with it, suggested or not.
    others = queries.providers_in_order(who, case, order, without=[pk for pk, _name in listed])
    listed += [(one.pk, provider_name(one)) for one in others] if ranks else []
    begun = (
        {name: getattr(wish, name) for name in ("skills", "text", "languages", "budget_won")} if wish else {}
    )
    form = WishForm(request.POST or None, listed=listed, ranked=order, initial=begun)
    if request.method == "POST" and form.is_valid():
        try:
            save_wish(actor=who, now=now, application_id=found.pk, pairing=pairing, sought=form.sought())
        except Refused as refused:
            tell(form, refused, FIELDS)
            form.take_up()
        else:
            messages.success(request, _("What you seek is kept; it counts from the next round on."))
            return redirect("my_matching", found.pk, pairing)
    matches = queries.matches_of_application(who, found.pk, pairing)
    page = {
        "application": found,
        "title": told(case.opened.pairing.title),
        "summary": told(case.opened.pairing.summary),
        "lead": f"{told(case.called.loaded.programme.title)}, {found.application_no}",
        "form": form,
        "ranks": ranks,
        "suggested": _suggested(case, suggested, form, ranks=ranks),
        "others": [{"name": provider_name(one), "field": form[f"place_{one.pk}"]} for one in others if ranks],
        "matches": match_rows(matches),
        "no_matches": not matches,
        "match_headers": headers(_("Provider"), _("State"), _("Answer by"), _("What can be done")),
        "part_headers": part_headers(),
        "crumbs": crumbs(
            (_("My page"), reverse("my")),
            (found.application_no or "", reverse("my_application", args=[found.pk])),
            (told(case.opened.pairing.title), ""),
        ),
    }
    return render(request, "matching/merchant.html", page, status=422 if form.errors else 200)


def _suggested(
    case: Case, suggested: Sequence[SuggestedProvider], form: WishForm, *, ranks: bool
) -> list[dict[str, Any]]:
    return [
        {
            "provider": one.provider,
            "name": provider_name(one.provider),
            "points": one.points,
            "rows": profile_rows(one.provider),
            "parts": part_rows(plain_parts(one.parts), case.opened.pairing.criteria),
            "field": form[f"place_{one.provider.pk}"] if ranks else None,
        }
        for one in suggested
    ]


def match_rows(matches: Sequence[queries.Match]) -> list[dict[str, Any]]:
    """Return a merchant's matches as lists show them."""
    return [
        {
            "match": one,
            "name": provider_name(one.provider),
            "state": badge(MATCH_STATE, one.state),
            "waits": one.state == "proposed" and one.merchant_yes is None,
            "url": reverse("match", args=[one.pk]),
        }
        for one in matches
    ]


def own_matchings(request: HttpRequest, found: Application) -> list[dict[str, Any]]:
    """Return the matchings in which an application of one's own takes part, for its page."""
    if found.application_no is None:
        return []
    who = actor(request)
    return [
        {
            "title": told(case.opened.pairing.title),
            "url": reverse("my_matching", args=[found.pk, case.pairing]),
            "matches": match_rows(queries.matches_of_application(who, found.pk, case.pairing)),
        }
        for _row, case in queries.own_cases(who, [found], asked_at(request))
    ]
