"""Selection: the stages of all programmes and where they stand, and one stage with what can be done now."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from dure.domains.programmes.queries import calls_run_by
from dure.domains.selection import queries
from dure.domains.selection.listing import counted as listing_counted
from dure.domains.selection.moving import stranded
from dure.domains.selection.policies import may_select
from dure.domains.selection.queries import PlaceRow, Selection, StageCase, StageRow
from dure.domains.selection.queries_public import head_of_log
from dure.domains.selection.services.commit_seed import commit_seed
from dure.domains.selection.services.open_stage import open_stage
from dure.engine.problems import Refused
from dure.engine.selection.gaps import Gap
from dure.web.actors import actor, asked_at
from dure.web.officer.guard import for_roles
from dure.web.officer.problems import forbidden_where_not_allowed, lines
from dure.web.officer.selection_gaps import gap_words
from dure.web.paging import page_of
from dure.web.selection_words import (
    STAGE_KINDS,
    STAGE_STATES,
    WAYS_OF_CHOOSING,
    executor_text,
)
from dure.web.tables import crumbs, headers
from dure.web.templatetags.amounts import count
from dure.web.words import page_language

PER_PAGE = 20


@for_roles("officer", "ministry")
def stage_list(request: HttpRequest) -> HttpResponse:
    """Show the stages of the published programmes, those that close last first."""
    words = request.GET.get("words", "").strip()[:100]
    found = calls_run_by(actor(request), words)
    page = page_of(request, found, "closes_at", PER_PAGE, descending=True)
    ids = [version.pk for version in page.rows]
    rows = queries.stage_rows(actor(request), found.filter(pk__in=ids).defer(None))
    return render(
        request,
        "officer/selections.html",
        {
            "rows": [_stage_row(row) for row in rows],
            "page": page,
            "empty": not page.rows,
            "words_here": words,
            "total_text": _programmes(found.count()),
            "headers": headers(_("Programme"), _("Stage"), _("Places"), _("State"), numeric=(_("Places"),)),
            "crumbs": crumbs((_("Selection"), "")),
        },
    )


def _programmes(number: int) -> str:
    """Return how many programmes the stages are of."""
    return ngettext("%(number)s programme", "%(number)s programmes", number) % {"number": count(number)}


@for_roles("officer", "ministry")
def stage_page(request: HttpRequest, programme: str, stage: str) -> HttpResponse:
    """Show one stage: where its selection stands and what comes next."""
    return _stage_page(request, programme, stage)


@for_roles("officer")
@require_POST
@forbidden_where_not_allowed
def open_scoring(request: HttpRequest, programme: str, stage: str) -> HttpResponse:
    """Open a stage for scoring, or add those who have come since."""
    case_or_404(programme, stage)
    try:
        new = open_stage(actor=actor(request), now=asked_at(request), programme=programme, stage=stage)
    except Refused as refused:
        return _stage_page(request, programme, stage, problems=lines(refused.problems), status=422)
    text = ngettext(
        "The stage is open for scoring. %(number)s score more is asked for.",
        "The stage is open for scoring. %(number)s scores more are asked for.",
        new,
    )
    messages.success(request, text % {"number": count(new)})
    return redirect("officer_selection", programme=programme, stage=stage)


@for_roles("officer")
@require_POST
@forbidden_where_not_allowed
def publish_hash(request: HttpRequest, programme: str, stage: str) -> HttpResponse:
    """Draw the seed of a stage and publish its hash."""
    case_or_404(programme, stage)
    commit_seed(actor=actor(request), now=asked_at(request), programme=programme, stage=stage)
    messages.success(
        request, _("The hash of the seed is public now. Nobody can choose another seed any more.")
    )
    return redirect("officer_selection", programme=programme, stage=stage)


def case_or_404(programme: str, stage: str) -> StageCase:
    """Return a stage of a published programme; 404 where there is none."""
    try:
        return queries.stage_case(programme, stage)
    except Refused as refused:
        raise Http404 from refused


def selection_or_404(request: HttpRequest, programme: str, stage: str) -> Selection:
    """Return the selection of a stage that counts; 404 where there is none."""
    found = queries.selection_alive(actor(request), programme, stage)
    if found is None:
        raise Http404
    return found


def stage_crumbs(case: StageCase, last: str = "") -> list[dict[str, str]]:
    """Return the way to a page about a stage."""
    here = reverse("officer_selection", args=[case.programme.id, case.stage.id])
    pairs = [(_("Selection"), reverse("officer_selections")), (title_of(case), here if last else "")]
    return crumbs(*pairs, *([(last, "")] if last else []))


def title_of(case: StageCase) -> str:
    """Return programme and stage in the language of the page."""
    language = page_language()
    return f"{case.programme.title.to(language)}, {case.stage.title.to(language)}"


def _stage_page(
    request: HttpRequest,
    programme: str,
    stage: str,
    *,
    problems: list[dict[str, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    case = case_or_404(programme, stage)
    who = actor(request)
    selection = queries.selection_alive(who, programme, stage)
    if selection is not None:
        case = queries.case_of_selection(selection)
    past = queries.selections_of(who, programme, stage)
    row = next(r for r in queries.stage_rows(who, [case.version]) if r.stage.id == stage)
    names = queries.people(who, [one.proposed_by_id for one in past] + [one.confirmed_by_id for one in past])
    page: dict[str, Any] = {
        "case": case,
        "title": title_of(case),
        "programme": programme,
        "stage": stage,
        "state": str(STAGE_STATES[row.state]),
        "state_code": row.state,
        "state_kind": STAGE_KINDS[row.state],
        "selection": selection,
        "commitment": queries.commitment_of(who, programme, stage),
        "way": str(WAYS_OF_CHOOSING[case.stage.chosen_by]),
        "proposed_by": names.get(selection.proposed_by_id or 0, "") if selection else "",
        "confirmed_by": names.get(selection.confirmed_by_id or 0, "") if selection else "",
        "asks_documents": bool(case.programme.stage_documents(stage)),
        "listing": listing_counted(case, asked_at(request)) if case.is_listed_late else None,
        "can_act": may_select(who, programme),
        "may_confirm": selection is not None
        and not (selection.second_officer and selection.proposed_by_id == who.user_id),
        "may_send_back": selection is not None and selection.confirmed_by_id != who.user_id,
        "gaps": gap_words(case, [Gap(**one) for one in selection.gaps]) if selection else [],
        "log": head_of_log(selection) if selection and selection.state == "published" else None,
        "places": _places(request, case, selection),
        "place_headers": headers(
            _("Executor") if case.stage.is_by_executor else _("Stage"),
            _("Seats"),
            _("Held"),
            _("Places accepted"),
            _("Free"),
            _("Over the quota"),
            _("Waiting on the list"),
            _("Why it is free"),
            numeric=(
                *(_("Seats"), _("Held"), _("Places accepted"), _("Free"), _("Over the quota")),
                _("Waiting on the list"),
            ),
        ),
        "stranded": stranded(selection) if selection and selection.state == "published" else 0,
        "past": [_past(one, names) for one in past if one.state == "sent_back"],
        "problems": problems or [],
        "crumbs": stage_crumbs(case),
    }
    return render(request, "officer/selection.html", page, status=status)


def _places(request: HttpRequest, case: StageCase, selection: Selection | None) -> list[dict[str, Any]]:
    if selection is None or selection.state != "published":
        return []
    return [
        {"row": row, "name": executor_text(case, row.place), "not_filled": _not_filled(case, row)}
        for row in queries.place_rows(actor(request), selection)
    ]


def _not_filled(case: StageCase, row: PlaceRow) -> str:
    """Return why seats of a place are free, as far as the numbers tell; its own page says it exactly."""
    if row.free <= 0 or case.stage.chosen_by == "entitlement":
        return ""
    if not row.waiting:
        return _("Nobody is left on the reserve list")
    return _("The caps keep those who wait from it")


def _past(selection: Selection, names: dict[int, str]) -> dict[str, Any]:
    return {
        "at": selection.proposed_at,
        "title": _("Proposed, and sent back"),
        "text": f"{names.get(selection.proposed_by_id or 0, '')}: {selection.proposed_reason}",
    }


def _stage_row(row: StageRow) -> dict[str, Any]:
    english = page_language() == "en"
    return {
        "programme": row.version.programme,
        "title": row.version.title_en if english else row.version.title_ko,
        "stage": row.stage.id,
        "stage_title": row.stage.title.to(page_language()),
        "first": row.number == 1,
        "places": row.stage.quota.total,
        "state": str(STAGE_STATES[row.state]),
        "kind": STAGE_KINDS[row.state],
    }
