"""How the groups of a stage came out: rates of selection, differences, scores, and the mix of every stage."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dure.domains.selection import queries
from dure.domains.selection.fairness import StageFairness, decisions_seen, received_mix, stage_fairness
from dure.domains.selection.queries import StageCase
from dure.engine.law.deadlines import day_of
from dure.engine.selection.plan import score_text
from dure.engine.statistics.fairness import Fairness, GroupRate, Interval
from dure.files.reports.words import DIMENSIONS, group_word
from dure.language import translate
from dure.web.actors import actor, asked_at
from dure.web.list_files import ListFile, ListFileForm, handed_out
from dure.web.officer.guard import for_roles
from dure.web.officer.selection import selection_or_404, stage_crumbs, title_of
from dure.web.tables import crumbs, headers
from dure.web.templatetags.amounts import count
from dure.web.words import page_language

MOST_COUNTED = 10_000
"""A stage with more decisions is counted when somebody asks for it: that takes a moment."""


@for_roles("officer", "ministry")
def fairness_page(request: HttpRequest, programme: str, stage: str) -> HttpResponse:
    """Show by region, industry, size, sex and age who was selected, and what each stage did to the mix."""
    selection = selection_or_404(request, programme, stage)
    case = queries.case_of_selection(selection)
    number = decisions_seen(actor(request), selection)
    is_counted = number <= MOST_COUNTED or request.GET.get("count") == "all"
    found = stage_fairness(actor(request), selection, case) if is_counted else StageFairness({}, {})
    page = {
        "title": title_of(case),
        "programme": programme,
        "stage": stage,
        "number": number,
        "is_counted": is_counted,
        "set_asides": [one.title.to(page_language()) for one in case.stage.set_asides],
        "dimensions": [_dimension(name, one, found) for name, one in found.dimensions.items()],
        "mixes": _mixes(_received(request, case), _stages(request, case, found)) if found.dimensions else [],
        "crumbs": stage_crumbs(case, _("How groups came out")),
        "group_headers": headers(_("Group"), *_figures(), numeric=_figures()),
    }
    return render(request, "officer/selection_fairness.html", page)


@for_roles("officer", "ministry")
@require_http_methods(["GET", "POST"])
def export(request: HttpRequest, programme: str, stage: str) -> HttpResponse:
    """Ask why the figures are needed, and hand them out as a file."""
    selection = selection_or_404(request, programme, stage)
    case = queries.case_of_selection(selection)
    number = decisions_seen(actor(request), selection)

    def listed(_chosen: Mapping[str, Any]) -> ListFile:
        return ListFile(
            name=f"groups-{programme}-{stage}",
            what=f"groups of {programme}/{stage}",
            subjects=number,
            headers=[_("Counted by"), _("Group"), *_figures()],
            rows=_file_rows(stage_fairness(actor(request), selection, case)),
        )

    form = ListFileForm(request.POST if request.method == "POST" else None)
    if (file := handed_out(request, form, listed)) is not None:
        return file
    back = reverse("officer_selection_fairness", args=[programme, stage])
    page = {
        "form": form,
        "heading": _("Export the figures of groups"),
        "title": title_of(case),
        "filters": [],
        "unfiltered": _("None: all groups"),
        "counted": _("Decisions"),
        "total_text": count(number),
        "warning": _("Small groups may let somebody be recognised: the file is not for publication"),
        "back": back,
        "crumbs": [
            *stage_crumbs(case, _("Export"))[:-1],
            *crumbs((_("How groups came out"), back), (_("Export"), "")),
        ],
    }
    return render(request, "officer/export.html", page, status=422 if form.errors else 200)


def _stages(request: HttpRequest, case: StageCase, own: StageFairness) -> list[tuple[str, StageFairness]]:
    """Return the stages up to this one that were decided, in order, with their titles."""
    found = []
    for stage in case.programme.stages[: case.number]:
        earlier = queries.selection_alive(actor(request), case.programme.id, stage.id)
        if earlier is not None:
            of = stage_fairness(actor(request), earlier, queries.case_of_selection(earlier))
            found.append((stage.title.to(page_language()), of))
    return [*found, (case.stage.title.to(page_language()), own)]


def _received(request: HttpRequest, case: StageCase) -> Mapping[str, Mapping[str, int]]:
    """Return how many of each group handed an application in."""
    now = asked_at(request)
    return received_mix(actor(request), case.programme, day_of(now), now)


def _figures() -> tuple[str, ...]:
    return (
        _("Took part"),
        _("Selected"),
        _("Rate of selection (95 %)"),
        _("Against the highest rate"),
        _("Difference to all others (95 %)"),
        _("p, for so many groups"),
        _("Mean score"),
    )


def _dimension(name: str, one: Fairness, found: StageFairness) -> dict[str, Any]:
    language = page_language()
    return {
        "id": name,
        "title": translate(DIMENSIONS[name], language),
        "rows": [
            {"cells": _cells(name, row, found), "noticed": row.group in one.noticed} for row in one.rows
        ],
        "against": group_word(name, one.against, language) if one.against else "",
        "noticed": [group_word(name, group, language) for group in one.noticed],
    }


def _cells(dimension: str, row: GroupRate, found: StageFairness) -> list[str]:
    scores = found.scores[dimension, row.group]
    return [
        group_word(dimension, row.group, page_language()),
        count(row.entered),
        count(row.selected),
        _interval(row.rate),
        f"{row.ratio:.2f}" if row.ratio is not None else "–",
        _interval(row.difference, signed=True) if row.difference else "–",
        _probability(row.p_value),
        score_text(round(scores.mean)) if scores.mean is not None else "–",
    ]


def _file_rows(found: StageFairness) -> Iterator[list[str]]:
    for name, one in found.dimensions.items():
        title = translate(DIMENSIONS[name], page_language())
        for row in one.rows:
            yield [title, *_cells(name, row, found)]


def _interval(found: Interval, *, signed: bool = False) -> str:
    """Return a share with its interval in percent, or a difference in points."""
    value, low, high = (
        f"{part * 100:+.1f}" if signed else f"{part * 100:.1f}%"
        for part in (found.value, found.low, found.high)
    )
    return f"{value} ({low} – {high})"


def _probability(p_value: float | None) -> str:
    if p_value is None:
        return "–"
    return "< 0.001" if p_value < 0.001 else f"{p_value:.3f}"


def _mixes(
    received: Mapping[str, Mapping[str, int]], stages: list[tuple[str, StageFairness]]
) -> list[dict[str, Any]]:
    """Return by dimension each group's share of the applications, of who took part, and of the selected."""
    titles = (
        _("Applications handed in"),
        _("Took part in %(stage)s") % {"stage": stages[0][0]},
        *(_("Selected in %(stage)s") % {"stage": title} for title, _of in stages),
    )
    found = []
    for name in stages[0][1].dimensions:
        entered = _entered_of(stages[0][1], name)
        columns = [received.get(name, entered), entered, *(_selected_of(of, name) for _title, of in stages)]
        found.append(
            {
                "title": translate(DIMENSIONS[name], page_language()),
                "headers": headers(_("Group"), *titles, numeric=titles),
                "rows": [
                    [group_word(name, group, page_language()), *(_share(column, group) for column in columns)]
                    for group in columns[0]
                ],
            }
        )
    return found


def _entered_of(of: StageFairness, dimension: str) -> dict[str, int]:
    return {row.group: row.entered for row in of.dimensions[dimension].rows}


def _selected_of(of: StageFairness, dimension: str) -> dict[str, int]:
    found = of.dimensions.get(dimension)
    return {row.group: row.selected for row in found.rows} if found else {}


def _share(counts: Mapping[str, int], group: str) -> str:
    whole = sum(counts.values())
    return f"{counts.get(group, 0) * 100 / whole:.1f}%" if whole else "–"
