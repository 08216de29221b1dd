"""What officers do with a pairing: plan a round, fix or bar a pair, change a plan by hand, export."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from dure.web.matching.by_hand_pages import by_hand_shown
from dure.web.matching.doors import Desk
from dure.web.matching.export_pages import export_shown, unmatched_export_shown
from dure.web.matching.pairing_pages import case_or_404
from dure.web.matching.round_pages import plan_shown
from dure.web.matching.rule_pages import rule_kept, rule_lifted
from dure.web.officer.guard import for_roles
from dure.web.officer.problems import forbidden_where_not_allowed


@for_roles("officer")
@require_POST
@forbidden_where_not_allowed
def plan(request: HttpRequest, programme: str, pairing: str) -> HttpResponse:
    """Plan the next round and show it."""
    return plan_shown(request, Desk(programme), case_or_404(request, programme, pairing))


@for_roles("officer")
@require_POST
@forbidden_where_not_allowed
def rule(request: HttpRequest, programme: str, pairing: str) -> HttpResponse:
    """Fix or bar a pair."""
    return rule_kept(request, Desk(programme), case_or_404(request, programme, pairing))


@for_roles("officer")
@require_POST
@forbidden_where_not_allowed
def lift(request: HttpRequest, programme: str, pairing: str, rule: int) -> HttpResponse:
    """Lift a rule about a pair."""
    return rule_lifted(request, Desk(programme), case_or_404(request, programme, pairing), rule)


@for_roles("officer")
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def by_hand(
    request: HttpRequest, programme: str, pairing: str, number: int, application: int
) -> HttpResponse:
    """Move a merchant to another provider in a planned round, put a pair in, or take it out."""
    case = case_or_404(request, programme, pairing)
    return by_hand_shown(request, Desk(programme), case, number, application)


@for_roles("officer", "ministry")
@require_http_methods(["GET", "POST"])
def export(request: HttpRequest, programme: str, pairing: str) -> HttpResponse:
    """Show what would be exported, and hand it out with a reason."""
    return export_shown(request, Desk(programme), case_or_404(request, programme, pairing))


@for_roles("officer", "ministry")
@require_http_methods(["GET", "POST"])
def unmatched_export(request: HttpRequest, programme: str, pairing: str, number: int) -> HttpResponse:
    """Hand out who got nobody in a round, with the reasons."""
    case = case_or_404(request, programme, pairing)
    return unmatched_export_shown(request, Desk(programme), case, number)
