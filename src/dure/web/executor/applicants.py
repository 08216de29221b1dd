"""Applicants of an executor: the list, and its export with a reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from dure.domains.applications import queries_executor
from dure.domains.applications.queries_executor import Desk
from dure.domains.merchants.queries_officer import MOST_COUNTED, count_up_to
from dure.domains.review import queries as review
from dure.engine.programme.models.window import SEOUL
from dure.engine.review.marks import mark_text
from dure.web.actors import actor, asked_at, asked_on
from dure.web.executor.case_facts import industry
from dure.web.executor.desk import desk_crumbs, found_desk
from dure.web.executor.forms import FilterForm
from dure.web.executor.words import APPLICATION, SHEET, badge
from dure.web.list_files import ListFile, ListFileForm, handed_out
from dure.web.officer.guard import for_roles
from dure.web.paging import page_of
from dure.web.tables import headers
from dure.web.templatetags.masks import business_number
from dure.web.templatetags.programme import told
from dure.web.words import place

PER_PAGE = 50


def filtered(request: HttpRequest, at: Desk, form: FilterForm, stage: str) -> QuerySet[Any]:
    """Return the applicants that a filter leaves, with their scores at a stage."""
    who = actor(request)
    on = asked_at(request).astimezone(SEOUL).date()
    found = queries_executor.applicants(who, at, form.wanted(), on)
    scored = form.scored_only()
    if scored is not None and stage:
        found = review.only_scored(found, who, stage, at.executor.id, scored=scored)
    return found


def stage_of(at: Desk) -> tuple[str, str]:
    """Return the stage that is scored now, or was last, and the state of its window."""
    states = review.windows([at.version.programme])
    stage = review.stage_at_hand(at.loaded, states)
    return stage, states.get((at.version.programme, stage), "")


@for_roles("executor_staff")
@require_GET
def applicant_list(request: HttpRequest, desk: str) -> HttpResponse:
    """Show who applied to the executor: as many queries for any number."""
    at = found_desk(request, desk)
    stage, state = stage_of(at)
    form = FilterForm(request.GET, asked_on(request))
    found = filtered(request, at, form, stage)
    scored = review.with_scores(found, actor(request), stage, at.executor.id)
    page = page_of(request, scored, "application_no", PER_PAGE)
    total = count_up_to(found, "application_no")
    query = request.GET.copy()
    query.pop("after", None)
    kept = f"?{query.urlencode()}" if query else ""
    return render(
        request,
        "executor/applicants.html",
        {
            "desk": at,
            "executor": told(at.executor.name),
            "programme": at.loaded.programme,
            "form": form,
            "page": page,
            "rows": [_row(at, one, stage if state == "open" else "", kept) for one in page.rows],
            "count": total if total <= MOST_COUNTED else None,
            "most": MOST_COUNTED,
            "kept": kept,
            "asked": any(request.GET.get(name) for name in form.fields),
            "stage": at.loaded.programme.stage(stage),
            "stage_state": state,
            "headers": headers(
                _("Receipt number"), _("Business"), _("Business number"), _("Region"), _("Industry"),
                _("State"), _("Score"), numeric=(_("Score"),),
            ),
            "crumbs": desk_crumbs(at, (_("Applicants"), "")),
        },
    )  # fmt: skip


def _row(at: Desk, one: Any, open_stage: str, kept: str) -> dict[str, Any]:
    scores = reverse("executor_score", args=[at.key, open_stage, one.pk]) + kept if open_stage else ""
    return {
        "number": one.application_no,
        "name": one.name,
        "merchant": one.merchant.business_no,
        "region": place(one.region),
        "industry": industry(one.ksic),
        "state": badge(APPLICATION, one.state),
        "score": mark_text(one.score),
        "sheet": badge(SHEET, one.sheet_state or ""),
        "entered": one.entered,
        "url": reverse("executor_applicant", args=[at.key, one.pk]) + kept,
        "score_url": scores if one.entered else "",
    }


@for_roles("executor_staff")
@require_http_methods(["GET", "POST"])
def export(request: HttpRequest, desk: str) -> HttpResponse:
    """Ask why, log it, and hand out the applicants that the filter leaves as a csv file."""
    at = found_desk(request, desk)
    stage, _state = stage_of(at)
    filters = FilterForm(request.GET, asked_on(request))
    found = filtered(request, at, filters, stage)
    rows = review.with_scores(found, actor(request), stage, at.executor.id).order_by("application_no", "id")

    def listed(_chosen: Mapping[str, Any]) -> ListFile:
        return ListFile(
            name=f"{at.version.programme}-{at.executor.id}",
            what="executor's applicants",
            subjects=found.count(),
            headers=_titles(),
            rows=_lines(rows),
        )

    form = ListFileForm(request.POST if request.method == "POST" else None)
    if (file := handed_out(request, form, listed)) is not None:
        return file
    page = {
        "desk": at,
        "form": form,
        "count": found.count(),
        "back": reverse("executor_applicants", args=[at.key])
        + (f"?{request.GET.urlencode()}" if request.GET else ""),
        "crumbs": desk_crumbs(
            at, (_("Applicants"), reverse("executor_applicants", args=[at.key])), (_("Download the list"), "")
        ),
    }
    return render(request, "executor/export.html", page, status=422 if form.errors else 200)


def _titles() -> list[str]:
    return [
        _("Receipt number"), _("Business"), _("Business number"), _("Region"), _("Industry"), _("State"),
        _("Score"),
    ]  # fmt: skip


def _lines(rows: QuerySet[Any]) -> Iterator[list[str]]:
    for one in rows.iterator(chunk_size=2000):
        yield [
            one.application_no or "", one.name, business_number(one.merchant.business_no),
            place(one.region), industry(one.ksic), badge(APPLICATION, one.state)["word"],
            mark_text(one.score),
        ]  # fmt: skip
