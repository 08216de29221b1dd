"""Matching as officers see it: pairings of a programme, one pairing, its rounds."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from dure.web.matching.doors import Desk
from dure.web.matching.pairing_pages import case_or_404, pairing_page, pairings_page
from dure.web.matching.round_pages import round_shown, rounds_shown, unmatched_shown
from dure.web.officer.applicants import called_or_404
from dure.web.officer.guard import for_roles
from dure.web.officer.problems import forbidden_where_not_allowed


@for_roles("officer", "ministry")
@require_GET
def pairing_list(request: HttpRequest, programme: str) -> HttpResponse:
    """Show the pairings of a programme with how each stands."""
    page = pairings_page(request, Desk(programme), called_or_404(request, programme))
    return render(request, "matching/pairings.html", page)


@for_roles("officer", "ministry")
@require_GET
def pairing(request: HttpRequest, programme: str, pairing: str) -> HttpResponse:
    """Show a pairing: what binds, its rounds, its rules about pairs, its matches."""
    case = case_or_404(request, programme, pairing)
    return render(request, "matching/pairing.html", pairing_page(request, Desk(programme), case))


@for_roles("officer", "ministry")
@require_GET
def rounds(request: HttpRequest, programme: str, pairing: str) -> HttpResponse:
    """Show all rounds of a pairing, whoever runs them."""
    return rounds_shown(request, Desk(programme), case_or_404(request, programme, pairing))


@for_roles("officer", "ministry")
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def match_round(request: HttpRequest, programme: str, pairing: str, number: int) -> HttpResponse:
    """Show a round: pairs, loads, who got nobody and why; propose, drop or close it."""
    return round_shown(request, Desk(programme), case_or_404(request, programme, pairing), number)


@for_roles("officer", "ministry")
@require_GET
def unmatched(request: HttpRequest, programme: str, pairing: str, number: int) -> HttpResponse:
    """Show who got nobody in a round, with the reason and what was left after each bound."""
    return unmatched_shown(request, Desk(programme), case_or_404(request, programme, pairing), number)
