"""What officers do with a pairing: plan a round, fix or bar a pair, export."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dure.domains.matching import queries_officer
from dure.domains.matching.services.lift_pair_rule import lift_pair_rule
from dure.domains.matching.services.set_pair_rule import set_pair_rule
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.list_files import ListFile, ListFileForm, handed_out, instant_cell
from dure.web.matching.doors import Desk
from dure.web.matching.pairing_pages import case_or_404, pairing_page, rule_form
from dure.web.matching.round_pages import plan_shown
from dure.web.matching.words import MATCH_STATE, kind_word, provider_name
from dure.web.officer.applicants import title_of, total_text
from dure.web.officer.guard import for_roles
from dure.web.officer.problems import forbidden_where_not_allowed, lines
from dure.web.people.counting import counted
from dure.web.tables import crumbs
from dure.web.templatetags.programme import told
from dure.web.words import place


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
    case = case_or_404(request, programme, pairing)
    who = actor(request)
    form = rule_form(case, asked_at(request), request.POST)
    problems: list[dict[str, str]] = []
    if form.is_valid():
        chosen = queries_officer.seeker_by_number(who, case, form.cleaned_data["number"].strip())
        try:
            set_pair_rule(
                actor=who,
                now=asked_at(request),
                programme=programme,
                pairing=pairing,
                application_id=chosen or 0,
                provider_id=int(form.cleaned_data["provider"]),
                kind=form.cleaned_data["kind"],
                reason=form.cleaned_data["reason"],
            )
        except Refused as refused:
            problems = lines(refused.problems)
        else:
            messages.success(request, _("The rule is kept; it counts from the next plan on."))
            return redirect("officer_matching", programme, pairing)
    page = pairing_page(request, Desk(programme), case, form, problems)
    return render(request, "matching/pairing.html", page, status=422)


@for_roles("officer")
@require_POST
@forbidden_where_not_allowed
def lift(request: HttpRequest, programme: str, pairing: str, rule: int) -> HttpResponse:
    """Lift a rule about a pair."""
    case = case_or_404(request, programme, pairing)
    who = actor(request)
    if queries_officer.has_rule(who, case, rule):
        lift_pair_rule(actor=who, now=asked_at(request), rule_id=rule)
        messages.success(request, _("The rule is lifted."))
    return redirect("officer_matching", programme, pairing)


@for_roles("officer", "ministry")
@require_http_methods(["GET", "POST"])
def export(request: HttpRequest, programme: str, pairing: str) -> HttpResponse:
    """Show what would be exported, and hand it out with a reason."""
    case = case_or_404(request, programme, pairing)
    text = request.GET.get("round", "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
    found = queries_officer.matches(actor(request), case, number).exclude(state="dropped")

    def listed(_chosen: Mapping[str, Any]) -> ListFile:
        return ListFile(
            name=f"matching-{programme}-{pairing}",
            what=f"matches {pairing} of {programme}",
            subjects=found.count(),
            headers=[
                *(_("Receipt number"), _("Business name"), _("Region"), _("Provider"), _("Helps as")),
                *(_("State"), _("Points"), _("Round"), _("Fixed"), _("Proposed at"), _("Answered at")),
            ],
            rows=_rows(found),
        )

    asked = ListFileForm(request.POST if request.method == "POST" else None)
    if (file := handed_out(request, asked, listed)) is not None:
        return file
    back = reverse("officer_matching", args=[programme, pairing])
    page = {
        "form": asked,
        "heading": _("Export matches"),
        "title": f"{title_of(case.called)}, {told(case.opened.pairing.title)}",
        "filters": [_("Round %(number)s") % {"number": number}] if number else [],
        "unfiltered": _("None: all rounds"),
        "counted": _("Matches"),
        "total_text": total_text(counted(found)),
        "warning": _("The file holds business names with their providers"),
        "back": back,
        "crumbs": crumbs((told(case.opened.pairing.title), back), (_("Export"), "")),
    }
    return render(request, "officer/export.html", page, status=422 if asked.errors else 200)


def _rows(found: Any) -> Iterator[list[str]]:
    for one in found.order_by("application__application_no", "id").iterator(chunk_size=500):
        yield [
            one.application.application_no or "",
            one.application.name,
            place(one.application.region),
            provider_name(one.provider),
            kind_word(one.provider.kind),
            str(MATCH_STATE[one.state][0]),
            str(one.points),
            str(one.round.number),
            _("Yes") if one.fixed else _("No"),
            instant_cell(one.proposed_at) if one.proposed_at else "",
            instant_cell(one.answered_at) if one.answered_at else "",
        ]
