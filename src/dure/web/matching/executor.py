"""Matching at the executor's desk, where the file lets executors run it: for those placed with it alone.

What other executors run is not there: their rounds and desks answer 404.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from dure.domains.matching.queries_officer import Case
from dure.web.executor.desk import found_desk
from dure.web.matching.doors import Desk
from dure.web.matching.pairing_pages import case_or_404, pairing_page, pairings_page
from dure.web.matching.round_pages import round_shown, rounds_shown, unmatched_shown
from dure.web.officer.applicants import called_or_404
from dure.web.officer.guard import for_roles
from dure.web.officer.problems import forbidden_where_not_allowed


def desk_and_case(request: HttpRequest, key: str, pairing: str) -> tuple[Desk, Case]:
    """Return the desk and one of the pairings that are run at it, or answer that there is none."""
    at = found_desk(request, key)
    case = case_or_404(request, at.version.programme, pairing)
    if not case.by_executors:
        raise Http404
    return Desk(key, at.executor.id), case


@for_roles("executor_staff")
@require_GET
def pairing_list(request: HttpRequest, desk: str) -> HttpResponse:
    """Show the pairings that this executor runs, with how each stands."""
    at = found_desk(request, desk)
    called = called_or_404(request, at.version.programme)
    return render(
        request, "matching/pairings.html", pairings_page(request, Desk(desk, at.executor.id), called)
    )


@for_roles("executor_staff")
@require_GET
def pairing(request: HttpRequest, desk: str, pairing: str) -> HttpResponse:
    """Show a pairing: what binds, the own rounds and matches."""
    at, case = desk_and_case(request, desk, pairing)
    return render(request, "matching/pairing.html", pairing_page(request, at, case))


@for_roles("executor_staff")
@require_GET
def rounds(request: HttpRequest, desk: str, pairing: str) -> HttpResponse:
    """Show all own rounds of a pairing."""
    return rounds_shown(request, *desk_and_case(request, desk, pairing))


@for_roles("executor_staff")
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def match_round(request: HttpRequest, desk: str, pairing: str, number: int) -> HttpResponse:
    """Show a round: pairs, loads, who got nobody and why; propose, drop or close it."""
    return round_shown(request, *desk_and_case(request, desk, pairing), number)


@for_roles("executor_staff")
@require_GET
def unmatched(request: HttpRequest, desk: str, pairing: str, number: int) -> HttpResponse:
    """Show who got nobody in a round, with the reason."""
    return unmatched_shown(request, *desk_and_case(request, desk, pairing), number)
