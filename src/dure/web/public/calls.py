"""Calls: the list, and one call with all that an applicant must know."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import cast, get_args
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from dure.domains.applications.columns import excluded_by, row_beside, support_columns, support_names
from dure.domains.applications.queries_own import living_of
from dure.domains.merchants.queries import my_merchants, profile_row
from dure.domains.programmes import queries
from dure.domains.programmes.queries import CallState, ProgrammeVersion
from dure.domains.selection.queries_public import stages_with_results
from dure.engine.law.dated import MissingParameter
from dure.web.actors import actor, asked_at
from dure.web.column_words import beside_words
from dure.web.officer.problems import sentence_of
from dure.web.paging import page_of
from dure.web.public.arrivals import left_shown
from dure.web.public.verdicts import control_of, verdict_parts
from dure.web.stage_words import how_chosen
from dure.web.tables import crumbs, headers
from dure.web.templatetags.days import instant
from dure.web.templatetags.programme import told
from dure.web.voting.words import votes_told
from dure.web.words import capability

PER_PAGE = 20
CALL_STATES = {
    "": lazy("All"),
    "open": lazy("Open for applications"),
    "planned": lazy("Planned"),
    "closed": lazy("Closed"),
}
MOST_MINE = 5
"""Businesses of one person that a call page judges at once."""


def home(request: HttpRequest) -> HttpResponse:
    """Show some calls, the open ones first, and what the service is for."""
    found = queries.calls_now(actor(request), asked_at(request), 6)
    return render(request, "public/home.html", {"calls": _cards(request, found)})


def call_list(request: HttpRequest) -> HttpResponse:
    """Show the calls, those that close last first; ``q`` searches titles, ``state`` picks one."""
    words = request.GET.get("q", "").strip()[:100]
    found = queries.calls(actor(request), words)
    state = request.GET.get("state", "")
    if state in get_args(CallState):
        found = queries.calls_in(found, cast(CallState, state), asked_at(request))
    else:
        state = ""
    page = page_of(request, found, "closes_at", PER_PAGE, descending=True)
    return render(
        request,
        "public/calls.html",
        {
            "calls": _cards(request, page.rows),
            "page": page,
            "words": words,
            "state": state,
            "states": [
                {"url": "?" + urlencode({"q": words, "state": key}), "label": label, "current": key == state}
                for key, label in CALL_STATES.items()
            ],
            "count": found.count(),
            "crumbs": crumbs((_("Calls for applications"), "")),
        },
    )


def call_page(request: HttpRequest, programme: str) -> HttpResponse:
    """Show one call: who may apply, what is given, the steps, the schedule, documents, where to ask."""
    call = queries.call(actor(request), asked_at(request), programme)
    if call is None:
        raise Http404
    file = call.loaded.programme
    who = actor(request)
    mine, unjudged = _judged(request, call)
    public = stages_with_results(who, asked_at(request), [programme]).get(programme, set())
    results = reverse("results_programme", args=[programme])
    return render(
        request,
        "public/call.html",
        {
            "call": call,
            "programme": file,
            "window": window_text(call.version),
            **(left_shown(file, asked_at(request)) if call.state == "open" else {}),
            "mine": mine,
            "unjudged": unjudged,
            "is_signed_in": who.user_id is not None,
            "is_staff": bool(who.roles),
            "how_chosen": how_chosen(file),
            "sheet_headers": headers(
                _("Criterion"), _("Weight"), _("What is looked at"), numeric=(_("Weight"),)
            ),
            "needs": [capability(need) for need in call.loaded.unmet_needs],
            "stages": [
                {"stage": stage, "results_url": f"{results}?stage={stage.id}" if stage.id in public else ""}
                for stage in file.stages
            ],
            "results_url": results if public else "",
            "votes": votes_told(request, programme, file),
            "stage_headers": headers(
                _("Step"), _("Places"), _("Result"), _("What happens"), numeric=(_("Places"),)
            ),
            "document_headers": headers(_("Document"), _("Needed"), _("Issued by"), _("How")),
            "crumbs": crumbs((_("Calls for applications"), reverse("calls")), (told(file.title), "")),
        },
    )


def call_file(request: HttpRequest, programme: str) -> HttpResponse:
    """Hand out the programme file as it was published, to the byte."""
    call = queries.call(actor(request), asked_at(request), programme)
    if call is None:
        raise Http404
    response = HttpResponse(bytes(call.version.raw), content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{programme}.yaml"'
    return response


def _judged(request: HttpRequest, call: queries.Call) -> tuple[list[dict[str, object]], list[str]]:
    """Return how one's own businesses stand, or why nobody can be judged by the rules of this call."""
    try:
        queries.rulebook(call.version)
    except MissingParameter as missing:
        return [], [sentence_of(problem) for problem in missing.problems]
    return standing(request, call), []


def standing(request: HttpRequest, call: queries.Call) -> list[dict[str, object]]:
    """Return for each business of whoever asks whether it is eligible, and its application."""
    who = actor(request)
    if who.user_id is None:
        return []
    mine = my_merchants(who)[:MOST_MINE]
    if not mine:
        return []
    applications = living_of(who, call.version.programme)
    file, screener = call.loaded.programme, queries.screener(call.version)
    columns = support_columns(support_names(call), [merchant.pk for merchant in mine], call.version.programme)
    found = []
    for merchant in mine:
        support = {name: column.of(merchant.pk) for name, column in columns.items()}
        excluding = excluded_by(file, support)
        row = profile_row(merchant) | row_beside(queries.rulebook(call.version), {}, support)
        found.append(
            {
                "merchant": merchant,
                "excluding": beside_words(excluding),
                "is_excluded": bool(excluding) and file.exclusion == "refuse",
                "application": applications.get(merchant.pk),
                **verdict_parts(file, screener.screen(row), partial(_told_at, merchant.pk)),
            }
        )
    return found


def _told_at(merchant_id: int, name: str) -> str:
    """Return where a fact of a merchant of one's own can be told."""
    return reverse("merchant", args=[merchant_id]) + control_of(name) if control_of(name) else ""


def window_text(version: ProgrammeVersion) -> str:
    """Return when applications are taken, to the minute."""
    return f"{instant(version.opens_at)} – {instant(version.closes_at)}"


def _cards(request: HttpRequest, found: Iterable[ProgrammeVersion]) -> list[dict[str, object]]:
    """Return what a card shows of each version."""
    english = get_language() == "en"
    found = list(found)
    results = stages_with_results(actor(request), asked_at(request), [one.programme for one in found])
    return [
        {
            "version": version,
            "title": version.title_en if english else version.title_ko,
            "state": queries.call_state(version, asked_at(request)),
            "window": window_text(version),
            "results_url": reverse("results_programme", args=[version.programme])
            if version.programme in results
            else "",
        }
        for version in found
    ]
