"""The way of a selection: previewed, proposed, confirmed by a second officer or sent back, published."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dure.domains.selection import queries
from dure.domains.selection.preview import Preview, preview_selection
from dure.domains.selection.queries import StageCase
from dure.domains.selection.services.confirm_selection import confirm_selection
from dure.domains.selection.services.propose_selection import propose_selection
from dure.domains.selection.services.publish_selection import publish_selection
from dure.domains.selection.services.send_back_selection import send_back_selection
from dure.engine.problems import Refused
from dure.engine.programme.checks.ways import UNSCORED
from dure.engine.selection.gaps import Gap
from dure.engine.selection.summary import PlaceSummary, SetAsideEffect, place_summaries, set_aside_effects
from dure.web.actors import actor, asked_at
from dure.web.charts import chart
from dure.web.officer.guard import for_roles
from dure.web.officer.problems import forbidden_where_not_allowed, lines
from dure.web.officer.selection import case_or_404, selection_or_404, stage_crumbs, title_of
from dure.web.officer.selection_forms import OnceForm, ProposeForm, ReasonForm
from dure.web.officer.selection_gaps import gap_words
from dure.web.officer.selection_trial import TrialForm, compared_words, tried_words
from dure.web.selection_words import executor_text, last_text, score, seat_text
from dure.web.tables import headers
from dure.web.templatetags.amounts import count

NAMED = 50
"""So many receipt numbers are listed; the whole list is in the file of decisions."""


@for_roles("officer")
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def preview(request: HttpRequest, programme: str, stage: str) -> HttpResponse:
    """Show how a stage would come out now, and propose it with a reason."""
    case = case_or_404(programme, stage)
    who, now = actor(request), asked_at(request)
    problems: list[dict[str, str]] = []
    form: OnceForm = ProposeForm.fresh()
    if request.method == "POST":
        form = ProposeForm(request.POST)
        if form.is_valid():
            given = form.cleaned_data
            try:
                propose_selection(
                    actor=who,
                    now=now,
                    programme=programme,
                    stage=stage,
                    reason=given["reason"],
                    without_scores=given["without_scores"],
                    key=given["nonce"],
                )
            except Refused as refused:
                problems = lines(refused.problems)
            else:
                messages.success(request, _said_proposed(case))
                return redirect("officer_selection", programme=programme, stage=stage)
    trying = TrialForm(case.programme, case.stage, request.GET)
    tried = trying.values() if request.GET.get("try") and trying.is_valid() else None
    seen = preview_selection(actor=who, now=now, programme=programme, stage=stage, tried=tried)
    page = {
        "preview": seen,
        "title": title_of(case),
        "programme": programme,
        "stage": stage,
        "form": form,
        "problems": problems,
        "missing": lines(p for p in seen.missing if p.is_error),
        "unscored": lines(seen.unscored),
        "refused": lines(seen.refused),
        "notes": lines(p for p in seen.missing if not p.is_error),
        "alive": queries.selection_alive(who, programme, stage),
        "second_officer": case.stage.second_officer,
        "crumbs": stage_crumbs(case, _("Preview")),
        "scored": case.stage.chosen_by not in UNSCORED,
        "sample": case.stage.chosen_by == "lot",
        "trying": trying,
        "tried": tried_words(seen),
        "nothing_to_try": tried == {},
        "compared": compared_words(seen),
        **_figures(seen),
    }
    return render(
        request, "officer/selection_preview.html", page, status=422 if request.method == "POST" else 200
    )


@for_roles("officer")
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def confirm(request: HttpRequest, programme: str, stage: str) -> HttpResponse:
    """Show what was proposed, chosen again from the frozen inputs, and confirm it with a reason."""

    def act(selection_id: int, reason: str) -> None:
        confirm_selection(
            actor=actor(request), now=asked_at(request), selection_id=selection_id, reason=reason
        )
        messages.success(
            request,
            _("The selection is confirmed, and proved by the independent check. It is not public yet."),
        )

    return _decide(request, programme, stage, act)


@for_roles("officer")
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def send_back(request: HttpRequest, programme: str, stage: str) -> HttpResponse:
    """Send a proposal back with a reason."""

    def act(selection_id: int, reason: str) -> None:
        send_back_selection(
            actor=actor(request), now=asked_at(request), selection_id=selection_id, reason=reason
        )
        messages.success(request, _("The selection was sent back. Scores may be changed again."))

    return _decide(request, programme, stage, act, sending_back=True)


@for_roles("officer")
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def publish(request: HttpRequest, programme: str, stage: str) -> HttpResponse:
    """Say what publishing does, and publish a confirmed selection."""
    selection = selection_or_404(request, programme, stage)
    case = queries.case_of_selection(selection)
    problems: list[dict[str, str]] = []
    if request.method == "POST":
        try:
            publish_selection(actor=actor(request), now=asked_at(request), selection_id=selection.pk)
        except Refused as refused:
            problems = lines(refused.problems)
        else:
            messages.success(request, _("The selection is published, and every applicant is told."))
            return redirect("officer_selection", programme=programme, stage=stage)
    page = {
        "selection": selection,
        "case": case,
        "title": title_of(case),
        "total": sum(selection.counts.values()),
        "problems": problems,
        "crumbs": stage_crumbs(case, _("Publish the selection")),
    }
    return render(request, "officer/selection_publish.html", page, status=422 if problems else 200)


def _decide(
    request: HttpRequest,
    programme: str,
    stage: str,
    act: Callable[[int, str], None],
    *,
    sending_back: bool = False,
) -> HttpResponse:
    selection = selection_or_404(request, programme, stage)
    case = queries.case_of_selection(selection)
    problems: list[dict[str, str]] = []
    form: OnceForm = ReasonForm.fresh()
    if request.method == "POST":
        form = ReasonForm(request.POST)
        if form.is_valid():
            try:
                act(selection.pk, form.cleaned_data["reason"])
            except Refused as refused:
                problems = lines(refused.problems)
            else:
                return redirect("officer_selection", programme=programme, stage=stage)
    page: dict[str, Any] = {
        "selection": selection,
        "title": title_of(case),
        "programme": programme,
        "stage": stage,
        "sending_back": sending_back,
        "possible": selection.state == "proposed" or (sending_back and selection.state == "confirmed"),
        "own_confirmation": sending_back
        and selection.state == "confirmed"
        and selection.confirmed_by_id == actor(request).user_id,
        "same_officer": selection.second_officer and selection.proposed_by_id == actor(request).user_id,
        "proposed_by": queries.people(actor(request), [selection.proposed_by_id]).get(
            selection.proposed_by_id or 0, ""
        ),
        "form": form,
        "problems": problems,
        "crumbs": stage_crumbs(case, _("Send back") if sending_back else _("Confirm")),
    }
    if selection.state == "proposed" and not sending_back:
        page |= _chosen_figures(page, selection, case)
    status = 422 if request.method == "POST" else 200
    return render(request, "officer/selection_confirm.html", page, status=status)


def _chosen_figures(page: dict[str, Any], selection: queries.Selection, case: StageCase) -> dict[str, Any]:
    """Return the figures of what was proposed, chosen again; what does not come out so is a problem."""
    try:
        chosen = queries.chosen_again(selection, case)
    except Refused as refused:
        return {"problems": [*page["problems"], *lines(refused.problems)]}
    places = place_summaries(chosen.plan, chosen.applications, chosen.decisions)
    effects = set_aside_effects(chosen.plan, chosen.applications, chosen.decisions, selection.seed)
    gaps = tuple(Gap(**one) for one in selection.gaps)
    return _shown(case, places, effects) | {"gaps": gap_words(case, gaps, effects)}


def _figures(seen: Preview) -> dict[str, Any]:
    if not seen.places:
        return {}
    gaps = gap_words(seen.case, seen.gaps, seen.effects)
    return _shown(seen.case, seen.places, seen.effects) | {"gaps": gaps}


def _shown(
    case: StageCase, places: tuple[PlaceSummary, ...], effects: tuple[SetAsideEffect, ...]
) -> dict[str, Any]:
    """Return places and effects in words, as table and figure."""
    numbers = (_("Applicants"), _("Seats"), _("Selected"), _("Reserve list"), _("Free"))
    scored = case.stage.chosen_by not in UNSCORED
    return {
        "places": [_place(case, place) for place in places],
        "ties": [
            {"name": executor_text(case, place.place), "tie": place.tie, "score": score(place.tie.score)}
            for place in places
            if place.tie is not None
        ],
        "effects": [
            {
                "name": seat_text(case, effect.id),
                "effect": effect,
                "only": len(effect.only_by_it),
                "out": len(effect.put_out_by_it),
                "cost": score(effect.cost),
                "named": effect.only_by_it[:NAMED],
                "more": max(0, len(effect.only_by_it) - NAMED),
            }
            for effect in effects
        ],
        "chart": chart(
            _("Applicants, places and selected by executor")
            if case.stage.is_by_executor
            else _("Applicants, places and selected"),
            [_("Applicants"), _("Seats"), _("Selected")],
            [
                (
                    executor_text(case, place.place),
                    f"{count(place.listed)} · {count(place.capacity)} · {count(place.selected)}",
                    (place.listed, place.capacity, place.selected),
                )
                for place in places
            ],
        ),
        "by_executor": case.stage.is_by_executor,
        "place_caption": _place_caption(case, scored),
        "place_headers": headers(
            _("Executor") if case.stage.is_by_executor else _("Stage"),
            *numbers,
            _("Cut-offs") if scored else _("Last place in the order"),
            numeric=numbers,
        ),
        "effect_headers": headers(
            _("Set aside for"),
            _("In its seats"),
            _("Selected only because of it"),
            _("Not selected because of it"),
            _("Cost in scores"),
            numeric=(
                *(_("In its seats"), _("Selected only because of it"), _("Not selected because of it")),
                _("Cost in scores"),
            ),
        ),
    }


def _place_caption(case: StageCase, scored: bool) -> str:
    if not case.stage.is_by_executor:
        return _("Seats and cut-offs") if scored else _("Seats and last places in the order")
    if scored:
        return _("Seats and cut-offs by executor")
    return _("Seats and last places in the order by executor")


def _place(case: StageCase, place: PlaceSummary) -> dict[str, Any]:
    return {
        "name": executor_text(case, place.place),
        "place": place,
        "cutoffs": [
            {"seat": seat_text(case, seat), "score": last_text(place, seat), "seats": place.seats[seat]}
            for seat in ("open", *(share.id for share in case.stage.set_asides))
            if seat in place.last_ranks
        ],
    }


def _said_proposed(case: StageCase) -> str:
    if case.stage.second_officer:
        return _("Proposed. The other officers are asked to confirm it; you cannot.")
    return _("Proposed. It counts once it is confirmed.")
