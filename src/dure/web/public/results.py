"""Results for everybody: the selected by name, region and industry, the funnel, and how to check it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from dure.domains.programmes.queries import call
from dure.domains.selection import queries_public as queries
from dure.domains.selection.queries_public import PublicStage
from dure.engine.statistics.funnel import ShownRow, province_of, section_of
from dure.engine.statistics.hiding import SMALL_BELOW
from dure.files.writing import csv_line
from dure.web.actors import actor, asked_at
from dure.web.charts import chart
from dure.web.paging import page_of
from dure.web.selection_words import executor_text
from dure.web.tables import crumbs, headers
from dure.web.templatetags.amounts import count
from dure.web.words import page_language, province, section

PER_PAGE = 50
PROGRAMMES = 20
DIMENSIONS = ("executor", "region", "section")


def result_list(request: HttpRequest) -> HttpResponse:
    """Show the programmes of which a result is public."""
    words = request.GET.get("words", "").strip()[:100]
    found = queries.result_programmes(actor(request), asked_at(request), words)
    page = page_of(request, found, "closes_at", PROGRAMMES, descending=True)
    english = page_language() == "en"
    return render(
        request,
        "public/results.html",
        {
            "rows": [
                {
                    "programme": v.programme,
                    "title": v.title_en if english else v.title_ko,
                    "closed": v.closes_at,
                }
                for v in page.rows
            ],
            "page": page,
            "empty": not page.rows,
            "words_here": words,
            "total": found.count(),
            "headers": headers(_("Programme"), _("Applications were taken until")),
            "crumbs": crumbs((_("Results"), "")),
        },
    )


def programme_results(request: HttpRequest, programme: str) -> HttpResponse:
    """Show the result of one stage of a programme; ``stage`` chooses it, else the last that is public."""
    called = call(actor(request), asked_at(request), programme)
    if called is None:
        raise Http404
    stages = queries.public_stages(actor(request), asked_at(request), programme)
    commitments = queries.commitments(actor(request), programme)
    if not stages and not commitments:
        raise Http404
    here = reverse("results_programme", args=[programme])
    file, language = called.loaded.programme, page_language()
    public = {one.selection.stage: one for one in stages}
    shown = _chosen(request.GET.get("stage", ""), stages)
    page: dict[str, Any] = {
        "programme": programme,
        "title": file.title.to(language),
        "stages": [
            {
                "id": stage.id,
                "title": stage.title.to(language),
                "url": f"{here}?stage={stage.id}" if stage.id in public else "",
                "current": shown is not None and shown.selection.stage == stage.id,
                "announced": stage.dates.announced_on,
                "commitment": commitments.get(stage.id),
            }
            for stage in file.stages
        ],
        "crumbs": crumbs((_("Results"), reverse("results")), (file.title.to(language), "")),
    }
    if shown is not None:
        page |= _stage(request, shown)
    return render(request, "public/results_programme.html", page)


def selected_csv(request: HttpRequest, programme: str, stage: str) -> HttpResponse:
    """Hand out the selected of a stage as csv: what the page shows, and no more."""
    shown = _public(request, programme, stage)
    rows = queries.selected_rows(actor(request), shown.selection).order_by("name", "id")
    day = shown.case.programme.reference_day
    # Column headers are never translated: whoever reads the file by a program relies on them.
    lines = [csv_line(["stage", "name", "region", "industry", "executor"])]
    lines += [
        csv_line(
            [stage, row.name, province(province_of(row.region, day)), section_of(row.ksic), row.executor]
        )
        for row in rows
    ]
    response = HttpResponse("".join(lines).encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{programme}-{stage}-selected.csv"'
    return response


def bundle(request: HttpRequest, programme: str, stage: str) -> HttpResponse:
    """Hand out the bundle with which anyone can repeat the selection."""
    content = queries.bundle_bytes(_public(request, programme, stage).selection)
    response = HttpResponse(content, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{programme}-{stage}.zip"'
    return response


def movements(request: HttpRequest, programme: str, stage: str) -> HttpResponse:
    """Hand out the log of the places: who left, who moved up, what objections gave, by receipt number."""
    log = queries.log_of_places(_public(request, programme, stage).selection)
    response = HttpResponse(log.content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{programme}-{stage}-movements.csv"'
    return response


def _public(request: HttpRequest, programme: str, stage: str) -> PublicStage:
    stages = queries.public_stages(actor(request), asked_at(request), programme)
    found = next((one for one in stages if one.selection.stage == stage), None)
    if found is None:
        raise Http404
    return found


def _chosen(asked: str, stages: list[PublicStage]) -> PublicStage | None:
    if not asked:
        return stages[-1] if stages else None
    found = next((one for one in stages if one.selection.stage == asked), None)
    if found is None:
        raise Http404
    return found


def _stage(request: HttpRequest, shown: PublicStage) -> dict[str, Any]:
    selection, case = shown.selection, shown.case
    words = request.GET.get("words", "").strip()[:100]
    found = queries.selected_rows(actor(request), selection, words)
    page = page_of(request, found, "name", PER_PAGE)
    day = case.programme.reference_day
    return {
        "shown": shown,
        "selection": selection,
        "stage_title": case.stage.title.to(page_language()),
        "commitment": queries.commitments(actor(request), selection.programme).get(selection.stage),
        "hash": case.loaded.hash,
        "words_here": words,
        "rows": [
            {
                "name": row.name,
                "region": province(province_of(row.region, day)),
                "industry": section(section_of(row.ksic)),
            }
            for row in page.rows
        ],
        "page": page,
        "empty": not page.rows,
        "total": found.count(),
        "headers": headers(_("Business name"), _("Region"), _("Industry")),
        "funnels": [_funnel(shown, dimension) for dimension in _dimensions(shown)],
        "small_most": SMALL_BELOW - 1,
        "bundle_url": reverse("results_bundle", args=[selection.programme, selection.stage]),
        "log": queries.head_of_log(selection),
        "log_url": reverse("results_movements", args=[selection.programme, selection.stage]),
        "csv_url": reverse("results_csv", args=[selection.programme, selection.stage]),
    }


def _funnel(shown: PublicStage, dimension: str) -> dict[str, Any]:
    """Return a funnel as figure and table of the same numbers."""
    case = shown.case
    funnel = queries.shown_funnel(shown.selection, case, dimension)
    first, second, third = _steps(shown)
    titles = {
        "executor": _("By executor"),
        "region": _("By region"),
        "section": _("By industry"),
    }
    rows = [(_label(shown, dimension, row.group), row) for row in funnel.rows]
    return {
        "id": dimension,
        "title": titles[dimension],
        "rows": [{"label": label, "row": row} for label, row in rows],
        "total": funnel.total,
        "hides": funnel.hides,
        "overlaps": dimension == "executor" and case.before is None,
        "headers": headers(titles[dimension], first, second, third, numeric=(first, second, third)),
        "chart": chart(
            "",  # the heading above says it
            (first, second, third),
            [(label, _said(row), _counts(row)) for label, row in rows],
        ),
    }


def _dimensions(shown: PublicStage) -> tuple[str, ...]:
    """Return by what is counted; not by executor where the programme has none."""
    return DIMENSIONS if shown.case.programme.executors else DIMENSIONS[1:]


def _label(shown: PublicStage, dimension: str, code: str) -> str:
    match dimension:
        case "executor":
            return executor_text(shown.case, code)
        case "region":
            return province(code)
        case _:
            return section(code)


def _steps(shown: PublicStage) -> tuple[str, str, str]:
    before = shown.case.before is not None
    first = _("Given a place at the stage before") if before else _("Who applied")
    second = _("Taking part in the selection") if before else _("Who met the requirements")
    return first, second, _("Selected")


def _counts(row: ShownRow) -> tuple[int | None, int | None, int]:
    return row.applied, row.accepted, row.selected


def _said(row: ShownRow) -> str:
    hidden = _("hidden")
    return " → ".join(hidden if number is None else count(number) for number in _counts(row))
