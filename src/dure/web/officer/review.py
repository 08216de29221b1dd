"""Review as the officer runs it: how far each stage is scored, the first stage opened, panels formed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from dure.domains.programmes.queries import calls_run_by
from dure.domains.review import queries as review
from dure.domains.review import queries_cases as cases
from dure.domains.review import queries_panel as panels
from dure.domains.review.policies import may_run
from dure.domains.review.queries import StageReview
from dure.domains.review.services.assign_reviewers import assign_reviewers
from dure.domains.review.services.form_panel import form_panel
from dure.domains.review.services.let_through import let_through
from dure.domains.review.services.open_first_stage import open_first_stage
from dure.engine.problems import Refused
from dure.engine.programme import LoadedProgramme
from dure.web.actors import actor, asked_at
from dure.web.executor.words import WINDOW, badge
from dure.web.officer.guard import for_roles
from dure.web.officer.panel_lacks import MOST as MOST_LACKS
from dure.web.officer.panel_lacks import lack_lines
from dure.web.officer.reviewers import labels_of
from dure.web.people.problems import sentences
from dure.web.tables import crumbs, headers
from dure.web.templatetags.amounts import count as with_commas
from dure.web.templatetags.programme import told
from dure.web.words import page_language

MOST_SHOWN = 50
"""So many who do not sit on a panel are offered at once; the others are searched for."""


class PanelForm(forms.Form):
    """Who sits on a panel."""

    reviewers = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Reviewers of this panel"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


@for_roles("officer", "ministry")
@require_GET
def review_list(request: HttpRequest) -> HttpResponse:
    """Show the programmes whose review can be looked at."""
    english = page_language() == "en"
    rows = [
        {
            "title": version.title_en if english else version.title_ko,
            "url": reverse("officer_review_programme", args=[version.programme]),
        }
        for version in calls_run_by(actor(request))
    ]
    page = {
        "rows": rows,
        "count": len(rows),
        "headers": headers(_("Programme")),
        "crumbs": crumbs((_("Review"), "")),
    }
    return render(request, "officer/review_list.html", page)


@for_roles("officer", "ministry")
@require_GET
def review_programme(request: HttpRequest, programme: str) -> HttpResponse:
    """Show each stage: whether it is scored, how far each executor or the panel is."""
    return _programme_page(request, programme)


@for_roles("officer")
@require_POST
def open_first(request: HttpRequest, programme: str) -> HttpResponse:
    """Open the scoring of the first stage, or bring its applicants up to date."""
    _loaded(programme)
    try:
        found = open_first_stage(actor=actor(request), now=asked_at(request), programme=programme)
    except Refused as refused:
        return _programme_page(request, programme, sentences(refused))
    messages.success(
        request,
        _("The first stage is open for scoring: %(added)s added, %(left)s taken out.")
        % {"added": f"{found.added:,}", "left": f"{found.left:,}"},
    )
    return redirect("officer_review_programme", programme=programme)


def _loaded(programme: str) -> LoadedProgramme:
    found = review.published_programme(programme)
    if found is None:
        raise Http404
    return found


def _programme_page(request: HttpRequest, programme: str, problems: list[str] | None = None) -> HttpResponse:
    loaded = _loaded(programme)
    file, who = loaded.programme, actor(request)
    states = review.windows([programme])
    names = {one.id: told(one.name) for one in file.executors}
    counts = review.scored_counts([programme], list(names))
    entered = panels.entrant_counts(who, programme)
    first = file.stages[0].id if file.stages else ""
    stages: list[dict[str, Any]] = []
    for stage in file.stages:
        held = [one for one in file.reviews if one.stage == stage.id and stage.scored_by_panel]
        stages.append(
            {
                "id": stage.id,
                "title": told(stage.title),
                "state": badge(WINDOW, states.get((programme, stage.id), "")),
                "entrants": entered.get(stage.id, 0),
                "panels": [
                    {"title": told(one.title), "url": reverse("officer_panel", args=[programme, one.id])}
                    for one in held
                ],
                "rows": [
                    {"name": names[code], "scored": scored, "total": total, "left": total - scored}
                    for (_programme, at, code), (scored, total) in sorted(counts.items())
                    if at == stage.id and stage.scored_by_executors
                ],
            }
        )
    numbers = (_("Scored"), _("In all"), _("Remaining"))
    page = {
        "programme": file,
        "stages": stages,
        "can_run": may_run(who, programme),
        "has_staff": any(stage.scored_by_executors for stage in file.stages),
        "first_state": states.get((programme, first), ""),
        "waiting": panels.waiting_entrants(who, programme, first),
        "problems": [{"text": text} for text in problems or []],
        "headers": headers(_("Executor"), *numbers, numeric=numbers),
        "crumbs": crumbs((_("Review"), reverse("officer_review")), (told(file.title), "")),
    }
    return render(request, "officer/review.html", page, status=422 if problems else 200)


@for_roles("officer", "ministry")
@require_GET
def panel(request: HttpRequest, programme: str, round: str) -> HttpResponse:
    """Show a panel: who may sit on it and does, their cases, and how far they are."""
    return _panel_page(request, round_of(programme, round))


@for_roles("officer")
@require_POST
def panel_form(request: HttpRequest, programme: str, round: str) -> HttpResponse:
    """Say who sits on a panel."""
    found = round_of(programme, round)
    chosen = [int(text) for text in request.POST.getlist("reviewers") if text.isascii() and text.isdigit()]
    try:
        form_panel(
            actor=actor(request),
            now=asked_at(request),
            programme=programme,
            round_id=round,
            reviewer_ids=chosen,
        )
    except Refused as refused:
        return _panel_page(request, found, sentences(refused))
    messages.success(request, _("The panel is formed. Assign the cases next."))
    return redirect("officer_panel", programme=programme, round=round)


@for_roles("officer")
@require_POST
def panel_through(request: HttpRequest, programme: str, round: str) -> HttpResponse:
    """Let cases through to the next round of the stage, or not, by the points of this one."""
    found = round_of(programme, round)
    try:
        made = let_through(actor=actor(request), now=asked_at(request), programme=programme, round_id=round)
    except Refused as refused:
        return _panel_page(request, found, sentences(refused))
    if made.passed or made.stopped:
        messages.success(
            request,
            _("%(passed)s cases go on to the next round, %(stopped)s do not.")
            % {"passed": f"{made.passed:,}", "stopped": f"{made.stopped:,}"},
        )
    else:
        messages.warning(request, _("No case is scored by everybody that was not decided before."))
    return redirect("officer_panel", programme=programme, round=round)


@for_roles("officer")
@require_POST
def panel_assign(request: HttpRequest, programme: str, round: str) -> HttpResponse:
    """Have every case assigned to reviewers of the panel."""
    found = round_of(programme, round)
    try:
        filled = assign_reviewers(
            actor=actor(request), now=asked_at(request), programme=programme, round_id=round
        )
    except Refused as refused:
        return _panel_page(request, found, sentences(refused))
    messages.success(request, _("%(count)s assignments were made.") % {"count": f"{filled.assigned:,}"})
    for line in lack_lines(found, actor(request), filled.lacks):
        messages.warning(request, line)
    if len(filled.lacks) > MOST_LACKS:
        messages.warning(
            request,
            _("%(count)s bounds in all could not be held: add reviewers, or change the bounds in the file.")
            % {"count": f"{len(filled.lacks):,}"},
        )
    return redirect("officer_panel", programme=programme, round=round)


def round_of(programme: str, round_id: str) -> StageReview:
    """Return a round of review by a panel, or answer that there is none."""
    found = review.round_review(programme, round_id)
    if found is None or not found.by_panel:
        raise Http404
    return found


def _panel_page(request: HttpRequest, found: StageReview, problems: list[str] | None = None) -> HttpResponse:
    assert found.round is not None
    who = actor(request)
    held = panels.panel(who, found)
    words = request.GET.get("who", "")
    others, number = panels.may_sit(found.programme, asked_at(request), words, MOST_SHOWN)
    sitting = [seat.reviewer_id for seat in held.seats if seat.sits]
    offered = list(dict.fromkeys([*sitting, *others]))
    labels = labels_of(who, {*offered, *(seat.reviewer_id for seat in held.seats)})
    knows = cases.industries_of(who, [seat.reviewer_id for seat in held.seats])
    form = PanelForm(initial={"reviewers": sitting})
    field = form.fields["reviewers"]
    assert isinstance(field, forms.TypedMultipleChoiceField)
    field.choices = [(one, labels[one]) for one in offered]
    busy = [
        {
            "seat": seat,
            "label": labels[seat.reviewer_id],
            "knows": ", ".join(knows.get(seat.reviewer_id, ())),
        }
        for seat in held.seats
        if seat.sits or seat.cases
    ]
    states = review.windows([found.programme])
    numbers = (_("Cases"), _("To declare"), _("Scored"), _("Conflicts"))
    page = {
        "review": found,
        "panel": held,
        "seats": busy,
        "count": len(busy),
        "form": form,
        "who": words,
        "searches": bool(words.strip()) or number > MOST_SHOWN,
        "found": with_commas(number),
        "is_cut": number > MOST_SHOWN,
        "most": MOST_SHOWN,
        "can_run": may_run(who, found.programme),
        "open": states.get((found.programme, found.stage.id)) == "open",
        "state": badge(WINDOW, states.get((found.programme, found.stage.id), "")),
        "seed": f"{found.loaded.hash}/{found.round.id}",
        "problems": [{"text": text} for text in problems or []],
        "terms": found.round.panel,
        "gate": cases.gate_of(who, found),
        "gate_least": found.round.lets_through_from,
        "waits_for": [
            told(one.round.title)
            for one in found.earlier
            if one.round is not None and one.round.lets_through_from is not None
        ],
        "headers": headers(_("Reviewer"), _("Industries known"), *numbers, numeric=numbers),
        "crumbs": crumbs(
            (_("Review"), reverse("officer_review")),
            (told(found.loaded.programme.title), reverse("officer_review_programme", args=[found.programme])),
            (told(found.round.title), ""),
        ),
    }
    return render(request, "officer/review_panel.html", page, status=422 if problems else 200)
