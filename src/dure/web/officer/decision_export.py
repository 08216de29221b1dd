"""The decisions of a stage as a file, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dure.domains.selection import queries
from dure.domains.selection.exporting import decisions_in_order
from dure.domains.selection.queries import Selection, StageCase
from dure.domains.selection.queries_objections import corrections_of_list
from dure.domains.selection.reasons import reason_lines, told_reason
from dure.domains.selection.unfilled import Unfilled
from dure.engine.selection.plan import score_text
from dure.engine.selection.stages import plan_of
from dure.web.actors import actor
from dure.web.list_files import ListFile, ListFileForm, handed_out
from dure.web.officer.applicants import total_text
from dure.web.officer.filters import kept_of, told_of
from dure.web.officer.guard import for_roles
from dure.web.officer.selection import selection_or_404, stage_crumbs, title_of
from dure.web.officer.selection_places import decisions_left, unfilled_text
from dure.web.people.counting import counted
from dure.web.score_tables import corrected_lines
from dure.web.selection_words import DECISIONS, executor_text, seat_text
from dure.web.tables import crumbs
from dure.web.words import industry, page_language, place


@for_roles("officer", "ministry")
@require_http_methods(["GET", "POST"])
def export(request: HttpRequest, programme: str, stage: str) -> HttpResponse:
    """Show what would be exported, and hand it out with a reason."""
    selection = selection_or_404(request, programme, stage)
    case = queries.case_of_selection(selection)
    filtered, found = decisions_left(request, selection, case)

    def listed(_chosen: Mapping[str, Any]) -> ListFile:
        return ListFile(
            name=f"decisions-{programme}-{stage}",
            what=f"decisions of {programme}/{stage}",
            subjects=found.count(),
            headers=_headers(),
            rows=_rows(request, found, selection, case, told_of(filtered)),
        )

    form = ListFileForm(request.POST if request.method == "POST" else None)
    if (file := handed_out(request, form, listed)) is not None:
        return file
    query = kept_of(request.GET, *filtered.fields)
    back = reverse("officer_selection_decisions", args=[programme, stage]) + (f"?{query}" if query else "")
    page = {
        "form": form,
        "heading": _("Export decisions"),
        "title": title_of(case),
        "filters": told_of(filtered),
        "unfiltered": _("None: all decisions"),
        "counted": _("Decisions"),
        "total_text": total_text(counted(found)),
        "warning": _("The file holds business names with their decisions and scores"),
        "back": back,
        "crumbs": [
            *stage_crumbs(case, _("Decisions"))[:-1],
            *crumbs((_("Decisions"), back), (_("Export"), "")),
        ],
    }
    return render(request, "officer/export.html", page, status=422 if form.errors else 200)


def _headers() -> list[str]:
    return [
        _("Receipt number"),
        _("Business name"),
        _("Region"),
        _("Industry"),
        _("Decision"),
        _("Executor"),
        _("Kind of seat"),
        _("Score"),
        _("Cut-off"),
        _("Rank"),
        _("Reserve number as decided"),
        _("Reasons"),
        _("Scores put right"),
        _("Hash of the programme file"),
        _("Objections until"),
    ]


def _rows(
    request: HttpRequest, found: QuerySet[Any], selection: Selection, case: StageCase, filtered: Any
) -> Iterator[list[str]]:
    """Yield the decisions, and behind the whole list of them the places that nobody has, with why."""
    right = corrections_of_list(actor(request), selection_id=selection.pk)
    until = selection.object_until.isoformat() if selection.object_until else ""
    for one in decisions_in_order(found):
        yield [
            one.application_no,
            one.application.name,
            place(one.application.region),
            industry(one.application.ksic),
            str(DECISIONS[one.decision]),
            executor_text(case, one.executor) if one.executor else "",
            seat_text(case, one.seat) if one.seat else "",
            score_text(one.score),
            score_text(one.cutoff),
            str(one.rank or ""),
            str(one.reserve_rank or ""),
            " ".join(reason_lines(told_reason(one, case), case, page_language())),
            " / ".join(corrected_lines(case, right.get(one.application_id, []))),
            case.loaded.hash,
            until,
        ]
    if not filtered and selection.state == "published":
        for place_id, _seats in plan_of(case.programme, case.stage).planned:
            unfilled = queries.why_free(selection, case, place_id)
            if unfilled is not None:
                yield _not_filled(case, unfilled, until)


def _not_filled(case: StageCase, unfilled: Unfilled, until: str) -> list[str]:
    words = {
        _("Decision"): _("Not filled: %(number)s") % {"number": unfilled.free},
        _("Executor"): executor_text(case, unfilled.place),
        _("Reasons"): unfilled_text(unfilled),
        _("Hash of the programme file"): case.loaded.hash,
        _("Objections until"): until,
    }
    return [words.get(header, "") for header in _headers()]
