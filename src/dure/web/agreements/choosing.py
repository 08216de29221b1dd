"""Who scores the proposals of a call, how they stand, and who is chosen."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dure.domains.agreements import conflicts, queries
from dure.domains.agreements.choosing import inputs_now, marks_missing, plain_standings, points_of, ranked
from dure.domains.agreements.services.assign_scorers import assign_scorers
from dure.domains.agreements.services.confirm_choice import confirm_choice
from dure.domains.agreements.services.propose_choice import propose_choice
from dure.domains.agreements.services.send_back_choice import send_back_choice
from dure.engine.executors.terms import Sums
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.agreements.calls import call_crumbs
from dure.web.agreements.firm import case_or_404
from dure.web.agreements.forms import ScorersForm
from dure.web.agreements.typed import said
from dure.web.agreements.words import CONFLICTS, OUTCOMES, SCORED_BY, TIE_BREAKS, badge
from dure.web.officer.guard import for_roles
from dure.web.officer.problems import forbidden_where_not_allowed, sentence_of
from dure.web.people.problems import tell
from dure.web.tables import headers
from dure.web.templatetags.amounts import percent
from dure.web.templatetags.programme import told

KINDS = ("accountant", "panel")


@for_roles("officer")
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def scorers(request: HttpRequest, programme: str) -> HttpResponse:
    """Say which accountants and which members of the panel score the proposals that passed the check."""
    case = case_or_404(programme)
    who, now = actor(request), asked_at(request)
    people = {
        kind: [
            (one.pk, one.name or one.email)
            for one in queries.may_be_scorers(who, programme, kind, now)
        ]
        for kind in KINDS
    }  # fmt: skip
    held = queries.scorers(who, programme)
    initial = {kind: sorted({one.user_id for one in held if one.kind == kind}) for kind in KINDS}
    typed = ScorersForm(people, SCORED_BY, initial, request.POST if request.method == "POST" else None)
    if typed.is_valid():
        try:
            given = sum(
                assign_scorers(
                    actor=who,
                    now=now,
                    programme=programme,
                    kind=kind,
                    user_ids=typed.cleaned_data[kind],
                    reason=typed.cleaned_data["reason"],
                )
                for kind in KINDS
            )
        except Refused as refused:
            tell(typed, refused, {"scorers.marked": "reason"})
        else:
            messages.success(request, _("Given anew: %(number)s score sheets.") % {"number": given})
            return redirect("officer_executor_choice", programme=programme)
    page = {
        "form": typed,
        "heading": _("Who scores the proposals"),
        "lead": told(case.call.title),
        "information": _(
            "They get every proposal that passed the check. Who acts for a firm of the call gets none."
        ),
        "submit": _("Give the proposals to them"),
        "back": reverse("officer_executor_choice", args=[programme]),
        "crumbs": call_crumbs(case, (_("Who scores the proposals"), "")),
    }
    return render(request, "agreements/form.html", page, status=422 if typed.errors else 200)


@for_roles("officer", "ministry")
@require_GET
def choice(request: HttpRequest, programme: str) -> HttpResponse:
    """Show how the proposals stand, what is missing, and what was proposed and decided."""
    return _page(request, programme)


def _page(request: HttpRequest, programme: str, problems: list[str] | None = None) -> HttpResponse:
    case = case_or_404(programme)
    who = actor(request)
    judged = queries.judged_call(programme)
    made = queries.choices(who, programme)
    names = queries.people(who, [pk for one in made for pk in (one.proposed_by_id, one.decided_by_id)])
    alive = next((one for one in made if one.state in ("proposed", "confirmed")), None)
    standings = (
        alive.standings if alive else plain_standings(ranked(judged, inputs_now(programme, "checked")))
    )
    criteria = tuple(f"{told(c.title)} ({percent(c.weight_bp)})" for c in judged.call.criteria)
    firms = {one.number: one for one in queries.proposals(who, programme)}
    chosen = [firms[s["proposal"]] for s in standings if s["outcome"] == "chosen" and s["proposal"] in firms]
    sums = Sums(
        {stage.id: sum(one.places.get(stage.id, 0) for one in chosen) for stage in case.stages},
        0,
        sum(one.cash_won for one in chosen),
        sum(one.in_kind_won for one in chosen),
    )
    given = queries.marks_given(who, programme)
    shown = {
        "case": case,
        "programme": programme,
        "alive": alive,
        "judged": judged,
        "proposed_by": names.get(alive.proposed_by_id, "") if alive else "",
        "decided_by": names.get(alive.decided_by_id or 0, "") if alive else "",
        "may_act": who.may_in(programme, "officer"),
        "may_confirm": alive is not None
        and (not alive.second_officer or alive.proposed_by_id != who.user_id),
        "state": case.state(asked_at(request)),
        "rows": [_row(one, firms) for one in standings],
        "headers": headers(
            _("Rank"), _("Firm"), *criteria, _("Total"), _("Outcome"),
            numeric=(_("Rank"), _("Total"), *criteria),
        ),
        "missing": 0 if alive else marks_missing(case, programme),
        "sums": [
            {
                "title": told(stage.title),
                "offered": stage.quota.total,
                "proposed": sums.places[stage.id],
            }
            for stage in case.stages
        ],
        "sum_headers": headers(
            _("Stage"), _("Places on offer"), _("Places proposed by those chosen"),
            numeric=(_("Places on offer"), _("Places proposed by those chosen")),
        ),
        "cash_won": sums.cash_won,
        "in_kind_won": sums.in_kind_won,
        "scorers": [
            {
                "name": one.user.name or one.user.email,
                "kind": str(SCORED_BY[one.kind]),
                "number": one.proposal.number,
                "marks": given.get((one.proposal_id, one.user_id), 0),
                "declared": one.declared_at,
            }
            for one in queries.scorers(who, programme)
        ],
        "scorer_headers": headers(
            _("Person"), _("Scored as"), _("Number"), _("No conflict declared"), _("Marks given"),
            numeric=(_("Marks given"),),
        ),
        "conflicts": [
            {"row": one, "name": one.user.name or one.user.email, "why": str(CONFLICTS[one.relation])}
            for one in conflicts.conflicts_in(who, programme)
        ],
        "conflict_headers": headers(_("Person"), _("Number"), _("Firm"), _("Conflict"), _("Since")),
        "recusals": conflicts.recusals_in(who, programme, waiting=True).count(),
        "past": [
            {
                "at": one.decided_at,
                "title": _("Sent back"),
                "text": f"{names.get(one.decided_by_id or 0, '')}: {one.decided_reason}",
            }
            for one in made
            if one.state == "sent_back"
        ],
        "problems": problems or [],
        "typed": request.POST.get("reason", ""),
        "crumbs": call_crumbs(case, (_("Choice of executors"), "")),
    }  # fmt: skip
    return render(request, "agreements/choice.html", shown, status=422 if problems else 200)


def _row(standing: dict[str, Any], firms: dict[Any, Any]) -> dict[str, Any]:
    found = firms.get(standing["proposal"])
    return {
        "rank": standing["rank"],
        "number": standing["proposal"],
        "firm": found.firm if found else "",
        "id": found.pk if found else None,
        "means": [points_of(mean) for mean in standing["means"]],
        "points": standing["points"],
        "exact": standing["total"],
        "outcome": badge(OUTCOMES, standing["outcome"]),
        "tied": ", ".join(standing["tied_with"]),
        "tie_break": str(TIE_BREAKS[standing["tie_break"]]) if standing["tie_break"] else "",
    }


@for_roles("officer")
@require_POST
@forbidden_where_not_allowed
def decide(request: HttpRequest, programme: str) -> HttpResponse:
    """Propose a choice, confirm it, or send it back; which, the button says."""
    case_or_404(programme)
    who, now = actor(request), asked_at(request)
    reason = said(request, "reason")
    alive = next((c for c in queries.choices(who, programme) if c.state == "proposed"), None)
    try:
        if "propose" in request.POST:
            propose_choice(actor=who, now=now, programme=programme, reason=reason)
            done = _("The choice is proposed. Another officer has to confirm it.")
        elif alive is None:
            raise Http404
        elif "confirm" in request.POST:
            confirm_choice(actor=who, now=now, choice_id=alive.pk, reason=reason)
            done = _("The choice is confirmed, and every firm has been told.")
        else:
            send_back_choice(actor=who, now=now, choice_id=alive.pk, reason=reason)
            done = _("The choice is sent back: marks can be changed again.")
    except Refused as refused:
        return _page(request, programme, [sentence_of(problem) for problem in refused.problems])
    messages.success(request, done)
    return redirect("officer_executor_choice", programme=programme)
