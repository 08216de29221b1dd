"""What an executor does with a pairing that it runs: plan, fix or bar, change a plan by hand, export."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from dure.web.matching.by_hand_pages import by_hand_shown
from dure.web.matching.executor import desk_and_case
from dure.web.matching.export_pages import export_shown, unmatched_export_shown
from dure.web.matching.round_pages import plan_shown
from dure.web.matching.rule_pages import rule_kept, rule_lifted
from dure.web.officer.guard import for_roles
from dure.web.officer.problems import forbidden_where_not_allowed


@for_roles("executor_staff")
@require_POST
@forbidden_where_not_allowed
def plan(request: HttpRequest, desk: str, pairing: str) -> HttpResponse:
    """Plan the next round and show it."""
    return plan_shown(request, *desk_and_case(request, desk, pairing))


@for_roles("executor_staff")
@require_POST
@forbidden_where_not_allowed
def rule(request: HttpRequest, desk: str, pairing: str) -> HttpResponse:
    """Fix or bar a pair, for the own rounds."""
    return rule_kept(request, *desk_and_case(request, desk, pairing))


@for_roles("executor_staff")
@require_POST
@forbidden_where_not_allowed
def lift(request: HttpRequest, desk: str, pairing: str, rule: int) -> HttpResponse:
    """Lift an own rule about a pair."""
    return rule_lifted(request, *desk_and_case(request, desk, pairing), rule)


@for_roles("executor_staff")
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def by_hand(request: HttpRequest, desk: str, pairing: str, number: int, application: int) -> HttpResponse:
    """Move a merchant to another provider in a planned round, put a pair in, or take it out."""
    return by_hand_shown(request, *desk_and_case(request, desk, pairing), number, application)


@for_roles("executor_staff")
@require_http_methods(["GET", "POST"])
def export(request: HttpRequest, desk: str, pairing: str) -> HttpResponse:
    """Hand out the own pairs, with a reason."""
    return export_shown(request, *desk_and_case(request, desk, pairing))


@for_roles("executor_staff")
@require_http_methods(["GET", "POST"])
def unmatched_export(request: HttpRequest, desk: str, pairing: str, number: int) -> HttpResponse:
    """Hand out who got nobody in an own round, with the reasons."""
    return unmatched_export_shown(request, *desk_and_case(request, desk, pairing), number)
