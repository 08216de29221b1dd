"""Proposals that are given to an accountant or a member of the panel: the list, and the score sheet."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from dure.domains.agreements import conflicts, queries
from dure.domains.agreements.services.mark_proposal import mark_proposal
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.agreements.firm import case_or_404, document_rows, facts
from dure.web.agreements.forms import ScoreForm
from dure.web.agreements.words import PROPOSAL, SCORED_BY, badge
from dure.web.officer.guard import for_roles
from dure.web.people.access import note_view
from dure.web.people.problems import tell
from dure.web.reviewer.forms import ConflictForm
from dure.web.tables import crumbs, headers
from dure.web.templatetags.programme import told


@for_roles("accountant", "reviewer")
@require_GET
def given_list(request: HttpRequest) -> HttpResponse:
    """Show the proposals that are given to whoever asks, and how far they are scored."""
    who = actor(request)
    given = queries.given(who)
    marks = queries.own_marks(who, [one.pk for one, _kind in given])
    cases = {case.programme.id: case for case in queries.all_calls(who)}
    waiting = Counter(one.proposal.programme for one in conflicts.to_declare(who))
    rows = []
    for one, kind in given:
        case = cases.get(one.programme)
        own = [c for c in case.call.criteria if c.scored_by == kind] if case else []
        done = sum((one.pk, criterion.id) in marks for criterion in own)
        rows.append(
            {
                "row": one,
                "title": told(case.programme.title) if case else one.programme,
                "kind": str(SCORED_BY[kind]),
                "done": f"{done}/{len(own)}",
                "state": badge(PROPOSAL, one.state),
            }
        )
    return render(
        request,
        "agreements/scoring.html",
        {
            "rows": rows,
            "waiting": [
                {
                    "title": told(cases[programme].programme.title) if programme in cases else programme,
                    "count": count,
                    "url": reverse("scoring_declare", args=[programme]),
                }
                for programme, count in sorted(waiting.items())
            ],
            "headers": headers(
                _("Number"), _("Firm"), _("Programme"), _("Scored as"), _("Criteria scored"), _("State")
            ),
            "crumbs": crumbs((_("Proposals to score"), "")),
        },
    )


@for_roles("accountant", "reviewer")
@require_http_methods(["GET", "POST"])
def score(request: HttpRequest, proposal: int) -> HttpResponse:
    """Show a proposal with the criteria that one scores, and save the marks."""
    who = actor(request)
    found = next(((one, kind) for one, kind in queries.given(who) if one.pk == proposal), None)
    if found is None:
        raise Http404
    row, kind = found
    case = case_or_404(row.programme)
    own = [criterion for criterion in case.call.criteria if criterion.scored_by == kind]
    kept = queries.own_marks(who, [row.pk])
    initial: dict[str, Any] = {}
    for criterion in own:
        if (mark := kept.get((row.pk, criterion.id))) is not None:
            initial[f"mark_{criterion.id}"] = f"{Decimal(mark.thousandths) / 1000:f}"
            initial[f"comment_{criterion.id}"] = mark.comment
    typed = ScoreForm(own, initial, request.POST if request.method == "POST" else None)
    if typed.is_valid():
        given = typed.cleaned_data
        marks = {c.id: (int(given[f"mark_{c.id}"] * 1000), given[f"comment_{c.id}"]) for c in own}
        try:
            mark_proposal(actor=who, now=asked_at(request), proposal_id=row.pk, marks=marks)
        except Refused as refused:
            tell(typed, refused)
        else:
            messages.success(
                request, _("The marks are saved. They can be changed until a choice is proposed.")
            )
            return redirect("scoring")
    if request.method == "GET":
        note_view(request, "proposal", row.pk, "score sheet of a proposal")
    page = {
        "form": typed,
        "heading": _("Score a proposal"),
        "lead": f"{row.number}, {row.firm}",
        "facts": facts(case, row),
        "kept": document_rows(case, queries.documents(who, row.pk)),
        "document_headers": headers(_("Document"), _("File"), _("Issued"), _("State")),
        "submit": _("Save the marks"),
        "conflict": ConflictForm() if row.state == "checked" else None,
        "conflict_url": reverse("scoring_conflict", args=[row.pk]),
        "closed": "" if row.state == "checked" else _("This proposal is not scored any more"),
        "back": reverse("scoring"),
        "crumbs": crumbs((_("Proposals to score"), reverse("scoring")), (row.number or "", "")),
    }
    return render(request, "agreements/form.html", page, status=422 if typed.errors else 200)
