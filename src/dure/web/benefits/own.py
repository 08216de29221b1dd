"""What merchants have been granted, and what executors and providers carry out."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.queries_own import my_applications
from dure.domains.benefits import queries
from dure.domains.benefits.queries import Grant
from dure.domains.matching.queries import PROVIDER_ROLES
from dure.web.actors import actor
from dure.web.agreements.words import badge
from dure.web.benefits.words import GRANT, KINDS, last_day
from dure.web.officer.guard import for_roles, signed_in
from dure.web.paging import Page, page_of
from dure.web.tables import crumbs, headers
from dure.web.templatetags.amounts import money
from dure.web.templatetags.programme import told

PER_PAGE = 50


@signed_in
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """Show what the businesses that somebody acts for were granted: amounts, what is left, until when."""
    who = actor(request)
    own = [one.pk for one in my_applications(who)]
    page = page_of(request, queries.own_grants(who, own), "granted_at", PER_PAGE, backwards=True)
    return _list(
        request,
        page,
        heading=_("My support"),
        lead=_("What you were granted, how to use it, and what is left of it."),
        empty=_("Nothing was granted to you yet"),
    )


@for_roles("executor_staff", *PROVIDER_ROLES)
@require_GET
def given(request: HttpRequest) -> HttpResponse:
    """Show the grants that somebody's executor, or provider, carries out."""
    who = actor(request)
    found = queries.carried_out(who, providers_of(who))
    page = page_of(request, found, "granted_at", PER_PAGE, backwards=True)
    return _list(
        request,
        page,
        heading=_("Benefits to carry out"),
        lead=_("Plan sessions with the merchants, report what took place, hand in proofs of installations."),
        empty=_("Nothing is to be carried out"),
    )


def providers_of(who: SignedActor) -> tuple[str, ...]:
    """Return the organisations for which somebody acts as a provider, in all programmes."""
    return tuple(sorted({code for role, code, of in who.held if role in PROVIDER_ROLES and of == ""}))


def _list(request: HttpRequest, page: Page, *, heading: str, lead: str, empty: str) -> HttpResponse:
    stands = queries.money_of(page.rows)
    numbers = (_("Granted in all"), _("Left"))
    shown = {
        "heading": heading,
        "lead": lead,
        "empty": empty,
        "headers": headers(
            _("Benefit"), _("Programme"), _("Business"), _("Kind"), *numbers, _("Last day"), _("State"),
            numeric=numbers,
        ),
        "rows": [_row(one, stands[one.pk]) for one in page.rows],
        "page": page,
        "crumbs": crumbs((heading, "")),
    }  # fmt: skip
    return render(request, "benefits/mine.html", shown)


def _row(one: Grant, stands: queries.Money) -> dict[str, Any]:
    case = queries.case_in(one.version, one.benefit)
    return {
        "title": told(case.benefit.title),
        "url": reverse("grant", args=[one.pk]),
        "programme": told(case.programme.title),
        "name": one.application.name,
        "kind": str(KINDS[one.kind]),
        "won": money(stands.granted) if stands.granted else "–",
        "left": money(stands.left) if one.fund else "–",
        "until": last_day(one.ends_on) if one.ends_on else "–",
        "state": badge(GRANT, one.state),
    }
